import { compareCells } from './sort.ts'

/** What the order by due date needs to know of a measure. */
interface Dated {
  id: string
  title: string
  due?: string // YYYY-MM-DD
  state: string
}

export const states = ['agreed', 'begun', 'done', 'dropped'] as const
export type Time = 'overdue' | 'soon' | 'later' | 'open' | 'closed'
export const times: Time[] = ['overdue', 'soon', 'later', 'open', 'closed']

export const running = (m: Dated): boolean => m.state === 'agreed' || m.state === 'begun'

/** timeOf puts a measure into the list by due date; soon is within three months of the day. */
export function timeOf(m: Dated, day: string): Time {
  if (!running(m)) return 'closed'
  if (!m.due) return 'open'
  if (m.due < day) return 'overdue'
  return m.due <= monthsAfter(day, 3) ? 'soon' : 'later'
}

/** monthsAfter is the day some months later; a day that the month lacks becomes its last. */
export function monthsAfter(day: string, months: number): string {
  const [y, m, d] = day.split('-').map(Number)
  const first = new Date(Date.UTC(y ?? 0, (m ?? 1) - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(d ?? 1, last))
  return first.toISOString().slice(0, 10)
}

/** byDue puts what is due first in front, what has no day behind, then goes by title. */
export const byDue = (a: Dated, b: Dated): number => compareCells(a.due, b.due, false) || compareCells(a.title, b.title, false) || compareCells(a.id, b.id, false)
