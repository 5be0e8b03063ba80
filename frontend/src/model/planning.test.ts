import { describe, expect, test } from 'vitest'
import type { Chain, DependenciesAnswer, Link } from '../api/planning.ts'
import { besides } from './dependencies.ts'
import { inOrder, matrixOf } from './matrix.ts'
import { parts } from './shares.ts'
import { chainRows, groupLinks, narrow } from './transitions.ts'
import { canWeigh, isShare } from './weight.ts'

const link = (transition: string, area: string, status: Link['status'], from = '', to = ''): Link =>
  ({ ref: `transitions/${transition}/${area}`, transition, name: `Übergang ${transition}`, area, area_name: area, status, from_phase: from, to_phase: to }) as Link

describe('transitions', () => {
  const links = [link('a', 'N', 'carrying', '0', '1'), link('a', 'S', 'broken', '0', '1'), link('b', 'gesamt', 'patchy', '1', '1'), link('c', 'N', 'unclear')]

  test('what leads to the next phase, what refers within one, and what has none stand apart, in the order given', () => {
    const g = groupLinks(links)
    expect(g.between.map((l) => l.ref)).toEqual(['transitions/a/N', 'transitions/a/S'])
    expect(g.within.map((l) => l.ref)).toEqual(['transitions/b/gesamt'])
    expect(g.without.map((l) => l.ref)).toEqual(['transitions/c/N'])
    expect(narrow(links, 'broken').map((l) => l.area)).toEqual(['S'])
    expect(narrow(links, '')).toHaveLength(4)
  })

  test('every chain lies over the same columns; a link for the whole network stands in each row; types without phases in none', () => {
    const chains = [
      { area: 'N', area_name: 'Nord', links: ['transitions/a/N', 'transitions/b/gesamt'], stretch: ['transitions/a/N'] },
      { area: 'S', area_name: 'Süd', links: ['transitions/a/S', 'transitions/b/gesamt'], stretch: [] as string[] },
    ] as unknown as Chain[]
    const { columns, rows } = chainRows(chains, links)
    expect(columns).toEqual([{ id: 'a', name: 'Übergang a', within: false }, { id: 'b', name: 'Übergang b', within: true }])
    expect(rows.map((r) => r.links.map((l) => l?.status))).toEqual([['carrying', 'patchy'], ['broken', 'patchy']])
    expect(rows.map((r) => r.stretch.map((l) => l.transition))).toEqual([['a'], []])
  })
})

describe('the matrix', () => {
  const areas = [{ id: 'mitte', name: 'Öd', parent: 'kern' }, { id: 'kern', name: 'Kern' }, { id: 'ost', name: 'Aue' }, { id: 'nord', name: 'Nord', parent: 'kern' }]
  const phases = [{ id: '0', name: 'Geburt' }, { id: '1', name: 'unter 3' }]
  const fields = [{ id: 'F', name: 'Familie' }, { id: 'B', name: 'Bildung' }]

  test('parents stand before what lies below them, brothers as in a dictionary; unknown areas last', () => {
    expect(inOrder(areas, new Set(['nord', 'mitte', 'ost', 'kern', 'x'])).map((a) => a.id)).toEqual(['ost', 'kern', 'nord', 'mitte', 'x'])
  })

  test('parents that form a circle do not hang the page', () => {
    expect(inOrder([{ id: 'a', name: 'A', parent: 'b' }, { id: 'b', name: 'B', parent: 'a' }], new Set(['a', 'b'])).map((a) => a.id).sort()).toEqual(['a', 'b'])
  })

  test('each cell stands in its area, field and phase; what belongs to a parent is left open below it', () => {
    const cells = [{ area: 'kern', phase: '1', field: 'B' }, { area: 'nord', phase: '0', field: 'B' }, { area: 'nord', phase: '1', field: 'F' }, { area: 'nord', phase: '0', field: 'F' }]
    const m = matrixOf(cells, areas, phases, fields)
    expect(m.phases.map((p) => p.id)).toEqual(['0', '1'])
    expect(m.blocks.map((b) => [b.area.id, b.below.map((x) => x.id).sort(), b.rows.map((r) => [r.field.id, r.cells.map((c) => Boolean(c))])])).toEqual([
      ['kern', ['mitte', 'nord'], [['B', [false, true]]]],
      ['nord', [], [['F', [true, true]], ['B', [true, false]]]],
    ])
  })

  test('no cells make no matrix', () => {
    expect(matrixOf([], areas, phases, fields)).toEqual({ phases: [], blocks: [] })
  })
})

describe('weights', () => {
  test('only numbers can be summed; a percentage is no weight', () => {
    const names = ['Kinder in SGB-II-Haushalten', 'Kinder in SGB-II-Haushalten (Anteil in %)', 'Quote in Prozent']
    expect(names.map(isShare)).toEqual([false, true, true])
    expect(canWeigh(names, '')).toEqual(['Kinder in SGB-II-Haushalten'])
  })
  test('what an address has chosen stays in the list', () => {
    expect(canWeigh(['a', 'b %'], 'b %')).toEqual(['a', 'b %'])
  })
})

test('a share names its numerator and denominator, and nothing where there is nothing to divide by', () => {
  expect(parts('de', { parts: { numerator: 9, denominator: 24 } })).toBe('9 von 24') // Musterstadt, expected.json
  expect(parts('de', { parts: { numerator: 1800, denominator: 4950 } })).toBe('1.800 von 4.950')
  expect(parts('de', { parts: { numerator: 0, denominator: 0 } })).toBe('')
  expect(parts('de', undefined)).toBe('')
})

test('both readings of a dependency stand side by side, in dictionary order, also where only one of them knows it', () => {
  const d = (ref: string, label: string) => ({ ref, label })
  const a = { institutions: [d('1', 'Öffnung'), d('2', 'Zentrum')], without_coordination: { institutions: [d('2', 'Zentrum'), d('3', 'Amt')] } } as unknown as DependenciesAnswer
  expect(besides(a, 'institutions').map((b) => [b.label, Boolean(b.with), Boolean(b.without)])).toEqual([['Amt', false, true], ['Öffnung', true, false], ['Zentrum', true, true]])
})
