import { describe, expect, test } from 'vitest'
import type { SchemaField, SchemaKind } from '../api/types.ts'
import { clashesOf, faultsOf, isDay, readDay, sectionsOf } from './form.ts'

const f = (name: string, type: SchemaField['type'], required = false): SchemaField => ({ name, type, required })
const kind = (name: string, ...fields: SchemaField[]): SchemaKind => ({ kind: name, plural: `${name}s`, fields })

test('days as people type them', () => {
  expect(['1.7.25', '01.07.2025', '2025-07-01', '1. 7. 2025', '01/07/2025'].map(readDay)).toEqual(Array(5).fill('2025-07-01'))
  expect(['31.02.2025', 'morgen', '32.1.2025', ''].map(readDay)).toEqual(['31.02.2025', 'morgen', '32.1.2025', ''])
  expect(['2024-02-29', '2025-02-29', '2025-7-1'].map(isDay)).toEqual([true, false, false])
})

describe('faults', () => {
  const funding = kind('funding', f('target', 'ref', true), f('share', 'number'), f('from', 'date'), f('until', 'date'))
  const faults = (drafts: Record<string, string>) => Object.fromEntries(Object.entries(faultsOf(funding, drafts)).map(([k, v]) => [k, v.key]))
  test('what is required, what is no number, what is out of range', () => {
    expect(faults({})).toEqual({ target: 'required' })
    expect(faults({ target: 'A', share: 'halb' })).toEqual({ share: 'number' })
    expect(faults({ target: 'A', share: '50' })).toEqual({ share: 'range' })
    expect(faults({ target: 'A', share: '0,5' })).toEqual({})
  })
  test('no day, and an end before its beginning', () => {
    expect(faults({ target: 'A', from: '31.02.2025' })).toEqual({ from: 'date' })
    expect(faults({ target: 'A', from: '2025-07-01', until: '2025-06-30' })).toEqual({ until: 'before' })
    expect(faults({ target: 'A', from: '2025-07-01', until: '2025-07-01' })).toEqual({})
  })
  test('an edge to itself, a transition with one phase, half a child', () => {
    expect(faultsOf(kind('handover', f('from', 'ref', true), f('to', 'ref', true)), { from: 'K', to: 'K' }).to?.key).toBe('self')
    expect(faultsOf(kind('transition', f('from_phase', 'ref'), f('to_phase', 'ref')), { from_phase: '1', to_phase: '' }).to_phase?.key).toBe('phases')
    expect(faultsOf(kind('area', f('children', 'counts')), { children: { '0': '1,5' } }).children?.key).toBe('whole')
  })
})

test('every field stands in exactly one section, also one that no section names', () => {
  const k = kind('membership', f('body', 'ref', true), f('member', 'ref', true), f('since', 'date'), f('invented_later', 'text'))
  const all = sectionsOf(k).flatMap((s) => s.fields.map((x) => x.name))
  expect(all).toEqual(['body', 'member', 'since', 'invented_later'])
  expect(sectionsOf(kind('unheard_of', f('name', 'text', true), f('attributes', 'attributes'))).map((s) => s.key)).toEqual(['what', 'other'])
})

test('a conflict: what only the others changed is told apart from what both changed', () => {
  const k = kind('provider', f('name', 'text', true), f('kind', 'code'), f('association', 'text'))
  const base = { id: 'p', name: 'A', kind: 'free' }
  const clashes = clashesOf(k, base, { id: 'p', name: 'B', kind: 'municipal' }, { name: 'C', kind: 'free', association: 'neu' })
  expect(clashes.map((c) => [c.field.name, c.theirs, c.mine, c.onlyTheirs])).toEqual([['name', 'B', 'C', false], ['kind', 'municipal', 'free', true]])
  expect(clashesOf(k, base, { id: 'p', name: 'C', kind: 'free' }, { name: 'C', kind: 'free' })).toEqual([]) // both said the same
})
