import type { Record_ } from '../api/types.ts'
import { monthsAfter } from './measures.ts'
import { compareCells } from './sort.ts'

/** One line of the yearly round: an institution with its offers and positions, which are checked in one go. */
export interface RoundRow {
  institution: Record_
  offers: Record_[]
  actors: Record_[]
  /** The oldest check of all that is checked with it; '' where something was never checked. */
  oldest: string
  released: string
  /** Older than twelve months before the day, or never. */
  due: boolean
}

const text = (v: unknown) => (typeof v === 'string' ? v : '')

/** roundOf lists all institutions, those that were never checked first, then the oldest, then by name. An offer is checked with
 * the institution that leads it, an actor with the institution that it belongs to. Offers and actors that ended are left out. */
export function roundOf(institutions: Record_[], offers: Record_[], actors: Record_[], day: string): RoundRow[] {
  const ended = (r: Record_, until: string) => r.status === 'ended' || (text(r[until]) !== '' && text(r[until]) < day)
  const limit = monthsAfter(day, -12)
  return institutions
    .filter((i) => !ended(i, 'active_until'))
    .map((institution) => {
      const own = offers.filter((o) => Array.isArray(o.institutions) && o.institutions[0] === institution.id && !ended(o, 'valid_until'))
      const staff = actors.filter((a) => a.institution === institution.id && !ended(a, 'active_until'))
      const oldest = [institution, ...own, ...staff].map((r) => text(r.checked_on)).sort()[0] ?? ''
      return { institution, offers: own, actors: staff, oldest, released: text(institution.released_on), due: oldest < limit }
    })
    .sort((a, b) => (a.oldest < b.oldest ? -1 : a.oldest > b.oldest ? 1 : compareCells(text(a.institution.name), text(b.institution.name), false)))
}
