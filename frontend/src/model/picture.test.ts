import { describe, expect, test } from 'vitest'
import { centre, neighbours, nextInDirection, pathData, type Item } from './sheet.ts'
import { held, maxZoom, moved, shownAt, viewBox, whole, zoomed } from './viewport.ts'

const frame = { x: 100, y: 50, w: 400, h: 200 }

describe('the part of a picture that is seen', () => {
  test('is the whole frame at first', () => {
    expect(viewBox(whole, frame)).toBe('100 50 400 200')
  })
  test('zooms about the pointer: what lies under it stays under it', () => {
    const v = zoomed(whole, 2, 0.25, 0.5)
    expect(viewBox(v, frame)).toBe('150 100 200 100')
    // The point at a quarter of the width was x = 200 and still is.
    expect(150 + 0.25 * 200).toBe(200)
  })
  test('never leaves the frame and never shrinks below it', () => {
    expect(zoomed(whole, 0.1)).toEqual(whole)
    expect(zoomed(whole, 1000).zoom).toBe(maxZoom)
    expect(viewBox(moved(zoomed(whole, 2), 5, 5), frame)).toBe('300 150 200 100')
    expect(held({ zoom: 1, x: 9, y: -9 })).toEqual(whole)
  })
  test('follows the keyboard only when the mark is out of sight', () => {
    const v = zoomed(whole, 4)
    expect(shownAt(v, frame, [300, 150])).toEqual(v)
    expect(shownAt(v, frame, [110, 60]).x).toBeCloseTo(0.125)
  })
})

const mark = (ref: string, x: number, y: number): Item => ({ ref, role: 'institution', ops: [{ shape: 'box', x: x - 5, y: y - 5, w: 10, h: 10 }] })

describe('the items of a drawing', () => {
  test('paths of lines, polygons and curves', () => {
    const points: [number, number][] = [[0, 0], [1, 2], [3, 4], [5, 6]]
    expect(pathData({ shape: 'line', points })).toBe('M0 0L1 2L3 4L5 6')
    expect(pathData({ shape: 'polygon', points })).toBe('M0 0L1 2L3 4L5 6Z')
    expect(pathData({ shape: 'curve', points })).toBe('M0 0C1 2 3 4 5 6')
    expect(pathData({ shape: 'line' })).toBe('')
  })
  test('arrows go to the nearest mark in their direction, rather straight than near', () => {
    const others = [mark('right', 100, 4), mark('near', 30, 60), mark('left', -50, 0), mark('below', 2, 80)].map((m) => ({ ref: m.ref ?? '', at: centre(m) ?? ([0, 0] as [number, number]) }))
    expect(nextInDirection([0, 0], others, 'right')).toBe('right')
    expect(nextInDirection([0, 0], others, 'left')).toBe('left')
    expect(nextInDirection([0, 0], others, 'down')).toBe('below')
    expect(nextInDirection([0, 0], others, 'up')).toBeNull()
  })
  test('a mark knows its partners and the lines to them', () => {
    const near = neighbours([mark('a', 0, 0), mark('b', 9, 9), { ref: 'pair/a~b', role: 'level_2', from: 'a', to: 'b', ops: [] }])
    expect([...(near.get('a') ?? [])]).toEqual(['b', 'pair/a~b'])
    expect([...(near.get('pair/a~b') ?? [])]).toEqual(['a', 'b'])
  })
})
