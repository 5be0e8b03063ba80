import * as api from '../api/calls.ts'
import type { Lang } from '../model/words.ts'

/** A finding that a measure or a feedback can hang on, as it stands now. */
export interface Occasion {
  ref: string
  title: string
  sentence: string
}

// How many of the first columns of a question's table name the finding.
const naming: Record<string, number> = { transitions: 2, gaps: 3, access: 3, 'side-by-side': 2, 'across-sectors': 2, clarify: 1, dependencies: 0 }

/** questionOf is the question that a ref belongs to, '' if none of those that have tables. */
export function questionOf(ref: string): string {
  const q = ref.split('/')[0] ?? ''
  return q in naming ? q : ''
}

/** getOccasions are the findings of some questions as they stand now, by ref. */
export async function getOccasions(n: string, questions: string[], lang: Lang, signal?: AbortSignal): Promise<Map<string, Occasion>> {
  const out = new Map<string, Occasion>()
  const pages = await Promise.all([...new Set(questions)].map(async (q) => [q, await api.getTable(n, q, '', lang, signal)] as const))
  for (const [q, page] of pages) {
    for (const row of page.rows ?? []) {
      const title = (row.cells ?? []).slice(0, naming[q] ?? 0).map(String).join(q === 'side-by-side' || q === 'across-sectors' ? ' – ' : ' · ')
      out.set(row.ref, { ref: row.ref, title: title || row.sentence.split(':')[0] || row.ref, sentence: row.sentence })
    }
  }
  return out
}
