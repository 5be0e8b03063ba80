import type { Record_ } from '../api/types.ts'
import { compareCells } from './sort.ts'

/** A measure as its page lists it. */
export interface Measure {
  id: string
  title: string
  description: string
  occasion: string
  responsible: string[]
  due: string // YYYY-MM-DD or ''
  state: 'agreed' | 'begun' | 'done' | 'dropped'
}

export const states = ['agreed', 'begun', 'done', 'dropped'] as const
export type Time = 'overdue' | 'soon' | 'later' | 'open' | 'closed'
export const times: Time[] = ['overdue', 'soon', 'later', 'open', 'closed']

const text = (v: unknown) => (typeof v === 'string' ? v : '')

export function measureOf(r: Record_): Measure {
  const state = text(r.state)
  return {
    id: r.id, title: text(r.title) || r.id, description: text(r.description), occasion: text(r.occasion),
    responsible: Array.isArray(r.responsible) ? r.responsible.map(String) : [], due: text(r.due),
    state: (states as readonly string[]).includes(state) ? (state as Measure['state']) : 'agreed', // as the findings read a measure without a state
  }
}

export const running = (m: Measure): boolean => m.state === 'agreed' || m.state === 'begun'

/** timeOf puts a measure into the list by due date; soon is within three months of the day. */
export function timeOf(m: Measure, day: string): Time {
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
export const byDue = (a: Measure, b: Measure): number => compareCells(a.due, b.due, false) || compareCells(a.title, b.title, false) || compareCells(a.id, b.id, false)
