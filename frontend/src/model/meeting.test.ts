import { expect, test } from 'vitest'
import { actOf, lettering, moved, stepped } from './meeting.ts'

const key = (k: string, more: Partial<KeyboardEvent> = {}) => actOf({ key: k, ctrlKey: false, altKey: false, metaKey: false, ...more })

test('keys of a keyboard and of a presenter', () => {
  expect(['ArrowRight', ' ', 'PageDown', 'Enter'].map((k) => key(k))).toEqual(['next', 'next', 'next', 'next'])
  expect(['ArrowLeft', 'PageUp', 'Home', 'End'].map((k) => key(k))).toEqual(['back', 'back', 'first', 'last'])
  expect(['b', 'B', '.', 'd', 'T', 'N', '?', 'Escape', 'F5'].map((k) => key(k))).toEqual(['black', 'black', 'black', 'dark', 'table', 'decide', 'keys', 'leave', 'full'])
  expect(key('d', { ctrlKey: true })).toBeUndefined()
  expect(key('x')).toBeUndefined()
})

test('steps end at the first and the last slide', () => {
  expect(stepped(1, 'back', 5)).toBe(1)
  expect(stepped(4, 'next', 5)).toBe(5)
  expect(stepped(5, 'next', 5)).toBe(5)
  expect(stepped(2, 'last', 5)).toBe(5)
  expect(stepped(9, 'dark', 5)).toBe(5)
  expect(stepped(3, 'first', 0)).toBe(1)
})

test('a slide is moved, the others keep their order', () => {
  const slides = ['a', 'b', 'c', 'd'].map((title) => ({ title }))
  expect(moved(slides, 3, 1).map((s) => s.title)).toEqual(['a', 'd', 'b', 'c'])
  expect(moved(slides, 0, 3).map((s) => s.title)).toEqual(['b', 'c', 'd', 'a'])
  expect(slides.map((s) => s.title)).toEqual(['a', 'b', 'c', 'd'])
})

test('no letters below 20 px, however long the words', () => {
  expect(lettering('Kurz', 'Kurz.')).toEqual({ title: 36, sentence: 24 })
  expect(lettering('x'.repeat(90), 'x'.repeat(400))).toEqual({ title: 27, sentence: 20 })
})
