import type { components } from './schema.d.ts'

// Every shape comes from the served contract (schema.d.ts is generated from it); only what the contract leaves open, since
// JSON cannot say it, is narrowed here.
type Shapes = components['schemas']

/** A record as it travels: its id, its fields by name, and the revision that changed it last. */
export interface Record_ {
  id: string
  _changed?: number
  [field: string]: unknown
}

/** An entry of a catalogue. */
export interface Entry extends Record_ {
  name: string
}

export type NetworkLine = Shapes['NetworkSummary']

export type Network = Omit<Shapes['NetworkView'], 'catalogues' | 'settings'> & {
  catalogues: Record<string, Entry[]>
  settings: Record<string, unknown>
}

export type FieldType = Shapes['FieldView']['type']
export type SchemaField = Omit<Shapes['FieldView'], 'required' | 'public'> & { required?: boolean; public?: boolean }
export type SchemaKind = Omit<Shapes['KindView'], 'fields'> & { fields: SchemaField[] }
export interface Schema {
  kinds: SchemaKind[]
  codes: Record<string, string[]>
}

export type RecordPage = Omit<Shapes['RecordList'], 'items'> & { items: Record_[] }
export type Written = Shapes['Written']
/** A level that was set, and what the two count as where that is another one. */
export type LevelWritten = Written & { stays?: Omit<Shapes['Stays'], 'level'> & { level: number | null } }

/** The keys that a change touched carry more in the network's history than in that of one record. */
export type ChangeLine = Shapes['ChangeView']
export type PairState = 'together' | 'side_by_side' | 'unclear' | 'same_kind' | 'agreed_side_by_side'
export type PairRow = Omit<Shapes['Pair'], 'state' | 'level'> & { state: PairState; level: number | null }
export type Round = Shapes['Round']

export type PairAnswer = Omit<Shapes['FindingsSideBySideView'], 'pairs' | 'same_kind_pairs' | 'sectors'> & {
  pairs: PairRow[]
  same_kind_pairs: PairRow[]
  sectors?: Record<string, Shapes['FindingsCounts']>
}

export type Neighbour = Shapes['Neighbour']
export type Card = Omit<Shapes['CardView'], 'record' | 'pair' | 'cooperation'> & { record?: Record_; pair?: PairRow; cooperation?: Record_ }
export type Hit = Shapes['Hit']
export type ExactJob = Shapes['ExactView']
export type Overview = Omit<Shapes['OverviewView'], 'worth'> & { worth: PairRow[] }
export type FieldFaultRow = Shapes['ProblemField']
export type Plan = Omit<Shapes['PlanView'], 'counts'> & { counts: Record<string, Shapes['PlanCounts']> }
export type Proposal = Shapes['ProposalView']
/** Which borders of a file belong to which planning area. */
export type BordersView = Shapes['AreasView']
export type AreaChoices = Shapes['ExchangeAreaChoices']
export type AreaTable = Shapes['DiagramAreaTable']
export type AreaRow = Shapes['DiagramAreaRow']
export type Choices = Proposal['choices']
export type ImportDone = Shapes['Confirmed']
export type ImportLine = Shapes['ImportLine']
export type ImportProgress = Omit<Shapes['ImportProgress'], 'plan'> & { plan?: Plan }

/** How a role is drawn (graph/diagram, Style). */
export type Look = Shapes['DiagramLook']

/** A finding as a table (findings.Page). */
export type TablePage = Shapes['FindingsPage']
export type Clarify = Shapes['FindingsClarifyView']
export type QuestionSheet = Shapes['FindingsSheetView']
export type Measures = Shapes['MeasuresView']
export type Measure = Shapes['MeasureRow']

/** The help, in chapters; blocks are shown by pages/HelpPage. */
export type Chapter = Shapes['Chapter']
export type Block = Shapes['Block']
export type Span = Shapes['Span']
