import type { Record_, SchemaField, SchemaKind } from '../api/types.ts'
import { isDay, readDay } from './form.ts'
import { parseNumber } from './records.ts'
import { fold } from './sort.ts'

/** What rows from a spreadsheet, or one value for many rows, would do to the records of a table. */
export interface PlanRow {
  key: string // of the line in the preview
  id: string // '' = new
  title: string
  state: 'new' | 'changed' | 'same' | 'error'
  changes: { field: SchemaField; before: unknown; after: unknown }[]
  faults: { field: string; value: string; why: 'ref' | 'code' | 'number' | 'date' | 'tri' | 'level' | 'required' | 'ambiguous' | 'type' }[]
  record: Record<string, unknown>
}

/** How the words of a table lead back to what is stored. */
export interface Dictionary {
  /** The field that a heading names: the form's label, the workbook's, or its own name. */
  field: (heading: string) => SchemaField | 'id' | undefined
  /** Ids of records of one of these kinds by name, short name or id. */
  refs: (kinds: string[], text: string) => string[]
  /** The code of a list by its word. */
  code: (list: string, text: string) => string | undefined
  /** The level of "Stufe 2: abstimmen", "2" or "abstimmen"; null for unknown. */
  level: (text: string) => number | null | undefined
  yes: string[]
  no: string[]
  /** What a record is called in a list. */
  title: (r: Record_) => string
}

/** cellsOf reads what a spreadsheet puts on the clipboard: tabs between cells, quotes around cells with line ends. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const s = text.replace(/\r\n?/g, '\n')
  for (let i = 0; i < s.length; i++) {
    const c = s[i]
    if (quoted) {
      if (c === '"' && s[i + 1] === '"') { cell += '"'; i++ }
      else if (c === '"') quoted = false
      else cell += c
    } else if (c === '"' && cell === '') quoted = true
    else if (c === '\t' || c === '\n') {
      rows.at(-1)?.push(cell.trim())
      cell = ''
      if (c === '\n') rows.push([])
    } else cell += c
  }
  rows.at(-1)?.push(cell.trim())
  return rows.filter((r) => r.some((x) => x !== ''))
}

/** planPaste says what pasted rows would do. Without a line of headings the cells stand in the order of the table's columns. */
export function planPaste(kind: SchemaKind, shown: SchemaField[], records: Record_[], text: string, d: Dictionary): PlanRow[] {
  const rows = cellsOf(text)
  const first = rows[0] ?? []
  const named = first.map(d.field)
  const headed = named.filter(Boolean).length >= Math.max(1, Math.ceil(first.filter((x) => x !== '').length / 2))
  const columns = headed ? named : shown
  return (headed ? rows.slice(1) : rows).map((cells, n) => planLine(kind, columns, records, cells, n, d))
}

function planLine(kind: SchemaKind, columns: (SchemaField | 'id' | undefined)[], records: Record_[], cells: string[], n: number, d: Dictionary): PlanRow {
  const given: Record<string, unknown> = {}
  const faults: PlanRow['faults'] = []
  let id = ''
  columns.forEach((f, i) => {
    const text = cells[i] ?? ''
    if (!f || text === '') return // an empty cell says nothing; it takes nothing away
    if (f === 'id') id = text
    else {
      const v = readCell(f, text, d)
      if ('fault' in v) faults.push({ field: f.name, value: text, why: v.fault })
      else given[f.name] = v.value
    }
  })
  const found = id ? records.filter((r) => r.id === id) : sameAs(kind, records, given)
  if (found.length > 1) faults.push({ field: naming(kind)[0] ?? 'id', value: String(given[naming(kind)[0] ?? ''] ?? ''), why: 'ambiguous' })
  return planRow(kind, found.length === 1 ? found[0] : undefined, id, given, faults, `${n}`, d)
}

/** planRow compares what is given with the record that is there, or makes a new one. */
export function planRow(kind: SchemaKind, now: Record_ | undefined, id: string, given: Record<string, unknown>, faults: PlanRow['faults'], key: string, d: Pick<Dictionary, 'title'>): PlanRow {
  const { id: own, _changed, ...rest } = now ?? { id: '' }
  void _changed
  const record: Record<string, unknown> = { ...rest }
  const changes: PlanRow['changes'] = []
  for (const f of kind.fields) {
    if (!(f.name in given)) continue
    const before = now?.[f.name]
    const after = given[f.name]
    if (after === undefined || after === null) {
      if (f.type === 'level') record[f.name] = null
      else delete record[f.name]
    } else record[f.name] = after
    if (JSON.stringify(before ?? null) !== JSON.stringify(after ?? null)) changes.push({ field: f, before, after })
  }
  if (kind.kind === 'cooperation' && String(record.to) < String(record.from)) [record.from, record.to] = [record.to, record.from]
  if (kind.fields.some((f) => f.type === 'level' && f.name === 'level') && !('level' in record)) record.level = kind.kind === 'transition' ? -2 : null
  const all = [...faults]
  for (const f of kind.fields) if (f.required && f.type !== 'level' && record[f.name] === undefined && !all.some((x) => x.field === f.name)) all.push({ field: f.name, value: '', why: 'required' })
  const state = all.length > 0 ? 'error' : !now ? 'new' : changes.length > 0 ? 'changed' : 'same'
  return { key: own || id || key, id: own, title: d.title({ ...record, id: own || id }), state, changes, faults: all, record: !now && id ? { id, ...record } : record }
}

// What tells two records of a kind apart where no id is given.
function naming(kind: SchemaKind): string[] {
  const has = (n: string) => kind.fields.some((f) => f.name === n)
  const edges: Record<string, string[]> = {
    cooperation: ['from', 'to'], handover: ['transition', 'from', 'to'], membership: ['body', 'member'], funding: ['target', 'funder', 'programme'],
    target: ['area', 'phase', 'field'], indicator: ['area', 'name', 'year'],
  }
  return edges[kind.kind] ?? (has('name') ? ['name'] : has('title') ? ['title'] : has('says') ? ['says'] : [])
}

function sameAs(kind: SchemaKind, records: Record_[], given: Record<string, unknown>): Record_[] {
  const keys = naming(kind)
  if (keys.length === 0 || given[keys[0] ?? ''] === undefined) return []
  const text = (v: unknown) => fold(String(v ?? '')).trim()
  const match = (r: Record_, g: Record<string, unknown>) => keys.every((k) => text(r[k]) === text(g[k]))
  const turned = kind.kind === 'cooperation' ? { ...given, from: given.to, to: given.from } : given
  return records.filter((r) => match(r, given) || match(r, turned))
}

function readCell(f: SchemaField, text: string, d: Dictionary): { value: unknown } | { fault: PlanRow['faults'][number]['why'] } {
  const list = text.split(/\s*[;|]\s*|,\s+/).filter(Boolean)
  switch (f.type) {
    case 'code': {
      const c = d.code(f.codes ?? '', text)
      return c === undefined ? { fault: 'code' } : { value: c }
    }
    case 'codes': {
      const codes = list.map((x) => d.code(f.codes ?? '', x))
      return codes.includes(undefined) ? { fault: 'code' } : { value: codes }
    }
    case 'ref': {
      const ids = d.refs(f.kinds ?? [], text)
      return ids.length === 1 ? { value: ids[0] } : { fault: ids.length > 1 ? 'ambiguous' : 'ref' }
    }
    case 'refs': {
      const whole = d.refs(f.kinds ?? [], text) // a name may hold a comma
      if (whole.length === 1) return { value: whole }
      const ids = list.map((x) => d.refs(f.kinds ?? [], x))
      if (ids.some((x) => x.length === 0)) return { fault: 'ref' }
      return ids.some((x) => x.length > 1) ? { fault: 'ambiguous' } : { value: ids.map((x) => x[0]) }
    }
    case 'texts':
      return { value: list }
    case 'tri':
      return d.yes.includes(fold(text)) ? { value: true } : d.no.includes(fold(text)) ? { value: false } : { fault: 'tri' }
    case 'date': {
      const day = readDay(text)
      return isDay(day) ? { value: day } : { fault: 'date' }
    }
    case 'count':
    case 'number': {
      const n = parseNumber(text)
      return !Number.isFinite(n) || (f.type === 'count' && (!Number.isInteger(n) || n < 0)) ? { fault: 'number' } : { value: n }
    }
    case 'level': {
      const l = d.level(text)
      return l === undefined ? { fault: 'level' } : { value: l }
    }
    case 'text':
    case 'long_text':
      return { value: text }
    default:
      return { fault: 'type' } // numbers by area and checklists are edited in the form
  }
}
