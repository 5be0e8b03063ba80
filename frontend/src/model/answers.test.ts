import { expect, test } from 'vitest'
import { writesOf } from './answers.ts'

const said = { by: 'K', on: '2025-07-01', source: 'on_behalf', withSpeaker: true }
const told = { source: 'on_behalf', as_of: '2025-07-01', said_by: 'K' }

test('a new row has its ends in the order of their ids; "does not know" is a statement with an unknown level', () => {
  expect(writesOf('K', { A: 2, Z: null }, [], said)).toEqual([
    { id: '', record: { from: 'A', to: 'K', level: 2, ...told } },
    { id: '', record: { from: 'K', to: 'Z', level: null, ...told } },
  ])
})

test('a row that is there is changed and keeps what was not asked', () => {
  const rows = [{ id: 'A~K', from: 'A', to: 'K', level: 1, basis: 'written', _changed: 4 }]
  expect(writesOf('K', { A: 3 }, rows, said)).toEqual([{ id: 'A~K', record: { from: 'A', to: 'K', level: 3, basis: 'written', ...told } }])
})

test('of several rows none above the answer is left; the lower ones stay', () => {
  const rows = [3, 1, 2].map((level) => ({ id: `A~K-${level}`, from: 'A', to: 'K', level }))
  const done = writesOf('K', { A: 1 }, rows, said)
  expect(done.map((w) => [w.id, w.record.level])).toEqual([['A~K-3', 1], ['A~K-2', 1]])
})

test('a row of another time is left alone, and the new one begins now', () => {
  const rows = [{ id: 'A~K', from: 'A', to: 'K', level: 4, until: '2024-12-31' }]
  expect(writesOf('K', { A: 0 }, rows, said)).toEqual([{ id: '', record: { from: 'A', to: 'K', level: 0, ...told, since: '2025-07-01' } }])
})
