import type { Lang } from '../model/words.ts'
import { ask } from './client.ts'
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
