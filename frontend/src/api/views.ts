import type { Lang } from '../model/words.ts'
import { ask } from './client.ts'
import type { components } from './schema.d.ts'

export type SavedView = components['schemas']['SavedView']
export type MissingPart = components['schemas']['MissingView']
export interface ViewBody {
  title: string
  sentence: string
  page: string
  query: string
  no_names: boolean
}
type Written = components['schemas']['Written']

const e = encodeURIComponent

export const getViews = (n: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ views: SavedView[] }>('get', `/networks/${e(n)}/views`, { query: `lang=${lang}`, signal }).then((a) => a.views)

export const saveView = (n: string, body: ViewBody, lang: Lang) => ask<Written>('post', `/networks/${e(n)}/views`, { body, query: `lang=${lang}` })

export const changeView = (n: string, id: string, body: ViewBody, match: string, lang: Lang) =>
  ask<Written>('put', `/networks/${e(n)}/views/${e(id)}`, { body, headers: { 'If-Match': match }, query: `lang=${lang}` })

export const deleteView = (n: string, id: string, match: string, lang: Lang) =>
  ask<Written>('delete', `/networks/${e(n)}/views/${e(id)}`, { headers: { 'If-Match': match }, query: `lang=${lang}` })

/** What an address names that the network has no more. */
export const getMissing = (n: string, of: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ missing: MissingPart[] }>('get', `/networks/${e(n)}/views/missing`, { query: `of=${e(of)}&lang=${lang}`, signal }).then((a) => a.missing)
