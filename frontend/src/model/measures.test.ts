import { expect, test } from 'vitest'
import { byDue, monthsAfter, timeOf } from './measures.ts'

const m = (id: string, due = '', state = 'agreed') => ({ id, title: id, due, state })

test('measures stand by due date, those without a day behind', () => {
  expect([m('a'), m('b', '2026-03-01'), m('c', '2025-12-31'), m('d', '2026-03-01')].sort(byDue).map((x) => x.id)).toEqual(['c', 'b', 'd', 'a'])
})

test('a measure is due, soon due, later, without a day, or closed', () => {
  const day = '2025-11-30'
  expect([m('x', '2025-11-29'), m('x', '2025-11-30'), m('x', '2026-02-28'), m('x', '2026-03-01'), m('x'), m('x', '2025-01-01', 'done'), m('x', '', 'dropped')].map((x) => timeOf(x, day)))
    .toEqual(['overdue', 'soon', 'soon', 'later', 'open', 'closed', 'closed'])
  expect(monthsAfter('2025-11-30', 3)).toBe('2026-02-28')
})
