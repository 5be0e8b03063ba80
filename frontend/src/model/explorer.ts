import type { LegendEntry } from './sheet.ts'
import { holds } from './sort.ts'

/** The network to move about in, as the service lays it out; all lengths are points, places are centres. */
export interface Explorer {
  size: [number, number]
  font: number
  nodes: ExplorerNode[]
  edges: ExplorerEdge[]
  areas: { ref: string; label: string; at: [number, number] }[]
  rest: { x: number; y: number; w: number; h: number } | null
  rest_text: string
  legend: LegendEntry[]
  fill: string
  /** Against the places on paper; where it is not 1, what belongs to an institution moves with it. */
  scale: number
  pairs_left: number
}

export interface ExplorerNode {
  ref: string
  role: string
  label: string
  name: string
  lines: string[]
  at: [number, number]
  w: number
  h: number
  fill: string
  edge?: string
  area?: string
  owner?: string
  alone?: boolean
  folded?: number
  kinds?: string[]
  sector?: string
  provider?: string
  areas?: string[]
  phases?: string[]
  fields?: string[]
}

export interface ExplorerEdge {
  ref: string
  from: string
  to: string
  role: string
  label: string
  weight?: number
  topics?: string[]
  source?: string
}

/** What a picture shows just now, for the table beside it. */
export interface Drawn {
  refs: string[]
  edges: ExplorerEdge[]
  /** Names of all nodes by their ref. */
  names: Map<string, string>
}

/** What nodes can be grouped and coloured by, with the catalogue that names the values. */
export const attributes = { areas: 'areas', kinds: 'institution_kinds', provider: 'providers', sector: 'sectors', phases: 'phases', fields: 'fields' } as const
export type Attribute = keyof typeof attributes

/** The lines that can be switched. What belongs together is always drawn. */
export const tieRoles = ['level_1', 'level_2', 'level_3', 'level_4', 'beside', 'agreed_side_by_side', 'unclear'] as const
export type TieRole = (typeof tieRoles)[number]
export const usualTies: TieRole[] = ['level_2', 'level_3', 'level_4']

export function tieRole(role: string): TieRole | '' {
  if (/^side_by_side_\d$|^beside/.test(role)) return 'beside'
  return (tieRoles as readonly string[]).includes(role) ? (role as TieRole) : ''
}

/** valueOf is the one value that a node is grouped by: '' without one, '*' with several. */
export function valueOf(n: ExplorerNode, by: Attribute): string {
  const v = n[by]
  if (by === 'kinds') return n.kinds?.[0] ?? ''
  if (!Array.isArray(v)) return v ?? ''
  return v.length > 1 ? '*' : (v[0] ?? '')
}

export interface EdgeFilter {
  ties: ReadonlySet<string>
  source?: string
  topic?: string
}

/** edgeShown tells whether a line is drawn: by its kind, and a cooperation by who said so and what it is about. */
export function edgeShown(e: ExplorerEdge, f: EdgeFilter): boolean {
  const role = tieRole(e.role)
  if (role && !f.ties.has(role)) return false
  if (!e.role.startsWith('level_')) return true
  if (f.source && e.source !== f.source) return false
  return !f.topic || (e.topics ?? []).includes(f.topic)
}

/** around gives the nodes within so many steps of one along the lines given; what belongs to a node comes with it. */
export function around(start: string, edges: ExplorerEdge[], steps: number): Set<string> {
  const near = new Map<string, string[]>()
  for (const e of edges) {
    near.set(e.from, [...(near.get(e.from) ?? []), e.to])
    near.set(e.to, [...(near.get(e.to) ?? []), e.from])
  }
  const seen = new Set([start])
  let edge = [start]
  for (let k = 0; k < steps; k++) {
    edge = edge.flatMap((r) => near.get(r) ?? []).filter((r) => !seen.has(r) && seen.add(r))
  }
  return seen
}

/** found are the nodes whose name holds the query. */
export function found(nodes: ExplorerNode[], q: string): ExplorerNode[] {
  return q.trim() ? nodes.filter((n) => holds(`${n.name} ${n.label}`, q)) : []
}

export interface Block {
  value: string
  at: [number, number]
  w: number
  h: number
}

/**
 * grouped puts nodes into blocks by a value, the largest first, in rows as wide as a sheet; what belongs to a node stands
 * behind it. By arithmetic: the same nodes give the same places.
 */
export function grouped(nodes: ExplorerNode[], by: Attribute, order: (value: string) => string): { places: Map<string, [number, number]>; blocks: Block[] } {
  const of = new Map<string, ExplorerNode[]>()
  const byRef = new Map(nodes.map((n) => [n.ref, n]))
  for (const n of nodes) {
    const owner = n.owner ? byRef.get(n.owner) : undefined
    const value = valueOf(owner ?? n, by)
    of.set(value, [...(of.get(value) ?? []), n])
  }
  const gap = 8
  const head = 26
  const last = (v: string) => (v === '' ? 2 : v === '*' ? 1 : 0)
  const values = [...of.keys()].sort((a, b) => last(a) - last(b) || (of.get(b)?.length ?? 0) - (of.get(a)?.length ?? 0) || order(a).localeCompare(order(b), 'de'))
  const total = nodes.reduce((sum, n) => sum + (n.w + gap) * (n.h + gap), 0)
  const wide = Math.max(900, Math.sqrt(total * 6))
  const places = new Map<string, [number, number]>()
  const blocks: Block[] = []
  let [x, y, row] = [0, 0, 0]
  for (const value of values) {
    const members = (of.get(value) ?? []).toSorted((a, b) => (a.owner ?? a.ref).localeCompare(b.owner ?? b.ref) || Number(Boolean(a.owner)) - Number(Boolean(b.owner)) || a.ref.localeCompare(b.ref))
    const ground = members.reduce((sum, n) => sum + (n.w + gap) * (n.h + gap), 0)
    const w = Math.min(wide, Math.max(150, 7.6 * order(value).length + 20, ...members.map((n) => n.w + 2 * gap), Math.sqrt(ground * 1.5)))
    if (x > 0 && x + w > wide) [x, y, row] = [0, y + row + 22, 0]
    let [cx, cy, line] = [gap, head, 0]
    for (const n of members) {
      if (cx > gap && cx + n.w > w - gap) [cx, cy, line] = [gap, cy + line + gap, 0]
      places.set(n.ref, [x + cx + n.w / 2, y + cy + n.h / 2])
      cx += n.w + gap
      line = Math.max(line, n.h)
    }
    const h = cy + line + gap
    blocks.push({ value, at: [x, y], w, h })
    row = Math.max(row, h)
    x += w + 22
  }
  return { places, blocks }
}

/** fillsBy gives the six commonest values a colour each, the order of the legend; the rest stays white. */
export function fillsBy(nodes: ExplorerNode[], by: Attribute, hues: string[]): Map<string, string> {
  const count = new Map<string, number>()
  for (const n of nodes) {
    const v = n.ref.startsWith('institution/') ? valueOf(n, by) : ''
    if (v && v !== '*') count.set(v, (count.get(v) ?? 0) + 1)
  }
  const common = [...count].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, hues.length)
  return new Map(common.map(([v], i) => [v, hues[i] ?? '#ffffff']))
}

/** classes divides numbers into at most five classes, each of about as many different values, as [from, to]. */
export function classes(values: number[]): [number, number][] {
  const all = [...new Set(values)].sort((a, b) => a - b)
  const out: [number, number][] = []
  const n = Math.min(5, all.length)
  for (let k = 0; k < n; k++) {
    const part = all.slice(Math.floor((k * all.length) / n), Math.floor(((k + 1) * all.length) / n))
    out.push([part[0] ?? 0, part.at(-1) ?? 0])
  }
  return out
}

/** classOf is the class of a value, or -1. */
export const classOf = (list: [number, number][], v: number) => list.findIndex(([, to]) => v <= to)
