import { expect, test } from 'vitest'
import { around, classes, classOf, edgeShown, fillsBy, found, grouped, tieRole, valueOf, type ExplorerEdge, type ExplorerNode } from './explorer.ts'

const node = (id: string, more: Partial<ExplorerNode> = {}): ExplorerNode => ({
  ref: `institution/${id}`, role: 'institution', label: id, name: `Kita ${id}`, lines: [id], at: [0, 0], w: 60, h: 20, fill: '#fff', ...more,
})
const edge = (from: string, to: string, role = 'level_2', more: Partial<ExplorerEdge> = {}): ExplorerEdge => ({
  ref: `cooperation/${from}-${to}`, from: `institution/${from}`, to: `institution/${to}`, role, label: '', ...more,
})

test('lines are shown by kind, source and topic', () => {
  const ties = new Set(['level_2', 'beside'])
  expect(edgeShown(edge('a', 'b'), { ties })).toBe(true)
  expect(edgeShown(edge('a', 'b', 'level_3'), { ties })).toBe(false)
  expect(edgeShown(edge('a', 'b', 'side_by_side_2'), { ties })).toBe(true)
  expect(edgeShown(edge('a', 'b', 'provides'), { ties })).toBe(true)
  expect(edgeShown(edge('a', 'b', 'level_2', { source: 'survey' }), { ties, source: 'contract' })).toBe(false)
  expect(edgeShown(edge('a', 'b', 'level_2', { topics: ['x'] }), { ties, topic: 'x' })).toBe(true)
  expect(tieRole('member_of')).toBe('')
})

test('one and two steps around a node', () => {
  const edges = [edge('a', 'b'), edge('b', 'c'), edge('c', 'd')]
  expect([...around('institution/a', edges, 1)]).toEqual(['institution/a', 'institution/b'])
  expect(around('institution/a', edges, 2).size).toBe(3)
})

test('search folds umlauts', () => {
  expect(found([node('Mühle'), node('Au')], 'muehle').map((n) => n.label)).toEqual(['Mühle'])
  expect(found([node('Au')], ' ')).toEqual([])
})

test('groups: no two nodes touch, several values and none come last', () => {
  const nodes = Array.from({ length: 80 }, (_, i) => node(`k${i}`, { phases: i % 7 === 0 ? ['1', '2'] : i % 11 === 0 ? [] : [String(i % 3)] }))
  const { places, blocks } = grouped(nodes, 'phases', (v) => v)
  expect(blocks.slice(-2).map((b) => b.value)).toEqual(['*', ''])
  for (const [i, a] of nodes.entries()) {
    for (const b of nodes.slice(i + 1)) {
      const [pa, pb] = [places.get(a.ref)!, places.get(b.ref)!]
      expect(Math.abs(pa[0] - pb[0]) >= 60 || Math.abs(pa[1] - pb[1]) >= 20).toBe(true)
    }
  }
  expect(grouped(nodes.toReversed(), 'phases', (v) => v).places).toEqual(places)
})

test('colours go to the commonest values', () => {
  const nodes = [node('a', { sector: 'x' }), node('b', { sector: 'x' }), node('c', { sector: 'y' }), node('d')]
  expect([...fillsBy(nodes, 'sector', ['#111', '#222'])]).toEqual([['x', '#111'], ['y', '#222']])
  expect(valueOf(node('d', { phases: ['1', '2'] }), 'phases')).toBe('*')
})

test('classes hold every value once', () => {
  const values = [0, 0, 0, 0, 0, 1, 1, 2, 3, 9]
  const list = classes(values)
  expect(list).toEqual([[0, 0], [1, 1], [2, 2], [3, 3], [9, 9]])
  for (const v of values) expect(classOf(list, v)).toBeGreaterThanOrEqual(0)
  expect(classes([])).toEqual([])
})
