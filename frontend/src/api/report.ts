import type { Lang } from '../model/words.ts'
import type { Sheet } from '../model/sheet.ts'
import { ask, base } from './client.ts'
import type { components } from './schema.d.ts'
import type { Written } from './types.ts'

type Shapes = components['schemas']

export type ReportChoice = Shapes['ChaptersChoice']
export type ChapterChoice = Shapes['ChaptersChapterChoice']
export type ReportBlock = Omit<Shapes['ReportBlockView'], 'sheet'> & { sheet?: Sheet }
export type Report = Omit<Shapes['ReportView'], 'blocks'> & { blocks: ReportBlock[] }
export type Preset = ReportChoice['for']

const path = (n: string) => `/networks/${encodeURIComponent(n)}/report`
const query = (...parts: string[]) => parts.filter(Boolean).join('&')

/** getReport is what a report consists of, without its chapters. */
export const getReport = (n: string, preset: Preset, selection: string, lang: Lang, signal?: AbortSignal) =>
  ask<Report>('get', path(n), { query: query(selection, `for=${preset}`, 'chapter=none', `lang=${lang}`), signal })

/** getChapter is one chapter as blocks. */
export const getChapter = (n: string, preset: Preset, chapter: string, selection: string, lang: Lang, signal?: AbortSignal) =>
  ask<{ blocks: ReportBlock[] }>('get', path(n), { query: query(selection, `for=${preset}`, `chapter=${chapter}`, `lang=${lang}`), signal }).then((a) => a.blocks)

/** keepReport keeps what is chosen for the next report. */
export const keepReport = (n: string, choice: ReportChoice, match: string, lang: Lang) =>
  ask<Written>('put', `${path(n)}/${choice.for}`, { body: choice, headers: { 'If-Match': match }, query: `lang=${lang}` })

export const reportFile = (n: string, preset: Preset, form: 'docx' | 'pdf' | 'html', selection: string, lang: Lang) =>
  `${base}${path(n)}/bericht.${form}?${query(selection, `for=${preset}`, `lang=${lang}`)}`
