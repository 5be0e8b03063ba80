import type { Shown } from './Explorer.svelte'

/** Where a map is looked at: size of the frame, pan and zoom, all in pixels of the screen. */
export interface View {
  w: number
  h: number
  x: number
  y: number
  zoom: number
}

/** Below so many pixels the letters of a box cannot be read, and names stand on the map by importance instead. */
export const readable = 6.5

const letters = 12
const least = 24

/** canvasFor makes a canvas as large as the view and gives its context in pixels of the screen, emptied. */
export function canvasFor(canvas: HTMLCanvasElement, v: View): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1
  if (canvas.width !== Math.round(v.w * ratio) || canvas.height !== Math.round(v.h * ratio)) {
    canvas.width = Math.round(v.w * ratio)
    canvas.height = Math.round(v.h * ratio)
  }
  const c = canvas.getContext('2d')
  c?.setTransform(1, 0, 0, 1, 0, 0)
  c?.clearRect(0, 0, canvas.width, canvas.height)
  c?.setTransform(ratio, 0, 0, ratio, 0, 0)
  return c
}

interface Place { x: number; y: number }

/**
 * chosenNames are the names that find room on the map, the first of the list first: no two overlap, none leaves the frame. The
 * middle of each is where its node is.
 */
export function chosenNames<T>(list: { what: T; at: Place; w: number }[], v: { w: number; h: number }, most: number, before: { x: number; y: number; w: number }[] = []): T[] {
  const out: T[] = []
  const taken = [...before]
  const high = letters * 1.5
  for (const n of list) {
    if (out.length >= most) break
    if (n.at.x - n.w / 2 < 2 || n.at.x + n.w / 2 > v.w - 2 || n.at.y - high / 2 < 2 || n.at.y + high / 2 > v.h - 2) continue
    if (taken.some((o) => Math.abs(o.x - n.at.x) < (o.w + n.w) / 2 + 6 && Math.abs(o.y - n.at.y) < high)) continue
    taken.push({ x: n.at.x, y: n.at.y, w: n.w })
    out.push(n.what)
  }
  return out
}

/** Names of a map, painted above the engine's canvas. */
export interface Names {
  /** Who has most lines comes first. */
  order: Shown[]
  at: (ref: string) => Place
  /** These come before all others; with any of them nobody else is named. */
  only: ReadonlySet<string>
  font: number
  family: string
  /** Whether the letters in the boxes are painted here too; else the engine does. */
  boxes: boolean
  text: (s: Shown) => string
  /** Names of grounds and the colour of their plates: they come before names of nodes, so that none covers them. */
  plates: { label: string; at: [number, number] }[]
  plate: string
}

/** paintNames writes names in boxes that are large enough to be read, and else those that find room. */
export function paintNames(canvas: HTMLCanvasElement, v: View, n: Names): void {
  const c = canvasFor(canvas, v)
  if (!c) return
  c.textAlign = 'center'
  c.textBaseline = 'middle'
  c.fillStyle = '#1b2430'
  if (n.font * v.zoom >= readable) {
    if (n.boxes) inBoxes(c, v, n)
    return
  }
  c.font = `600 ${letters}px ${n.family}`
  const list: { what: { text: string; at: Place }; at: Place; w: number }[] = []
  for (const s of n.order) {
    if (n.only.size > 0 && !n.only.has(s.node.ref)) continue
    const at = n.at(s.node.ref)
    const here = { x: at.x * v.zoom + v.x, y: at.y * v.zoom + v.y }
    if (here.x < 0 || here.x > v.w || here.y < 0 || here.y > v.h) continue
    const text = n.text(s)
    list.push({ what: { text, at: here }, at: here, w: widthOf(c, text) })
    if (list.length >= 400) break // a frame has to be ready in time; who comes later has few lines
  }
  const plates = n.plates.map((p) => ({ label: p.label, x: p.at[0] * v.zoom + v.x, y: p.at[1] * v.zoom + v.y, w: widthOf(c, p.label) + 14 }))
  for (const p of plates) {
    c.fillStyle = n.plate
    c.beginPath()
    c.roundRect(p.x - p.w / 2, p.y - letters * 0.8, p.w, letters * 1.6, 5)
    c.fill()
    c.fillStyle = '#4a443a'
    c.fillText(p.label, p.x, p.y)
  }
  c.fillStyle = '#1b2430'
  c.lineJoin = 'round'
  c.lineWidth = 3.5
  c.strokeStyle = 'rgb(255 255 255 / 92%)'
  for (const one of chosenNames(list, v, Math.max(least, Math.round((v.w * v.h) / 17_000)), plates)) {
    c.strokeText(one.text, one.at.x, one.at.y)
    c.fillText(one.text, one.at.x, one.at.y)
  }
}

const widths = new Map<string, number>()
function widthOf(c: CanvasRenderingContext2D, text: string): number {
  let w = widths.get(text)
  if (w === undefined) widths.set(text, (w = c.measureText(text).width))
  return w
}

function inBoxes(c: CanvasRenderingContext2D, v: View, n: Names): void {
  for (const s of n.order) {
    const at = n.at(s.node.ref)
    const [x, y] = [at.x * v.zoom + v.x, at.y * v.zoom + v.y]
    const [w, h] = [(s.node.w * s.size * v.zoom) / 2, (s.node.h * s.size * v.zoom) / 2]
    if (x + w < 0 || x - w > v.w || y + h < 0 || y - h > v.h) continue
    const size = n.font * s.size * v.zoom
    c.font = `${size}px ${n.family}`
    c.globalAlpha = n.only.size > 0 && !n.only.has(s.node.ref) ? 0.25 : 1
    const lines = s.node.lines.length ? s.node.lines : [s.node.label]
    lines.forEach((line, i) => c.fillText(line, x, y + (i - (lines.length - 1) / 2) * 1.12 * size))
  }
  c.globalAlpha = 1
}
