import { expect, test } from 'vitest'
import type { Chapter } from '../api/types.ts'
import { fold, shown } from './handbook.ts'

const chapters: Chapter[] = [
  { id: 'findings', title: 'Befunde', blocks: [
    { kind: 'text', text: [{ text: 'Jeder Befund nennt seine Grundlage.' }] },
    { kind: 'heading', id: 'transitions', level: 2, text: [{ text: 'Übergänge' }] },
    { kind: 'list', items: [[{ text: 'tragfähig', style: 'strong' }], [{ text: 'ungeklärt' }]] },
    { kind: 'heading', id: 'gaps', level: 2, text: [{ text: 'Lücken' }] },
    { kind: 'code', code: 'MATCH (n) RETURN n' },
  ] },
  { id: 'levels', title: 'Stufen', blocks: [{ kind: 'text', text: [{ text: 'Null bis vier.' }] }] },
]
const ids = (query: string) => shown(chapters, query).flatMap((c) => c.sections.map((s) => s.id))

test('without a question all sections are shown', () => {
  expect(ids('  ')).toEqual(['findings', 'transitions', 'gaps', 'levels'])
})

test('sections are found by their words, with and without umlauts', () => {
  for (const query of ['übergänge', 'UEBERGAENGE', 'ubergange tragfahig']) expect(ids(query)).toEqual(['transitions'])
  expect(ids('match')).toEqual(['gaps'])
  expect(ids('übergänge lücken')).toEqual([])
})

test('a chapter is found by its title and shown whole', () => {
  expect(ids('befunde')).toEqual(['findings', 'transitions', 'gaps'])
})

test('folding', () => {
  expect(fold('Größe')).toBe(fold('groesse'))
})
