import type { Cell } from './sort.ts'

/** A column of a table: what it is called, what it holds and how that is shown. */
export interface Column<Row> {
  id: string
  label: string
  value: (row: Row) => Cell
  show?: (row: Row) => string
  numeric?: boolean
}

/** What a table needs to be worked in. Rows go by their key. */
export interface Editable<Row> {
  selected: ReadonlySet<string>
  select: (keys: ReadonlySet<string>) => void
  open: (row: Row) => void
  /** Key of the row whose card is open. */
  current?: string
  paste: (text: string) => void
}

export function shown<Row>(c: Column<Row>, row: Row): string {
  if (c.show) return c.show(row)
  const v = c.value(row)
  return v === null || v === undefined ? '' : String(v)
}

/** csv is a table as a German spreadsheet opens it: semicolons, a byte order mark, formulas defused. */
export function csv<Row>(columns: Column<Row>[], rows: Row[]): string {
  const line = (cells: string[]) => cells.map(quote).join(';')
  return '\ufeff' + [line(columns.map((c) => c.label)), ...rows.map((r) => line(columns.map((c) => shown(c, r))))].join('\r\n') + '\r\n'
}

/** cells is a table for the clipboard: tabs between columns, so that a spreadsheet takes cells. */
export function cells<Row>(columns: Column<Row>[], rows: Row[]): string {
  const line = (row: string[]) => row.map((c) => c.replace(/[\t\r\n]+/g, ' ')).join('\t')
  return [line(columns.map((c) => c.label)), ...rows.map((r) => line(columns.map((c) => shown(c, r))))].join('\n')
}

function quote(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) && !/^-?[\d.,]+$/.test(cell) ? `'${cell}` : cell
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
