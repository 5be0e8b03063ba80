/** One page of a picture as the service draws it; all lengths are points of the page, y downwards. */
export interface Sheet {
  title: string
  network: string
  selection: string
  source: string
  date: string
  summary: string
  page: number
  pages: number
  w: number
  h: number
  head: Item[] | null
  drawings: Drawing[] | null
  foot: Item[] | null
  legend: LegendEntry[] | null
}

export interface Drawing {
  name: string
  title?: string
  note?: string
  frame: Rect
  items: Item[] | null
}

export interface Item {
  ref?: string
  role: string
  label?: string
  from?: string
  to?: string
  ops: DrawOp[] | null
}

export interface DrawOp {
  shape: 'box' | 'ellipse' | 'polygon' | 'line' | 'curve' | 'text'
  x?: number
  y?: number
  w?: number
  h?: number
  r?: number
  points?: [number, number][]
  fill?: string
  stroke?: string
  width?: number
  dash?: number[]
  text?: string
  size?: number
  bold?: boolean
  align?: 'start' | 'middle' | 'end'
  angle?: number
}

export interface LegendEntry {
  role: string
  fill?: string
  label: string
  /** The sign itself, 40 × 18, where role and fill do not say it. */
  ops?: DrawOp[]
}

export interface Rect {
  x: number
  y: number
  w: number
  h: number
}

/** pathData is the d attribute of a line, polygon or curve. */
export function pathData(op: DrawOp): string {
  const p = op.points ?? []
  if (p.length === 0) return ''
  const at = (i: number) => `${p[i]?.[0] ?? 0} ${p[i]?.[1] ?? 0}`
  if (op.shape === 'curve') {
    let d = `M${at(0)}`
    for (let i = 1; i + 2 < p.length; i += 3) d += `C${at(i)} ${at(i + 1)} ${at(i + 2)}`
    return d
  }
  return `M${p.map((_, i) => at(i)).join('L')}${op.shape === 'polygon' ? 'Z' : ''}`
}

/** isLine tells a tie or finding between two marks from a mark. */
export function isLine(item: Item): boolean {
  return Boolean(item.from && item.to)
}

/** centre is the middle of the first closed shape of an item: where the keyboard thinks it stands. */
export function centre(item: Item): [number, number] | null {
  for (const op of item.ops ?? []) {
    if (op.shape === 'box') return [(op.x ?? 0) + (op.w ?? 0) / 2, (op.y ?? 0) + (op.h ?? 0) / 2]
    if (op.shape === 'ellipse') return [op.x ?? 0, op.y ?? 0]
    if (op.shape === 'polygon' && op.points?.length) {
      const n = op.points.length
      return [op.points.reduce((s, p) => s + p[0], 0) / n, op.points.reduce((s, p) => s + p[1], 0) / n]
    }
  }
  return null
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/** nextInDirection finds the mark that lies best in a direction: near, and not far off the axis. */
export function nextInDirection(from: [number, number], others: { ref: string; at: [number, number] }[], d: Direction): string | null {
  let best: string | null = null
  let least = Infinity
  for (const o of others) {
    const dx = o.at[0] - from[0]
    const dy = o.at[1] - from[1]
    const along = d === 'left' ? -dx : d === 'right' ? dx : d === 'up' ? -dy : dy
    const across = Math.abs(d === 'left' || d === 'right' ? dy : dx)
    if (along < 1) continue
    const cost = along + 2.5 * across
    if (cost < least) {
      least = cost
      best = o.ref
    }
  }
  return best
}

/** neighbours maps every mark to the marks and lines that hang on it. */
export function neighbours(items: Item[]): Map<string, Set<string>> {
  const out = new Map<string, Set<string>>()
  const add = (a: string, b: string) => {
    const s = out.get(a)
    if (s) s.add(b)
    else out.set(a, new Set([b]))
  }
  for (const it of items) {
    if (!it.from || !it.to) continue
    add(it.from, it.to)
    add(it.to, it.from)
    if (it.ref) {
      add(it.from, it.ref)
      add(it.to, it.ref)
      add(it.ref, it.from)
      add(it.ref, it.to)
    }
  }
  return out
}
