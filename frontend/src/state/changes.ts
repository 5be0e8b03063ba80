import * as api from '../api/calls.ts'
import type { Record_, SchemaKind } from '../api/types.ts'
import type { PlanRow } from '../model/paste.ts'
import { language } from './language.svelte.ts'
import { network } from './network.svelte.ts'
import { writes } from './writes.svelte.ts'

/**
 * commit writes the new and changed rows of a plan in one change. Every row shows the revision that its author saw, so that
 * what others changed meanwhile is refused and not overwritten.
 */
export function commit(kind: SchemaKind, rows: PlanRow[], records: Record_[], text: string): Promise<unknown> {
  const n = network.id
  return writes.run(n, async () => {
    const wanted = rows.filter((r) => r.state === 'new' || r.state === 'changed')
    const first = wanted.find((r) => r.id)
    // A tag is the revision of the record's last change and the network's count of erasures; the count is the same for all.
    const erasures = first ? /-(\d+)"$/.exec((await api.getRecord(n, kind.plural, first.id, language.now)).tag)?.[1] : undefined
    const changed = new Map(records.map((r) => [r.id, r._changed ?? 0]))
    return api.changeRecords(n, wanted.map((r) => ({
      kind: kind.kind, ...(r.id ? { id: r.id, if_match: `"${changed.get(r.id) ?? 0}-${erasures ?? 0}"` } : {}), record: r.record,
    })), language.now)
  }, text)
}
