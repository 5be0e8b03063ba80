import createClient from 'openapi-fetch'
import { Problem } from './problem.ts'

/** The only place that speaks to the service. */
export const base = '/api/v1'

// The paths below are checked against the served contract by the browser tests; the typed calls stand in calls.ts.
const client = createClient<Record<string, never>>({ baseUrl: base, fetch: (request: Request) => fetch(request) })
type Method = 'get' | 'post' | 'put' | 'delete'

export interface Ask {
  query?: string
  body?: unknown
  form?: FormData
  headers?: Record<string, string>
  signal?: AbortSignal
}

type Loose = (method: string, path: string, init: Record<string, unknown>) => Promise<{ data?: unknown; error?: unknown; response: Response }>

/** ask sends one request and gives the body of the answer, or throws a Problem in the reader's language. */
export async function ask<T>(method: Method, path: string, a: Ask = {}): Promise<T> {
  return (await askTagged<T>(method, path, a)).body
}

/** askFile sends one request and gives the file that answers, with its name. */
export async function askFile(path: string, a: Ask = {}): Promise<{ bytes: Blob; name: string }> {
  let r: Response
  try {
    r = await fetch(`${base}${path}${a.query ? `?${a.query}` : ''}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(a.body), signal: a.signal })
  } catch {
    throw Problem.unreachable()
  }
  if (!r.ok) throw new Problem(r.status, (await r.json().catch(() => ({}))) as Record<string, unknown>)
  return { bytes: await r.blob(), name: /filename="([^"]+)"/.exec(r.headers.get('Content-Disposition') ?? '')?.[1] ?? 'liste.xlsx' }
}

/** askTagged also gives the ETag, which the next write of the same record has to show. */
export async function askTagged<T>(method: Method, path: string, a: Ask = {}): Promise<{ body: T; tag: string }> {
  const init: Record<string, unknown> = { headers: a.headers, signal: a.signal, body: a.form ?? a.body }
  if (a.form) init.bodySerializer = (form: unknown) => form
  const url = a.query ? `${path}?${a.query}` : path
  let answer: { data?: unknown; error?: unknown; response: Response }
  try {
    answer = await (client.request as unknown as Loose)(method, url, init)
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e
    throw Problem.unreachable()
  }
  if (answer.response.ok) return { body: answer.data as T, tag: answer.response.headers.get('ETag') ?? '' }
  const body = answer.error && typeof answer.error === 'object' ? (answer.error as Record<string, unknown>) : {}
  throw new Problem(answer.response.status, body)
}
