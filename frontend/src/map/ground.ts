import { canvasFor, type View } from './names.ts'

/** What lies under the nodes: grounds of areas or groups with their names, and the box of those who stand alone. */
export interface Ground {
  /** Refs of the nodes on each ground; drawn as one flat shape around them. */
  hulls: { label: string; at: [number, number]; members: string[] }[]
  boxes: { label: string; x: number; y: number; w: number; h: number }[]
  font: number
}

/** Colours of a ground, from the one table of looks. */
export interface GroundLook {
  fill: string
  edge: string
  family: string
}

const air = 9
const link = 22

/** The flat shape of one ground. */
export interface Shape {
  boxes: Path2D
  links: Path2D
}

/** groundShapes is made once for the places of the nodes, not for each picture on the screen; boxOf gives the box of a node that is drawn. */
export function groundShapes(boxOf: (ref: string) => Box | null, g: Ground): Shape[] {
  return g.hulls.map((hull) => {
    const boxes = hull.members.map(boxOf).filter((b) => b !== null)
    const shape = { boxes: new Path2D(), links: new Path2D() }
    for (const [a, b] of tree(boxes)) {
      shape.links.moveTo(a.x, a.y)
      shape.links.lineTo(b.x, b.y)
    }
    for (const b of boxes) shape.boxes.roundRect(b.x - b.w / 2 - air, b.y - b.h / 2 - air, b.w + 2 * air, b.h + 2 * air, 8)
    return shape
  })
}

/** paintGround draws on a canvas beneath the explorer's own, in its pan and zoom. */
export function paintGround(canvas: HTMLCanvasElement, v: View, g: Ground, shapes: Shape[], look: GroundLook): void {
  const c = canvasFor(canvas, v)
  if (!c) return
  const zoom = v.zoom
  c.translate(v.x, v.y)
  c.scale(zoom, zoom)
  c.lineCap = 'round'
  c.lineJoin = 'round'
  for (const b of g.boxes) {
    c.fillStyle = '#ffffff'
    c.strokeStyle = '#a3abb3'
    c.lineWidth = 0.9
    c.beginPath()
    c.roundRect(b.x, b.y, b.w, b.h, 6)
    c.fill()
    c.stroke()
  }
  // One flat shape per ground: a little larger and darker first, then in the colour of the ground.
  for (const s of shapes) {
    for (const [color, grow] of [[look.edge, 1.6], [look.fill, 0]] as const) {
      c.fillStyle = color
      c.strokeStyle = color
      c.lineWidth = link + grow
      c.stroke(s.links)
      c.lineWidth = grow
      if (grow > 0) c.stroke(s.boxes)
      c.fill(s.boxes)
    }
  }
  // Names stay readable when the map is small: at least eleven pixels on the screen.
  const size = Math.max(1.22 * g.font, 11 / zoom)
  c.font = `600 ${size}px ${look.family}`
  c.textBaseline = 'middle'
  c.textAlign = 'center'
  for (const hull of g.hulls) plate(c, hull.label, hull.at[0], hull.at[1], size, look.fill)
  c.textAlign = 'left'
  c.fillStyle = '#4a443a'
  for (const b of g.boxes) c.fillText(fitting(c, b.label, b.w - 12), b.x + 8, b.y + Math.max(size * 0.85, 11))
}

/** fitting shortens a heading that is wider than its box at this zoom; nearer, the whole of it has room. */
function fitting(c: CanvasRenderingContext2D, text: string, w: number): string {
  if (c.measureText(text).width <= w) return text
  let n = text.length
  while (n > 1 && c.measureText(`${text.slice(0, n)}…`).width > w) n--
  return `${text.slice(0, n).trimEnd()}…`
}

function plate(c: CanvasRenderingContext2D, text: string, x: number, y: number, size: number, fill: string): void {
  const w = c.measureText(text).width + size * 0.8
  c.fillStyle = fill
  c.beginPath()
  c.roundRect(x - w / 2, y - size * 0.7, w, size * 1.4, size * 0.4)
  c.fill()
  c.fillStyle = '#4a443a'
  c.fillText(text, x, y)
}

/** The box of a node: its middle and its size. */
export interface Box { x: number; y: number; w: number; h: number }

/** tree links boxes by their minimal spanning tree, without links much longer than the usual one. */
function tree(boxes: Box[]): [Box, Box][] {
  const out: [Box, Box, number][] = []
  const first = boxes[0]
  if (!first) return []
  const left = new Map<Box, { d: number; from: Box }>(boxes.slice(1).map((b) => [b, { d: far(first, b), from: first }]))
  while (left.size > 0) {
    let best: Box | undefined
    for (const [b, v] of left) if (!best || v.d < (left.get(best)?.d ?? Infinity)) best = b
    if (!best) break
    const v = left.get(best)
    left.delete(best)
    if (!v) continue
    out.push([v.from, best, v.d])
    for (const [b, w] of left) {
      const d = far(best, b)
      if (d < w.d) left.set(b, { d, from: best })
    }
  }
  const usual = out.map((l) => l[2]).sort((a, b) => a - b)[Math.floor(out.length * 0.8)] ?? 0
  return out.filter((l) => l[2] <= 2.5 * usual + 20).map(([a, b]) => [a, b])
}

const far = (a: Box, b: Box) => Math.hypot(Math.max(0, Math.abs(a.x - b.x) - (a.w + b.w) / 2), Math.max(0, Math.abs(a.y - b.y) - (a.h + b.h) / 2))
