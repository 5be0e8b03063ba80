import type { Record_, SchemaField } from '../api/types.ts'
import { choicesOf, nodeKindsOf } from '../model/records.ts'
import { network } from '../state/network.svelte.ts'

/** Something that a field may refer to: its name, what tells it apart from another of that name, and its kind. */
export interface Choice {
  id: string
  name: string
  context: string
  kind: string
  /** How deep it lies below what it belongs to, for areas. */
  depth: number
}

const collator = new Intl.Collator('de', { numeric: true })

/** choicesFor are the records that a field may refer to, in dictionary order, areas below what they belong to. */
export function choicesFor(f: SchemaField, nodes: Record<string, Record_[]>): Choice[] {
  const catalogue = choicesOf(network.info, f.kinds ?? []).map((e) => ({ id: e.id, name: e.name ?? e.id, context: '', kind: f.kinds?.[0] ?? '', depth: 0, parent: e.parent as string | undefined }))
  const out: Choice[] = f.kinds?.[0] === 'area' ? asTree(catalogue) : f.kinds?.[0] === 'phase' ? catalogue : catalogue.sort((a, b) => collator.compare(a.name, b.name))
  const kinds = nodeKindsOf(f)
  const list = kinds.flatMap((k) => (nodes[k] ?? []).filter((r) => f.name !== 'body' || r.kind === 'body').map((r) => nodeChoice(k, r)))
  return [...out, ...list.sort((a, b) => collator.compare(a.name, b.name))]
}

function nodeChoice(kind: string, r: Record_): Choice {
  const list = (v: unknown, catalogue: string) => (Array.isArray(v) ? v.slice(0, 2).map((x) => network.nameOf(catalogue, String(x))) : [])
  const about = kind === 'institution' ? [...list(r.kinds, 'institution_kinds').slice(0, 1), ...list(r.areas, 'areas')] : kind === 'offer' ? list(r.phases, 'phases') : []
  const short = typeof r.short_name === 'string' && r.short_name !== r.name ? [r.short_name] : []
  return { id: r.id, name: String(r.name ?? r.id), context: [...short, ...about].join(' · '), kind, depth: 0 }
}

function asTree(list: (Choice & { parent?: string })[]): Choice[] {
  const known = new Set(list.map((x) => x.id))
  const out: Choice[] = []
  const walk = (parent: string, depth: number) => {
    for (const x of list.filter((y) => (y.parent && known.has(y.parent) ? y.parent : '') === parent).sort((a, b) => collator.compare(a.name, b.name))) {
      if (out.some((o) => o.id === x.id)) continue
      out.push({ ...x, depth })
      walk(x.id, depth + 1)
    }
  }
  walk('', 0)
  return out
}
