import type { Rect } from './sheet.ts'

/** What part of a frame is seen: zoom 1 shows all; x and y are the seen part's centre as shares of the frame. */
export interface Viewport {
  zoom: number
  x: number
  y: number
}

export const whole: Viewport = { zoom: 1, x: 0.5, y: 0.5 }
export const maxZoom = 10

/** held keeps the seen part inside the frame. */
export function held(v: Viewport): Viewport {
  const zoom = Math.min(maxZoom, Math.max(1, v.zoom))
  const half = 0.5 / zoom
  const inside = (c: number) => Math.min(1 - half, Math.max(half, c))
  return { zoom, x: inside(v.x), y: inside(v.y) }
}

/** zoomed changes the zoom so that the point (px, py), shares of what is seen now, stays where it is. */
export function zoomed(v: Viewport, factor: number, px = 0.5, py = 0.5): Viewport {
  const zoom = Math.min(maxZoom, Math.max(1, v.zoom * factor))
  const fx = v.x + (px - 0.5) / v.zoom
  const fy = v.y + (py - 0.5) / v.zoom
  return held({ zoom, x: fx - (px - 0.5) / zoom, y: fy - (py - 0.5) / zoom })
}

/** moved shifts by shares of what is seen now. */
export function moved(v: Viewport, dx: number, dy: number): Viewport {
  return held({ zoom: v.zoom, x: v.x + dx / v.zoom, y: v.y + dy / v.zoom })
}

/** viewBox is the seen part in points. */
export function viewBox(v: Viewport, frame: Rect): string {
  const w = frame.w / v.zoom
  const h = frame.h / v.zoom
  return [frame.x + v.x * frame.w - w / 2, frame.y + v.y * frame.h - h / 2, w, h].map((n) => Math.round(n * 100) / 100).join(' ')
}

/** shownAt moves so that a point of the frame is seen, without changing the zoom when it already is. */
export function shownAt(v: Viewport, frame: Rect, at: [number, number]): Viewport {
  const x = (at[0] - frame.x) / frame.w
  const y = (at[1] - frame.y) / frame.h
  const half = 0.45 / v.zoom
  if (Math.abs(x - v.x) <= half && Math.abs(y - v.y) <= half) return v
  return held({ zoom: v.zoom, x, y })
}
