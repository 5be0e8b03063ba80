import * as api from '../api/calls.ts'
import { language } from './language.svelte.ts'
import { network } from './network.svelte.ts'
import { writes } from './writes.svelte.ts'

/** patch changes some fields of a record as it stands now and leaves the rest; null takes a field away. */
export function patch(plural: string, id: string, fields: Record<string, unknown>, text: string): Promise<unknown> {
  const n = network.id
  return writes.run(n, async () => {
    const now = await api.getRecord(n, plural, id, language.now)
    const body = Object.fromEntries(Object.entries({ ...now.body, ...fields }).filter(([k, v]) => k !== '_changed' && k !== 'id' && v !== null && v !== ''))
    if ('level' in now.body && !('level' in body)) body.level = null
    return api.putRecord(n, plural, id, body, now.tag, language.now)
  }, text)
}
