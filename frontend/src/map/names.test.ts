import { expect, test } from 'vitest'
import { chosenNames } from './names.ts'
import { fitted } from './quick.ts'

const at = (what: string, x: number, y: number, w = 60) => ({ what, at: { x, y }, w })

test('names that find room: the first first, none over another, none out of the frame', () => {
  const frame = { w: 300, h: 200 }
  expect(chosenNames([at('hub', 100, 100), at('beside', 120, 104), at('below', 100, 130), at('edge', 10, 50)], frame, 10)).toEqual(['hub', 'below'])
  expect(chosenNames([at('a', 60, 50), at('b', 60, 100), at('c', 60, 150)], frame, 2)).toEqual(['a', 'b'])
  expect(chosenNames([at('under a plate', 100, 100), at('free', 200, 150)], frame, 10, [{ x: 110, y: 98, w: 40 }])).toEqual(['free'])
})

test('a view shows all nodes and boxes with a margin, in their middle', () => {
  const node = (x: number, y: number) => ({ node: { w: 20, h: 10 }, at: [x, y], size: 1 }) as unknown as Parameters<typeof fitted>[0][number]
  const v = fitted([node(0, 0), node(400, 100)], [{ x: 0, y: 150, w: 100, h: 50 }], 500, 300, 24, 0.03, 5)
  expect(v.zoom).toBeCloseTo((500 - 48) / 420)
  expect(v.x + v.zoom * 200).toBeCloseTo(250)
  expect(v.y + v.zoom * 97.5).toBeCloseTo(150)
  expect(fitted([], [], 500, 300, 24, 0.03, 5).zoom).toBe(1)
  expect(fitted([node(0, 0)], [], 5000, 3000, 24, 0.03, 5).zoom).toBe(5)
})
