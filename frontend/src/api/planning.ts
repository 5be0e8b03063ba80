import type { Lang } from '../model/words.ts'
import { ask, base } from './client.ts'
import type { components } from './schema.d.ts'

// What planners ask: transitions, gaps, access, dependencies. Words of the contract of the numbers (findings.md).
type Shapes = components['schemas']

export type TransitionsAnswer = Shapes['FindingsTransitionsView']
export type Link = Shapes['FindingsLinkView']
export type Chain = Shapes['FindingsChainView']
export type TransitionStatus = Link['status']
export type GapsAnswer = Shapes['FindingsGapsView']
export type GapCell = Shapes['FindingsGapCellView']
export type GapStatus = GapCell['status']
export type AccessAnswer = Shapes['FindingsAccessView']
export type AccessStatus = GapCell['access']
export type OfferAccess = Shapes['FindingsOfferAccessView']
export type DependenciesAnswer = Shapes['FindingsDependenciesView']
export type Dependency = Shapes['FindingsDependencyView']
export type AreaNeed = Shapes['FindingsAreaView']
export type IndicatorUse = Shapes['FindingsIndicatorUse']
export type StatusCount = Shapes['FindingsStatusCount']
export type FoundMeasure = Shapes['FindingsMeasureView']
export type Share = Shapes['FindingsShareView']
export type NamedId = Shapes['FindingsNamed']

const finding = <T>(question: string) => (n: string, selection: string, options: string, lang: Lang, signal?: AbortSignal) =>
  ask<T>('get', `/networks/${encodeURIComponent(n)}/findings/${question}`, { query: [selection, options, `lang=${lang}`].filter(Boolean).join('&'), signal })

export const getTransitions = finding<TransitionsAnswer>('transitions')
export const getGaps = finding<GapsAnswer>('gaps')
export const getAccess = finding<AccessAnswer>('access')
export const getDependencies = finding<DependenciesAnswer>('dependencies')

export type FindingCard = Omit<Shapes['FindingsCardView'], 'levels'> & { levels: (Omit<Shapes['FindingsLevelView'], 'level'> & { level: number | null })[] }
export type Feedback = Shapes['FindingsFeedbackView']

/** isFinding tells references of findings with a card of their own from those of records and pairs. */
export function isFinding(ref: string): boolean {
  return /^(transitions|gaps|access)\/[^/]+\/./.test(ref) || /^dependencies\/./.test(ref)
}

/** getFinding is the card of a finding: everything that it rests on. */
export const getFinding = (n: string, ref: string, selection: string, options: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ finding?: FindingCard }>('get', `/networks/${encodeURIComponent(n)}/cards/finding/${encodeURIComponent(ref)}`, {
    query: [selection, options, `lang=${lang}`].filter(Boolean).join('&'), signal,
  }).then((a) => a.finding)

/** findingFile is a finding as a file for spreadsheets. */
export const findingFile = (n: string, question: string, format: 'csv' | 'xlsx', selection: string, options: string, lang: Lang) =>
  `${base}/networks/${encodeURIComponent(n)}/tables/${question}/befund.${format}?${[selection, options, `lang=${lang}`].filter(Boolean).join('&')}`

/** getHeadline is the answer to a question in one sentence. */
export const getHeadline = (n: string, question: string, selection: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ headline: { text: string } }>('get', `/networks/${encodeURIComponent(n)}/tables/${question}`, { query: [selection, 'limit=1', `lang=${lang}`].filter(Boolean).join('&'), signal }).then((a) => a.headline.text)
