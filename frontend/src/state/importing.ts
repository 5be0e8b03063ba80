import * as api from '../api/calls.ts'
import { Problem } from '../api/problem.ts'
import type { ImportProgress } from '../api/types.ts'
import { language } from './language.svelte.ts'

/** follow asks until an import has ended. It throws what went wrong; a cancelled one is an AbortError like that of a request. */
export async function follow(first: ImportProgress, signal: AbortSignal, told: (p: ImportProgress) => void): Promise<ImportProgress> {
  let p = first
  while (p.state === 'running') {
    told(p)
    await new Promise((done) => setTimeout(done, 400))
    signal.throwIfAborted()
    p = await api.importProgress(p.id, language.now, signal)
  }
  if (p.state === 'cancelled') throw new DOMException('cancelled', 'AbortError')
  if (p.why) throw new Problem(p.why.status ?? 422, p.why as unknown as Record<string, unknown>)
  return p
}
