import { expect, test } from 'vitest'
import { roundOf } from './freshness.ts'

test('the round: never checked first, then the oldest; what hangs on an institution is checked with it', () => {
  const rows = roundOf(
    [{ id: 'A', name: 'A', checked_on: '2025-06-01' }, { id: 'B', name: 'B', checked_on: '2024-06-30' }, { id: 'C', name: 'C', checked_on: '2024-06-29' }, { id: 'D', name: 'D' }, { id: 'E', name: 'E', active_until: '2024-12-31' }],
    [
      { id: 'A1', institutions: ['A', 'B'], checked_on: '2023-01-01' }, { id: 'A2', institutions: ['A'], status: 'ended' }, { id: 'A3', institutions: ['A'], valid_until: '2025-01-01' },
    ],
    [{ id: 'x', institution: 'B', checked_on: '2025-01-01' }], '2025-06-30')
  expect(rows.map((r) => [r.institution.id, r.oldest, r.due, r.offers.length, r.actors.length])).toEqual([
    ['D', '', true, 0, 0], ['A', '2023-01-01', true, 1, 0], ['C', '2024-06-29', true, 0, 0], ['B', '2024-06-30', false, 0, 1], // twelve months to the day are not older
  ])
})
