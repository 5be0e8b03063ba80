/** A record as it travels: its id, its fields by name, and the revision that changed it last. */
export interface Record_ {
  id: string
  _changed?: number
  [field: string]: unknown
}

export interface NetworkLine {
  id: string
  name: string
  revision: number
  at?: string
  invented?: boolean | null
  counts?: Record<string, number>
}

export interface Entry {
  id: string
  name: string
  [field: string]: unknown
}

export interface Network {
  id: string
  name: string
  revision: number
  at?: string
  date?: string
  settings?: Record<string, unknown> | null
  counts?: Record<string, number>
  catalogues?: Record<string, Entry[] | null>
  provider_kinds?: string[] | null
}

export interface SchemaField {
  name: string
  type: FieldType
  codes?: string
  kinds?: string[] | null
  required?: boolean
  public?: boolean
}

export type FieldType =
  | 'text' | 'long_text' | 'code' | 'codes' | 'texts' | 'ref' | 'refs' | 'tri' | 'date' | 'count' | 'number' | 'level' | 'marks' | 'counts' | 'attributes' | 'body'

export interface SchemaKind {
  kind: string
  plural: string
  fields: SchemaField[]
}

export interface Schema {
  kinds: SchemaKind[]
  codes: Record<string, string[]>
}

export interface RecordPage {
  items: Record_[] | null
  total: number
  next?: string
}

export interface Written {
  revision: number
  undo?: number
  record?: Record_
}

export interface ChangeLine {
  revision: number
  at: string
  author?: string
  cause: string
  undoes?: number
  note?: string
  count: number
  keys?: { kind: string; id: string; name?: string }[] | null
  can_undo?: boolean
}

export type PairState = 'together' | 'side_by_side' | 'unclear' | 'same_kind' | 'agreed_side_by_side'

export interface PairRow {
  ref: string
  a: string
  b: string
  a_label?: string
  b_label?: string
  weight?: number
  children?: number
  overlap?: number
  level: number | null
  state: PairState
  derived?: boolean
  cells?: { area: string; phase: string; field?: string }[] | null
  sentence?: string
  evidence?: string[] | null
  agreed_reason?: string
}

export interface Round {
  ref: string
  cell: string
  area: string
  phase: string
  field?: string
  institutions: { id: string; label?: string }[] | null
  together: number
  side_by_side: number
  unclear: number
  same_kind?: number
  agreed_side_by_side?: number
  children?: number
  sentence?: string
  invite?: string[] | null
  body?: { id: string; label: string; members?: number } | null
}

export interface PairAnswer {
  headline: { text: string }
  counts: Record<PairState, number>
  together_rate: number | null
  bounds?: (number | null)[] | null
  together_rate_parts?: { numerator: number; denominator: number } | null
  pairs: PairRow[] | null
  pairs_total?: number
  next?: string
  rounds?: Round[] | null
  same_kind_pairs?: PairRow[] | null
  without_place?: unknown[] | null
  sectors?: Record<string, { together: number; side_by_side: number; unclear: number }> | null
  without_sector?: unknown[] | null
  notes?: string[] | null
}

export interface CardLine {
  field?: string
  label: string
  value: string
}

export interface Neighbour {
  key: string
  label: string
  relation?: string
  relation_label?: string
  level?: number | null
  level_label?: string
}

export interface Card {
  key: string
  kind_label?: string
  active?: boolean
  title: string
  kind: string
  record?: Record_ | null
  lines?: CardLine[] | null
  neighbours?: Neighbour[] | null
  findings?: { ref: string; title?: string; status?: string; text: string }[] | null
  history?: ChangeLine[] | null
  pair?: PairRow | null
}

export interface Hit {
  key: string
  label: string
  kind: string
  context?: string
}

export interface Overview {
  worth?: PairRow[] | null
  rounds?: Round[] | null
  check_total?: number
  sentences?: { key: string; text: string }[] | null
  counts?: Record<string, number>
  ask_first?: { id: string; label: string; unclear: number }[] | null
  check?: { key: string; label: string; checked_on?: string }[] | null
}

export interface FieldFaultRow {
  sheet?: string
  row?: number
  column?: string
  field?: string
  value?: string
  message: string
  nearest?: string
}

export interface Plan {
  id: string
  network?: string
  file?: string
  format?: string
  counts?: Record<string, Record<string, number>> | null
  rows?: { kind: string; id: string; name?: string; state: string; fields?: string[] | null }[] | null
  errors?: FieldFaultRow[] | null
  total_errors?: number
  added_catalogue?: { kind?: string; id?: string; name?: string }[] | string[] | null
  warnings?: (string | { message?: string })[] | null
  missing?: { kind: string; id: string; name?: string }[] | null
  can_confirm?: boolean
  valid_rows?: number
}

export interface ImportDone {
  network: string
  revision: number
  undo?: number
  counts?: Record<string, unknown>
}

/** How a role is drawn (graph/diagram, Style). */
export interface Look {
  form?: 'box' | 'ellipse' | 'double_ellipse' | 'note' | 'stack'
  stroke?: string
  width?: number
  dash?: number[] | null
  fill?: string
  sign?: string
}
