import { describe, expect, test } from 'vitest'
import type { SchemaField } from '../api/types.ts'
import { draftOf, parseNumber, titleOf, valueOf } from './records.ts'
import { readStructure } from './structure.ts'

const field = (type: SchemaField['type']): SchemaField => ({ name: 'x', type })

describe('a form field', () => {
  test('gives back what the record held, for every type', () => {
    const values: [SchemaField['type'], unknown][] = [
      ['text', 'Kita Nord'], ['long_text', 'a\nb'], ['code', 'oral'], ['codes', ['open', 'outreach']], ['texts', ['Übergang']], ['ref', 'N'], ['refs', ['N', 'S']],
      ['tri', false], ['date', '2025-06-30'], ['count', 12], ['number', 0.8], ['level', 3], ['marks', { besuch: true, vertrag: false }], ['counts', { '0': 100, '1': 0 }], ['attributes', { Haus: 'B' }],
    ]
    for (const [type, v] of values) expect(valueOf(field(type), draftOf(field(type), v)), type).toEqual(v)
  })
  test('leaves out what is empty; an unknown level is said as null', () => {
    for (const type of ['text', 'code', 'codes', 'texts', 'ref', 'refs', 'tri', 'date', 'count', 'number', 'marks', 'counts', 'attributes'] as const) {
      expect(valueOf(field(type), draftOf(field(type), undefined)), type).toBeUndefined()
    }
    expect(valueOf(field('level'), draftOf(field('level'), null))).toBeNull()
  })
  test('reads numbers as Germans write them', () => {
    expect(['1.234,5', '0,8', '1234.5', '1.200', ' 12 '].map(parseNumber)).toEqual([1234.5, 0.8, 1234.5, 1200, 12])
    expect(parseNumber('zwölf')).toBeNaN()
  })
})

test('an edge is called by its ends', () => {
  expect(titleOf({ id: 'FH~FZ', from: 'FH', to: 'FZ' }, new Map([['FH', 'Frühe Hilfen']]))).toBe('Frühe Hilfen – FZ')
  expect(titleOf({ id: 'K', name: 'Klinik' }, new Map())).toBe('Klinik')
})

test('structure: the keys of the contract, null where undefined, the twin without coordination', () => {
  // From expected.json of Musterstadt, structure_level_1, shortened; constraint of an isolate is null (measures.md).
  const s = readStructure({
    density: 0.214286, mean_degree: 1.5, degree_centralization: 0.285714, fragmentation: 0.428571, density_bounds: [0.214286, 0.25],
    degree: { EB: 1, KN: 3 }, constraint: { EB: 1, KN: null }, cutpoints: ['FH', 'FZ', 'KN'], bridges: [['EB', 'KN']],
    components: [['EB', 'KN']], ei_index_provider_kind: -0.333333, ei_index_provider_kind_parts: {}, names: { EB: { label: 'Erziehungsberatung' } },
    without_coordination: { components: [], degree: {} },
  })
  expect(s.ids).toEqual(['EB', 'KN'])
  expect(s.names.EB).toBe('Erziehungsberatung')
  expect(s.ei).toEqual({ provider_kind: -0.333333 })
  expect(s.densityBounds).toEqual([0.214286, 0.25])
  expect(s.nodes.constraint.KN).toBeNull()
  expect(s.twin?.ids).toEqual([])
  expect(readStructure({}).density).toBeNull()
})
