import type { Lang } from '../model/words.ts'
import { Problem } from './problem.ts'
import { getAccess, getGaps, getTransitions, type GapCell, type Link, type OfferAccess } from './planning.ts'

/** What the card of a finding shows: a transition in an area, or a cell of the matrix with both layers. */
export interface FindingCard {
  ref: string
  title: string
  kind: 'transition' | 'cell'
  link?: Link
  cell?: GapCell
  offers?: OfferAccess[]
}

/** isFinding tells references of transitions and cells from those of records and pairs. */
export function isFinding(ref: string): boolean {
  return /^(transitions|gaps|access)\/./.test(ref)
}

/** getFindingCard finds a transition or cell by its reference, with all that is known of it. */
export async function getFindingCard(n: string, ref: string, selection: string, options: string, lang: Lang, signal?: AbortSignal): Promise<FindingCard> {
  if (ref.startsWith('transitions/')) {
    const link = (await getTransitions(n, selection, [options, 'pairs=200'].filter(Boolean).join('&'), lang, signal)).links.find((l) => l.ref === ref)
    if (link) return { ref, title: `${link.name}, ${link.area_name}`, kind: 'transition', link }
  } else {
    const own = new URLSearchParams(options)
    const gaps = await getGaps(n, selection, options, lang, signal)
    const cell = gaps.cells.find((c) => c.ref === ref || c.access_ref === ref)
    if (cell) {
      own.delete('level')
      const access = await getAccess(n, selection, own.toString(), lang, signal)
      const offers = access.cells.find((c) => c.ref === cell.access_ref)?.offers
      return { ref, title: `${cell.area_name}, ${cell.phase_name}, ${cell.field_name}`, kind: 'cell', cell, offers }
    }
  }
  throw new Problem(404, {})
}
