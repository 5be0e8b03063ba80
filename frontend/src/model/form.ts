import type { Record_, SchemaField, SchemaKind } from '../api/types.ts'
import { valueOf, type Draft } from './records.ts'

/** A part of a form: its heading (editing.section.…), its fields, and whether it stays folded until someone wants it. */
export interface Section {
  key: string
  fields: string[]
  folded?: boolean
}

const dates = { key: 'time', folded: true }
const checked = { key: 'checked', fields: ['checked_on', 'checked_by', 'released_on'], folded: true }

// What belongs together stands together, in the order in which people tell it. A field that no section names comes last.
const sections: Record<string, Section[]> = {
  institution: [
    { key: 'who', fields: ['name', 'short_name', 'kinds', 'regular'] },
    { key: 'belongs', fields: ['areas', 'provider', 'provider_kind', 'sector', 'part_of'] },
    { key: 'contact', fields: ['street', 'postal_code', 'city', 'website', 'natural_person', 'lat', 'lon'], folded: true },
    { ...dates, fields: ['active_from', 'active_until'] },
    checked,
    { key: 'notes', fields: ['notes', 'attributes'], folded: true },
  ],
  actor: [
    { key: 'who', fields: ['name', 'kind', 'function', 'institution', 'coordinates'] },
    { key: 'does', fields: ['responsible', 'topics'] },
    { key: 'meets', fields: ['meetings_per_year', 'hours_per_meeting', 'participation'], folded: true },
    { ...dates, fields: ['institution_since', 'institution_until', 'active_from', 'active_until'] },
    checked,
  ],
  offer: [
    { key: 'what', fields: ['name', 'kind', 'institutions', 'description'] },
    { key: 'forWhom', fields: ['phases', 'fields', 'areas', 'everywhere', 'groups'] },
    { key: 'access', fields: ['access', 'free', 'barrier_free', 'hurdles', 'languages', 'helps_to_apply'] },
    { key: 'size', fields: ['capacity', 'reached', 'participation', 'prevention_level', 'legal_basis'], folded: true },
    { key: 'time', fields: ['status', 'valid_from', 'valid_until'] },
    checked,
  ],
  cooperation: [
    { key: 'ends', fields: ['from', 'to', 'level'] },
    { key: 'how', fields: ['basis', 'topics', 'carried_by', 'agreed_side_by_side'] },
    { key: 'evidence', fields: ['source', 'said_by', 'as_of', 'confirmed'] },
    { ...dates, fields: ['since', 'until'] },
  ],
  handover: [
    { key: 'ends', fields: ['transition', 'from', 'to'] },
    { key: 'way', fields: ['items', 'children', 'contacts', 'as_of'] },
  ],
  membership: [{ key: 'ends', fields: ['body', 'member'] }, { key: 'time', fields: ['since', 'until'] }],
  funding: [
    { key: 'money', fields: ['target', 'funder', 'programme', 'share'] },
    { key: 'time', fields: ['from', 'until', 'renewal'] },
  ],
  area: [{ key: 'what', fields: ['name', 'parent'] }, { key: 'children', fields: ['children'] }],
  phase: [{ key: 'what', fields: ['name', 'age_from', 'age_to', 'order'] }],
  indicator: [{ key: 'what', fields: ['area', 'name', 'year', 'value', 'source'] }],
  institution_kind: [{ key: 'what', fields: ['name'] }, { key: 'defaults', fields: ['phases', 'fields'] }],
  provider: [{ key: 'what', fields: ['name', 'kind', 'association'] }],
  transition: [
    { key: 'what', fields: ['name', 'from_phase', 'to_phase', 'senders', 'receivers'] },
    { key: 'judged', fields: ['rule', 'scope', 'level'] },
    { key: 'checklist', fields: ['items'] },
    { key: 'childrenPerArea', fields: ['children'] },
  ],
  target: [{ key: 'required', fields: ['required', 'area', 'phase', 'field'] }],
  measure: [
    { key: 'agreed', fields: ['title', 'responsible', 'due', 'state'] },
    { key: 'why', fields: ['occasion', 'description'] },
  ],
  feedback: [
    { key: 'heard', fields: ['says', 'from', 'asked', 'date', 'source'] },
    { key: 'about', fields: ['occasion'] },
  ],
  goal: [
    { key: 'what', fields: ['title', 'indicator', 'scope'] },
    { key: 'values', fields: ['start_value', 'target_value', 'due'] },
  ],
  settings: [
    { key: 'what', fields: ['name', 'as_of', 'invented'] },
    { key: 'judged', fields: ['together', 'carrying', 'unlisted', 'small_numbers'] },
    { key: 'other', fields: ['governance', 'template', 'time_zone', 'attributes'], folded: true },
  ],
}

/** sectionsOf is the form of a kind. A kind that nobody described gets what is required first and the rest below. */
export function sectionsOf(kind: SchemaKind): { key: string; fields: SchemaField[]; folded: boolean }[] {
  const fields = kind.fields.filter((f) => f.type !== 'body')
  const wanted = sections[kind.kind] ?? [{ key: 'what', fields: fields.filter((f) => f.type !== 'attributes').map((f) => f.name) }]
  const out = wanted.map((s) => ({
    key: s.key, folded: s.folded ?? false,
    fields: s.fields.map((n) => fields.find((f) => f.name === n)).filter((f): f is SchemaField => Boolean(f)),
  }))
  const named = new Set(out.flatMap((s) => s.fields.map((f) => f.name)))
  const rest = fields.filter((f) => !named.has(f.name))
  if (rest.length > 0) out.push({ key: 'other', fields: rest, folded: rest.every((f) => !f.required) })
  return out.filter((s) => s.fields.length > 0)
}

/** What an empty field means, as the end of editing.empty.…: an open end is no missing answer, and nor is "everyone". */
export function emptyMeans(kind: string, f: SchemaField): string {
  if (f.required) return 'required'
  if (['until', 'valid_until', 'active_until', 'institution_until', 'since', 'from', 'valid_from', 'active_from', 'institution_since'].includes(f.name) && f.type === 'date') return 'open'
  if (kind === 'target' && f.type === 'ref') return 'every'
  if (f.name === 'groups') return 'everyone'
  if (f.name === 'share') return 'equal'
  if (['parent', 'part_of', 'from_phase', 'to_phase'].includes(f.name)) return 'top'
  if (['short_name', 'notes', 'description', 'agreed_side_by_side', 'carried_by', 'occasion', 'released_on'].includes(f.name) || ['attributes', 'texts'].includes(f.type)) return 'none'
  return 'unknown'
}

/** The levels that a field of a kind can hold, in order: null is unknown, -2 the network's own. */
export function levelsOf(kind: string, field: string): (number | null)[] {
  if (kind === 'settings') return field === 'unlisted' ? [null, 0] : [1, 2, 3, 4]
  if (kind === 'transition') return [-2, 1, 2, 3, 4]
  return [null, 0, 1, 2, 3, 4]
}

/** What is wrong with a draft: the end of a key (editing.fault.…) with its arguments; the service checks again. */
export interface Fault {
  key: 'required' | 'number' | 'whole' | 'negative' | 'date' | 'before' | 'range' | 'year' | 'self' | 'phases'
  args?: (string | number)[]
}

/** faultsOf checks what can be said without the service, field by field. */
export function faultsOf(kind: SchemaKind, drafts: Record<string, Draft>): Record<string, Fault> {
  const out: Record<string, Fault> = {}
  for (const f of kind.fields) {
    const fault = f.type === 'body' ? undefined : faultOf(kind.kind, f, drafts[f.name] ?? null)
    if (fault) out[f.name] = fault
  }
  const day = (name: string) => (typeof drafts[name] === 'string' && isDay(drafts[name]) ? drafts[name] : '')
  for (const [from, until] of [['since', 'until'], ['from', 'until'], ['valid_from', 'valid_until'], ['active_from', 'active_until'], ['institution_since', 'institution_until']] as const) {
    const [a, b] = [day(from), day(until)]
    if (a && b && b < a && !out[until]) out[until] = { key: 'before' }
  }
  const [from, to] = [drafts.from, drafts.to]
  if (['cooperation', 'handover'].includes(kind.kind) && from && from === to && !out.to) out.to = { key: 'self' }
  if (kind.kind === 'transition' && Boolean(drafts.from_phase) !== Boolean(drafts.to_phase)) out[drafts.from_phase ? 'to_phase' : 'from_phase'] = { key: 'phases' }
  return out
}

const ranges: Record<string, [number, number]> = { lat: [-90, 90], lon: [-180, 180], share: [0, 1], carrying: [0.001, 1] }

function faultOf(kind: string, f: SchemaField, d: Draft): Fault | undefined {
  const v = valueOf(f, d)
  if (v === undefined || v === '') return f.required && f.type !== 'level' ? { key: 'required' } : undefined
  if (f.type === 'date' && !isDay(String(v))) return { key: 'date' }
  const numbers = f.type === 'counts' ? Object.values(v as Record<string, number>) : typeof v === 'number' ? [v] : []
  if (numbers.some((n) => !Number.isFinite(n))) return { key: 'number' }
  if ((f.type === 'count' || f.type === 'counts') && numbers.some((n) => !Number.isInteger(n))) return { key: 'whole' }
  if ((f.type === 'count' || f.type === 'counts') && numbers.some((n) => n < 0)) return { key: 'negative' }
  const range = ranges[f.name]
  if (range && f.type === 'number' && numbers.some((n) => n < range[0] || n > range[1])) return { key: 'range', args: range }
  if (kind === 'indicator' && f.name === 'year' && numbers.some((n) => n < 1900 || n > 2200)) return { key: 'year' }
  return undefined
}

/** isDay tells an existing day in the form YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!m) return false
  const d = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(d.getTime()) && d.getUTCDate() === Number(m[3]) && Number(m[1]) >= 1000
}

/** readDay reads what people type for a day ("1.7.25", "01.07.2025", "2025-07-01"); what is no day stays as typed. */
export function readDay(text: string): string {
  const s = text.trim()
  const m = /^(\d{1,2})[.\/-]\s*(\d{1,2})[.\/-]\s*(\d{4}|\d{2})$/.exec(s)
  if (!m) return s
  const year = (m[3] ?? '').length === 2 ? `20${m[3]}` : (m[3] ?? '')
  const day = `${year}-${(m[2] ?? '').padStart(2, '0')}-${(m[1] ?? '').padStart(2, '0')}`
  return isDay(day) ? day : s
}

/** One field of a conflict: what it was when the form opened, what it is now, and what the form holds. */
export interface Clash {
  field: SchemaField
  theirs: unknown
  mine: unknown
  /** Only the others changed it: their value can be taken over without losing anything. */
  onlyTheirs: boolean
}

const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
function sorted(v: unknown): unknown {
  if (v === undefined) return null
  if (v && typeof v === 'object' && !Array.isArray(v)) return Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
  return v
}

/** clashesOf compares three versions of a record: a field that the others left as it was is no clash. */
export function clashesOf(kind: SchemaKind, base: Record_ | undefined, theirs: Record_, mine: Record<string, unknown>): Clash[] {
  return kind.fields
    .filter((f) => f.type !== 'body' && !same(base?.[f.name], theirs[f.name]) && !same(theirs[f.name], mine[f.name]))
    .map((f) => ({ field: f, theirs: theirs[f.name], mine: mine[f.name], onlyTheirs: same(base?.[f.name], mine[f.name]) }))
}
