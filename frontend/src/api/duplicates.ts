import type { Lang } from '../model/words.ts'
import { ask } from './client.ts'
import type { components } from './schema.d.ts'
import type { Plan, Written } from './types.ts'

// What the service says of entries that may be one, and what people say of them.
type Shapes = components['schemas']
export type DoublePair = Shapes['PairView']
export type FieldPair = Shapes['FieldPair']
export type Doubles = Shapes['DuplicatesView']
export type Merge = Shapes['MergeView']
export type Said = Shapes['SaidView']
export type ImportSaid = Shapes['ImportDecisions']

const e = encodeURIComponent
const of = (n: string) => `/networks/${e(n)}/duplicates`

export const getDoubles = (n: string, lang: Lang, signal?: AbortSignal) => ask<Doubles>('get', of(n), { query: `lang=${lang}`, signal })

/** Two entries, the first of which stays; take names the fields in which the other's value is to hold. */
export interface MergeAsk {
  kind: string
  keep: string
  gone: string
  take: string[]
}

export const previewMerge = (n: string, m: MergeAsk, lang: Lang, signal?: AbortSignal) => ask<Merge>('post', `${of(n)}/merge`, { body: { ...m, preview: true }, query: `lang=${lang}`, signal })

/** merge stores what a preview showed; where its entries have changed since the revision seen, nothing. */
export const merge = (n: string, m: MergeAsk, seen: number, lang: Lang) => ask<Merge>('post', `${of(n)}/merge`, { body: { ...m, seen }, query: `lang=${lang}` })

export const sayDifferent = (n: string, kind: string, a: string, b: string, lang: Lang) => ask<Written>('post', `${of(n)}/different`, { body: { kind, a, b }, query: `lang=${lang}` })

export const getSaid = (n: string, lang: Lang, signal?: AbortSignal) => ask<{ decisions: Said[] }>('get', `${of(n)}/decisions`, { query: `lang=${lang}`, signal }).then((a) => a.decisions)

export const unsay = (n: string, id: string, lang: Lang) => ask<Written>('post', `${of(n)}/forget`, { body: { id }, query: `lang=${lang}` })

/** decideImport says all that was decided of the pairs of an import; the answer is the plan as it is then. */
export const decideImport = (id: string, said: ImportSaid, lang: Lang) => ask<Plan>('put', `/imports/${e(id)}/decisions`, { body: said, query: `lang=${lang}` })
