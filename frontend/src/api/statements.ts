import type { Lang } from '../model/words.ts'
import { ask } from './client.ts'
import type { components } from './schema.d.ts'

export type StatementName = 'accessibility' | 'imprint' | 'privacy'

/** A page about the service itself. */
export const getStatement = (name: StatementName, lang: Lang, signal?: AbortSignal) =>
  ask<components['schemas']['Statement']>('get', `/statements/${name}`, { query: `lang=${lang}`, signal })
