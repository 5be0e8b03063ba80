import type { Lang } from '../model/words.ts'
import { ask, askFile, askTagged, base } from './client.ts'
import type {
  Card, ChangeLine, Chapter, Choices, Clarify, Hit, ImportDone, ImportLine, ImportProgress, Look, LevelWritten, Measures, Network, NetworkLine, Overview, PairAnswer, Plan, QuestionSheet, RecordPage, Record_, Schema, TablePage,
  Written,
} from './types.ts'
import type { Explorer } from '../model/explorer.ts'
import type { Sheet } from '../model/sheet.ts'
import type { AreaChoices, AreaTable, ExactJob } from './types.ts'

// One function per operation of the service. Every answer is in the language given, every selection a ready query.

const e = encodeURIComponent
const join = (...parts: (string | undefined | false)[]) => parts.filter(Boolean).join('&')

export const getNetworks = (lang: Lang, signal?: AbortSignal) =>
  ask<{ networks: NetworkLine[] | null }>('get', '/networks', { query: `lang=${lang}`, signal }).then((a) => a.networks ?? [])

export const createNetwork = (body: { id?: string; name?: string; template?: string; demo?: boolean }, lang: Lang) =>
  ask<{ id: string; revision: number }>('post', '/networks', { body, query: `lang=${lang}` })

export const getNetwork = (n: string, lang: Lang, signal?: AbortSignal) =>
  ask<Network>('get', `/networks/${e(n)}`, { query: `lang=${lang}`, signal })

export const deleteNetwork = (n: string, lang: Lang) => ask<unknown>('delete', `/networks/${e(n)}`, { query: `lang=${lang}` })

export const getSchema = (signal?: AbortSignal) => ask<Schema>('get', '/schema', { signal })

export interface ListAsk {
  q?: string
  limit?: number
  cursor?: string
}

export const getRecords = (n: string, plural: string, a: ListAsk, lang: Lang, signal?: AbortSignal) =>
  ask<RecordPage>('get', `/networks/${e(n)}/${plural}`, {
    query: join(a.q && `q=${e(a.q)}`, a.limit !== undefined && `limit=${a.limit}`, a.cursor && `cursor=${e(a.cursor)}`, `lang=${lang}`),
    signal,
  })

/** getAllRecords walks the pages of a list; a commune has at most a few thousand of anything. */
export async function getAllRecords(n: string, plural: string, lang: Lang, signal?: AbortSignal): Promise<Record_[]> {
  const out: Record_[] = []
  let cursor: string | undefined
  do {
    const page = await getRecords(n, plural, { limit: 1000, cursor }, lang, signal)
    out.push(...(page.items ?? []))
    cursor = page.next || undefined
  } while (cursor)
  return out
}

export const getRecord = (n: string, plural: string, id: string, lang: Lang, signal?: AbortSignal) =>
  askTagged<Record_>('get', `/networks/${e(n)}/${plural}/${e(id)}`, { query: `lang=${lang}`, signal })

export const createRecord = (n: string, plural: string, record: Record<string, unknown>, lang: Lang) =>
  ask<Written>('post', `/networks/${e(n)}/${plural}`, { body: record, query: `lang=${lang}` })

export const putRecord = (n: string, plural: string, id: string, record: Record<string, unknown>, match: string, lang: Lang) =>
  ask<Written>('put', `/networks/${e(n)}/${plural}/${e(id)}`, { body: record, headers: { 'If-Match': match }, query: `lang=${lang}` })

export const deleteRecord = (n: string, plural: string, id: string, match: string, lang: Lang) =>
  ask<Written>('delete', `/networks/${e(n)}/${plural}/${e(id)}`, { headers: { 'If-Match': match }, query: `with=true&lang=${lang}` })

export interface LevelChange {
  a: string
  b: string
  level: number | null
  agreed_side_by_side?: string | null
  source?: string
}

export const setLevel = (n: string, body: LevelChange, lang: Lang) =>
  ask<LevelWritten>('post', `/networks/${e(n)}/levels`, { body, query: `lang=${lang}` })

export const getHistory = (n: string, before: number, lang: Lang, signal?: AbortSignal) =>
  ask<{ changes: ChangeLine[] | null }>('get', `/networks/${e(n)}/history`, {
    query: join('limit=50', before > 0 && `before=${before}`, `lang=${lang}`), signal,
  }).then((a) => a.changes ?? [])

export const undo = (n: string, revision: number) => ask<Written>('post', `/networks/${e(n)}/undo`, { body: { revision } })

export const getStructure = (n: string, selection: string, measures: string, level: number, lang: Lang, signal?: AbortSignal, exact = false) =>
  ask<Record<string, unknown>>('get', `/networks/${e(n)}/structure`, {
    query: join(selection, measures && `measures=${e(measures)}`, `level=${level}`, exact && 'exact=true', `lang=${lang}`), signal,
  })

/** startExact begins to compute exactly what getStructure estimates, or joins who did; exactState and cancelExact go with its id. */
export const startExact = (n: string, selection: string, measures: string, level: number, lang: Lang) =>
  ask<ExactJob>('post', `/networks/${e(n)}/structure/exact`, { query: join(selection, measures && `measures=${e(measures)}`, `level=${level}`, `lang=${lang}`) })

export const exactState = (n: string, id: string, lang: Lang, signal?: AbortSignal) =>
  ask<ExactJob>('get', `/networks/${e(n)}/structure/exact/${e(id)}`, { query: `lang=${lang}`, signal })

export const cancelExact = (n: string, id: string, lang: Lang) => ask<unknown>('delete', `/networks/${e(n)}/structure/exact/${e(id)}`, { query: `lang=${lang}` })

export const getFindings = (n: string, question: string, selection: string, options: string, lang: Lang, signal?: AbortSignal) =>
  ask<PairAnswer>('get', `/networks/${e(n)}/findings/${question}`, { query: join(selection, options, `lang=${lang}`), signal })

export const getStyle = (n: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ style?: Record<string, Look> }>('get', `/networks/${e(n)}/diagrams`, { query: `lang=${lang}`, signal }).then((a) => a.style ?? {})

export const diagramPath = (n: string, view: string, format: 'json' | 'svg' | 'png' | 'pdf', selection: string, options: string, lang: Lang) =>
  `/networks/${e(n)}/diagrams/${view}.${format}?${join(selection, options, `lang=${lang}`)}`

export const diagramFile = (...a: Parameters<typeof diagramPath>) => base + diagramPath(...a)

export const getDiagram = (n: string, view: string, selection: string, options: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ sheets: Sheet[] | null }>('get', diagramPath(n, view, 'json', selection, options, lang), { signal }).then((a) => a.sheets ?? [])

export const getExplorer = (n: string, selection: string, options: string, lang: Lang, signal?: AbortSignal) =>
  ask<Explorer>('get', `/networks/${e(n)}/explorer`, { query: join(selection, options, `lang=${lang}`), signal })

/** The planning areas of the map as a table, with the newest value of an indicator. */
export const getAreasMap = (n: string, selection: string, indicator: string, lang: Lang, signal?: AbortSignal) =>
  ask<AreaTable>('get', `/networks/${e(n)}/areas-map`, { query: join(selection, indicator && `indicator=${e(indicator)}`, `lang=${lang}`), signal })

/** putPlaces keeps where nodes were put, in points of the paper. */
export const putPlaces = (n: string, places: Record<string, [number, number]>, selection: string, lang: Lang) =>
  ask<Written>('put', `/networks/${e(n)}/explorer/places`, { query: join(selection, `lang=${lang}`), body: { places } })

export const arrangeAnew = (n: string, view: string, selection: string, options: string, lang: Lang) =>
  ask<Written>('post', `/networks/${e(n)}/layouts/${view}`, { query: join(selection, options, `lang=${lang}`), body: {} })

export const getCard = (n: string, ref: string, selection: string, lang: Lang, signal?: AbortSignal) =>
  ask<Card>('get', `/networks/${e(n)}/cards/${ref.split('/').map(e).join('/')}`, { query: join(selection, `lang=${lang}`), signal })

export const search = (n: string, q: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ hits: Hit[] | null }>('get', `/networks/${e(n)}/search`, { query: join(`q=${e(q)}`, `lang=${lang}`), signal }).then((a) => a.hits ?? [])

export const getOverview = (n: string, selection: string, lang: Lang, signal?: AbortSignal) =>
  ask<Overview>('get', `/networks/${e(n)}/overview`, { query: join(selection, `lang=${lang}`), signal })

// What takes longer than a second answers with how far it is.
const patient = { Prefer: 'respond-async' }

/** importProgress says how far an import is that is being read or stored. */
export const importProgress = (id: string, lang: Lang, signal?: AbortSignal) => ask<ImportProgress>('get', `/imports/${e(id)}/progress`, { query: `lang=${lang}`, signal })

/** The imports of a network, newest first. */
export const getImports = (n: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ imports: ImportLine[] }>('get', `/networks/${e(n)}/imports`, { query: `lang=${lang}`, signal }).then((a) => a.imports)

export function planImport(n: string, file: File, options: { mapping?: string; name?: string; borders?: File; guess?: boolean }, lang: Lang, signal?: AbortSignal): Promise<Plan | ImportProgress> {
  const form = new FormData()
  form.set('file', file, file.name)
  form.set('guess', options.guess ? 'yes' : 'auto')
  if (options.mapping) form.set('mapping', options.mapping)
  if (options.name) form.set('name', options.name)
  if (options.borders) form.set('geometry', options.borders, options.borders.name)
  return ask<Plan | ImportProgress>('post', '/imports', { form, headers: patient, query: join(`network=${e(n)}`, `lang=${lang}`), signal })
}

export const getPlan = (id: string, lang: Lang, signal?: AbortSignal) => ask<Plan>('get', `/imports/${e(id)}`, { query: `lang=${lang}`, signal })

/** chooseMeaning sends what the columns of a foreign table mean; the answer is the plan as it would be then. */
export const chooseMeaning = (id: string, choices: Choices, lang: Lang, signal?: AbortSignal) =>
  ask<Plan>('put', `/imports/${e(id)}/choices`, { body: choices, query: `lang=${lang}`, signal })

/** chooseAreas says which borders belong to which planning area; the answer is the plan as it would be then. */
export const chooseAreas = (id: string, choices: AreaChoices, lang: Lang, signal?: AbortSignal) =>
  ask<Plan>('put', `/imports/${e(id)}/areas`, { body: choices, query: `lang=${lang}`, signal })

/** takeOver says of what was changed in a list that went out what is taken over; the answer is the plan as it is then. */
export const takeOver = (id: string, refs: { take?: string[]; leave?: string[] }, lang: Lang, signal?: AbortSignal) =>
  ask<Plan>('put', `/imports/${e(id)}/taken`, { body: refs, query: `lang=${lang}`, signal })

/** sendList is a list of a kind to go to somebody who changes it and sends it back. */
export const sendList = (n: string, plural: string, body: { fields: string[]; ids?: string[]; to?: string }, lang: Lang) =>
  askFile(`/networks/${e(n)}/lists/${plural}`, { body, query: `lang=${lang}` })

export const dropPlan = (id: string, lang: Lang) => ask<unknown>('delete', `/imports/${e(id)}`, { query: `lang=${lang}` })

export const confirmImport = (
  id: string, body: { only_valid: boolean; missing: 'keep' | 'end' | 'delete'; network?: string; name?: string }, lang: Lang,
) => ask<ImportDone>('post', `/imports/${e(id)}/confirm`, { body, headers: patient, query: `lang=${lang}` })

export const markedWorkbook = (id: string, lang: Lang) => `${base}/imports/${e(id)}/marked.xlsx?lang=${lang}`
export const exportFile = (n: string, format: 'xlsx' | 'zip' | 'json' | 'geojson', onlyPublic: boolean, lang: Lang) =>
  `${base}/networks/${e(n)}/export.${format}?${join(onlyPublic && 'public=1', `lang=${lang}`)}`
/** templateFile is the empty workbook; for a network its lists hold the network's own catalogues. */
export const templateFile = (full: boolean, lang: Lang, n = '') =>
  `${base}${n ? `/networks/${e(n)}` : ''}/template.xlsx?${join(full && 'full=1', `lang=${lang}`)}`

export const getMappings = (n: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ mappings: { name: string; title: string }[] | null }>('get', `/networks/${e(n)}/mappings`, { query: `lang=${lang}`, signal })

/** Any finding as a table: the refs, the sentences and the cells of all its rows. */
export const getTable = (n: string, question: string, selection: string, lang: Lang, signal?: AbortSignal) =>
  ask<TablePage>('get', `/networks/${e(n)}/tables/${question}`, { query: join(selection, 'limit=0', `lang=${lang}`), signal })

export const getClarify = (n: string, selection: string, lang: Lang, signal?: AbortSignal) =>
  ask<Clarify>('get', `/networks/${e(n)}/findings/clarify`, { query: join(selection, 'limit=0', `lang=${lang}`), signal })

export const getQuestionSheet = (n: string, id: string, selection: string, all: boolean, lang: Lang, signal?: AbortSignal) =>
  ask<QuestionSheet>('get', `/networks/${e(n)}/findings/clarify/${e(id)}`, { query: join(selection, all && 'all=true', `lang=${lang}`), signal })

/** One change of several records: all of it or nothing, and one step back. */
export interface RecordOp {
  kind: string
  id?: string
  if_match?: string
  record: Record<string, unknown> | null
}

export const changeRecords = (n: string, ops: RecordOp[], lang: Lang) => ask<Written>('post', `/networks/${e(n)}/changes`, { body: { ops }, query: `lang=${lang}` })

/** Measures by due date with what their findings say today; with log, also what happened to each. */
export const getMeasures = (n: string, log: boolean, lang: Lang, signal?: AbortSignal) =>
  ask<Measures>('get', `/networks/${e(n)}/findings/measures`, { query: join(log && 'log=true', `lang=${lang}`), signal })

/** The answers of one institution, entered on its behalf, in one change. */
export const putAnswers = (n: string, id: string, on: string, answers: { partner: string; level: number | null }[], lang: Lang) =>
  ask<Written>('post', `/networks/${e(n)}/findings/clarify/${e(id)}/answers`, { body: { answers }, query: join(`date=${on}`, `lang=${lang}`) })
export const getHandbook = (lang: Lang, signal?: AbortSignal) =>
  ask<{ chapters: Chapter[] }>('get', '/handbook', { query: `lang=${lang}`, signal }).then((a) => a.chapters)

/** newsAddress is the stream of changes after a revision. */
export const newsAddress = (n: string, since: number) => `${base}/networks/${e(n)}/news?since=${since}`
