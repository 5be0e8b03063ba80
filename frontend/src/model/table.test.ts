import { describe, expect, test } from 'vitest'
import { compareCells, fold, holds } from './sort.ts'
import { cells, csv, type Column } from './table.ts'

describe('sorting and search', () => {
  test('as in a German dictionary, numbers by value, unknown last both ways', () => {
    const sorted = (falling: boolean) => ['Zoo', 'Kita 10', null, 'Äpfel', 'Kita 2', 'Apfel'].sort((a, b) => compareCells(a, b, falling))
    expect(sorted(false)).toEqual(['Apfel', 'Äpfel', 'Kita 2', 'Kita 10', 'Zoo', null])
    expect(sorted(true).at(-1)).toBeNull()
  })
  test('folds umlauts as people type them', () => {
    expect(fold('Größe Ä')).toBe('grosse a')
    for (const q of ['frühe', 'fruehe', 'fruhe', 'HILFEN früh']) expect(holds('Frühe Hilfen Musterstadt', q), q).toBe(true)
    expect(holds('Frühe Hilfen', 'frühe kita')).toBe(false)
  })
})

describe('tables for a spreadsheet', () => {
  interface Row { name: string; n: number | null }
  const columns: Column<Row>[] = [
    { id: 'name', label: 'Name', value: (r) => r.name },
    { id: 'n', label: 'Zahl; gesamt', value: (r) => r.n, show: (r) => (r.n === null ? '' : String(r.n).replace('.', ',')) },
  ]
  const rows: Row[] = [{ name: '=1+1', n: 0.5 }, { name: 'Kita "Nord"', n: null }, { name: 'x', n: -3 }]
  test('semicolons, a mark of the encoding, formulas defused, negative numbers left alone', () => {
    expect(csv(columns, rows)).toBe('\ufeffName;"Zahl; gesamt"\r\n\'=1+1;0,5\r\n"Kita ""Nord""";\r\nx;-3\r\n')
  })
  test('the clipboard takes tabs', () => {
    expect(cells(columns, [{ name: 'a\tb', n: 1 }])).toBe('Name\tZahl; gesamt\na b\t1')
  })
})
