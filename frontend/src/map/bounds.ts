import type { DrawOp } from '../model/sheet.ts'

export interface Bounds {
  x: number
  y: number
  w: number
  h: number
}

/** boundsOf is the box around operations; the width of letters is taken as half their size, which is enough for a margin. */
export function boundsOf(ops: DrawOp[]): Bounds | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const take = (x0: number, y0: number, x1: number, y1: number) => {
    left = Math.min(left, x0)
    top = Math.min(top, y0)
    right = Math.max(right, x1)
    bottom = Math.max(bottom, y1)
  }
  for (const op of ops) {
    const [x, y, w, h] = [op.x ?? 0, op.y ?? 0, op.w ?? 0, op.h ?? 0]
    if (op.shape === 'box') take(x, y, x + w, y + h)
    else if (op.shape === 'ellipse') take(x - w, y - h, x + w, y + h)
    else if (op.shape === 'text') {
      const size = op.size ?? 10
      const width = (op.text ?? '').length * size * 0.5
      const start = op.align === 'end' ? x - width : op.align === 'middle' ? x - width / 2 : x
      take(start, y - size, start + width, y + size * 0.3)
    } else for (const p of op.points ?? []) take(p[0], p[1], p[0], p[1])
  }
  return left === Infinity ? null : { x: left, y: top, w: right - left, h: bottom - top }
}
