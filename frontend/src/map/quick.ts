import type { Look } from '../api/types.ts'
import type { ExplorerEdge } from '../model/explorer.ts'
import type { Shown } from './Explorer.svelte'
import { canvasFor, type View } from './names.ts'

/** fitted is the view that shows all nodes and the boxes on the ground, with a margin in pixels. */
export function fitted(nodes: Shown[], boxes: { x: number; y: number; w: number; h: number }[], w: number, h: number, margin: number, least: number, most: number): View {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity]
  const add = (l: number, t: number, r: number, b: number) => {
    x1 = Math.min(x1, l)
    y1 = Math.min(y1, t)
    x2 = Math.max(x2, r)
    y2 = Math.max(y2, b)
  }
  for (const s of nodes) {
    const [dx, dy] = [(s.node.w * s.size) / 2, (s.node.h * s.size) / 2]
    add(s.at[0] - dx, s.at[1] - dy, s.at[0] + dx, s.at[1] + dy)
  }
  for (const b of boxes) add(b.x, b.y, b.x + b.w, b.y + b.h)
  if (x1 > x2) return { w, h, x: w / 2, y: h / 2, zoom: 1 }
  const zoom = Math.max(least, Math.min(most, (w - 2 * margin) / Math.max(x2 - x1, 1), (h - 2 * margin) / Math.max(y2 - y1, 1)))
  return { w, h, zoom, x: w / 2 - (zoom * (x1 + x2)) / 2, y: h / 2 - (zoom * (y1 + y2)) / 2 }
}

/**
 * paintQuick draws lines and boxes at once. The engine needs a second and more to build thousands of elements; until it has
 * drawn them the reader looks at this.
 */
export function paintQuick(canvas: HTMLCanvasElement, v: View, nodes: Shown[], edges: ExplorerEdge[], style: Record<string, Look>): void {
  const c = canvasFor(canvas, v)
  if (!c) return
  c.translate(v.x, v.y)
  c.scale(v.zoom, v.zoom)
  const at = new Map(nodes.map((s) => [s.node.ref, s.at]))
  const byRole = new Map<string, Path2D>()
  for (const e of edges) {
    const [a, b] = [at.get(e.from), at.get(e.to)]
    if (!a || !b) continue
    let path = byRole.get(e.role)
    if (!path) byRole.set(e.role, (path = new Path2D()))
    path.moveTo(a[0], a[1])
    path.lineTo(b[0], b[1])
  }
  for (const [role, path] of byRole) {
    const look = style[role]
    if (!look?.stroke) continue
    c.strokeStyle = look.stroke
    c.lineWidth = look.width ?? 1
    c.setLineDash(look.dash ?? [])
    c.stroke(path)
  }
  c.setLineDash([])
  for (const s of nodes) {
    const look = style[s.node.role]
    const [w, h] = [s.node.w * s.size, s.node.h * s.size]
    c.fillStyle = s.fill || '#ffffff'
    c.strokeStyle = s.node.edge || look?.stroke || '#3a4249'
    c.lineWidth = look?.width ?? 0.7
    c.fillRect(s.at[0] - w / 2, s.at[1] - h / 2, w, h)
    c.strokeRect(s.at[0] - w / 2, s.at[1] - h / 2, w, h)
  }
}
