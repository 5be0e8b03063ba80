import { describe, expect, test } from 'vitest'
import type { SchemaField, SchemaKind } from '../api/types.ts'
import { cellsOf, planPaste, planRow, type Dictionary } from './paste.ts'
import { fold } from './sort.ts'

const f = (name: string, type: SchemaField['type'], more: Partial<SchemaField> = {}): SchemaField => ({ name, type, ...more })
const kind: SchemaKind = {
  kind: 'institution', plural: 'institutions',
  fields: [f('name', 'text', { required: true }), f('kinds', 'refs', { kinds: ['institution_kind'], required: true }), f('regular', 'tri'), f('checked_on', 'date'), f('lat', 'number')],
}
const kinds: Record<string, string> = { kita: 'Kita', krippe: 'Krippe', beratung: 'Beratung, mobil' }
const words: Record<string, string> = { name: 'Name', kinds: 'Art', regular: 'Regeleinrichtung', checked_on: 'Geprüft am', lat: 'Breite' }
const d: Dictionary = {
  field: (h) => (fold(h) === 'kennung' ? 'id' : kind.fields.find((x) => fold(words[x.name] ?? '') === fold(h))),
  refs: (_, t) => Object.entries(kinds).filter(([k, n]) => fold(n) === fold(t) || k === t).map(([k]) => k),
  code: () => undefined, level: () => undefined, yes: ['ja'], no: ['nein'], title: (r) => String(r.name ?? r.id),
}
const records = [{ id: 'K1', name: 'Kita Nord', kinds: ['kita'], lat: 50.9, _changed: 3 }, { id: 'K2', name: 'Kita Süd', kinds: ['kita'] }]
const plan = (text: string) => planPaste(kind, kind.fields, records, text, d)

test('cells as a spreadsheet copies them', () => {
  expect(cellsOf('a\tb\r\n"x ""y""\nz"\tc\r\n')).toEqual([['a', 'b'], ['x "y"\nz', 'c']])
  expect(cellsOf('\n\n')).toEqual([])
})

describe('pasted rows', () => {
  test('with headings in any order: new, changed, the same', () => {
    const rows = plan('Art\tName\tGeprüft am\nKita\tKita Nord\t1.7.2025\nKrippe\tMäuse\t\nKita\tkita sued\t')
    expect(rows.map((r) => [r.state, r.id, r.title])).toEqual([['changed', 'K1', 'Kita Nord'], ['new', '', 'Mäuse'], ['new', '', 'kita sued']])
    expect(rows[0]?.changes.map((c) => [c.field.name, c.before, c.after])).toEqual([['checked_on', undefined, '2025-07-01']])
    expect(rows[0]?.record).toEqual({ name: 'Kita Nord', kinds: ['kita'], lat: 50.9, checked_on: '2025-07-01' }) // what was not pasted stays
    expect(plan('Name\tArt\nKita Nord\tKita')[0]?.state).toBe('same')
  })
  test('without headings in the order of the columns; a name with a comma is one name', () => {
    expect(plan('Familienbus\tBeratung, mobil\tja')[0]).toMatchObject({ state: 'new', record: { name: 'Familienbus', kinds: ['beratung'], regular: true } })
    expect(plan('Haus\tKita, Krippe')[0]?.record.kinds).toEqual(['kita', 'krippe'])
  })
  test('an empty cell takes nothing away, and the id decides where it is given', () => {
    const row = plan('Kennung\tName\tBreite\nK1\tKita Nordstadt\t')[0]
    expect(row).toMatchObject({ state: 'changed', id: 'K1', record: { name: 'Kita Nordstadt', lat: 50.9 } })
    expect(plan('Kennung\tName\tArt\nK9\tNeu\tKita')[0]).toMatchObject({ state: 'new', id: '', record: { id: 'K9', name: 'Neu' } })
  })
  test('what cannot be read is named by field and value, and such a row is not written', () => {
    const rows = plan('Name\tArt\tRegeleinrichtung\tBreite\nA\tZirkus\tvielleicht\tviel\n\tKita\t\t')
    expect(rows[0]?.faults.map((x) => [x.field, x.value, x.why])).toEqual([['kinds', 'Zirkus', 'ref'], ['regular', 'vielleicht', 'tri'], ['lat', 'viel', 'number']])
    expect(rows[1]).toMatchObject({ state: 'error', faults: [{ field: 'name', why: 'required' }] })
    expect(rows.map((r) => r.state)).toEqual(['error', 'error'])
  })
})

test('one value for many rows: taken away where it is undefined', () => {
  expect(planRow(kind, records[0], '', { lat: undefined }, [], 'x', d)).toMatchObject({ state: 'changed', record: { name: 'Kita Nord', kinds: ['kita'] } })
  expect(planRow(kind, records[1], '', { lat: undefined }, [], 'x', d).state).toBe('same')
})
