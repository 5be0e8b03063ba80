/** One change as the service tells it: which records, never what they say. */
export interface News {
  revision: number
  keys: string[]
  count: number
}

/** readNews reads the data of an event; undefined where it is none. */
export function readNews(data: string): News | undefined {
  let v: unknown
  try {
    v = JSON.parse(data)
  } catch {
    return undefined
  }
  if (typeof v !== 'object' || v === null) return undefined
  const { revision, keys, count } = v as Record<string, unknown>
  if (typeof revision !== 'number' || typeof count !== 'number' || !Array.isArray(keys)) return undefined
  return { revision, keys: keys.map(String), count }
}

/** Touched notes the newest revision of each record that somebody else changed. */
export type Touched = Readonly<Record<string, number>>

/** Of a change of many records only some keys are told: then any may be touched. */
const any = '*'

export function touch(t: Touched, n: News): Touched {
  const out: Record<string, number> = { ...t }
  for (const k of n.keys) out[k] = n.revision
  if (n.count > n.keys.length) out[any] = n.revision
  return out
}

/** touchedAt is the revision at which a record, named kind/id, may have changed last; 0 when nothing was heard. */
export function touchedAt(t: Touched, key: string): number {
  return Math.max(t[key] ?? 0, t[any] ?? 0)
}
