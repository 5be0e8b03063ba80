import { describe, expect, test } from 'vitest'
import { countSet, everything, readSelection, selectionQuery, toggled } from './filter.ts'

describe('the selection in the address', () => {
  test('is written in one canonical order and read back', () => {
    const s = { ...everything(), date: '2025-06-30', areas: ['S', 'N'], phases: ['1'], min_level: 2, without_coordination: true }
    expect(selectionQuery(s)).toBe('date=2025-06-30&areas=N,S&phases=1&min_level=2&without_coordination=1')
    expect(readSelection(`?${selectionQuery(s)}`)).toEqual({ ...s, areas: ['N', 'S'] })
  })
  test('keeps ids with commas, umlauts and ampersands apart', () => {
    const s = { ...everything(), areas: ['A&B', 'Nord, alt', 'Süd'] }
    expect(readSelection(selectionQuery(s)).areas).toEqual(['A&B', 'Nord, alt', 'Süd'])
  })
  test('reads an address that a browser has escaped', () => {
    expect(readSelection('?areas=N%2CS').areas).toEqual(['N,S'])
    expect(readSelection('?areas=N,S&areas=S').areas).toEqual(['N', 'S'])
  })
  test('leaves out what it does not understand', () => {
    expect(readSelection('?date=gestern&min_level=9&areas=%E0%A4%A&foo=1')).toEqual(everything())
  })
  test('counts what narrows the view', () => {
    expect(countSet(everything())).toBe(0)
    expect(countSet({ ...everything(), areas: ['N', 'S'], date: '2025-01-01' })).toBe(2)
  })
  test('toggles twice to the same', () => {
    const once = toggled(everything(), 'areas', 'N')
    expect(once.areas).toEqual(['N'])
    expect(toggled(once, 'areas', 'N')).toEqual(everything())
  })
})
