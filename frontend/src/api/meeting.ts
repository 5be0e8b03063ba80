import type { Sheet } from '../model/sheet.ts'
import type { Lang } from '../model/words.ts'
import { ask, base } from './client.ts'
import type { components } from './schema.d.ts'
import type { Measures } from './types.ts'

type Shapes = components['schemas']
type Written = Shapes['Written']
export type SlideSpec = Shapes['SlideSpec']
export type Sequence = Shapes['SequenceView']
export type Meetings = Shapes['MeetingsView']
export type Slide = Omit<Shapes['SlideView'], 'sheets'> & { sheets: Sheet[] }
export type Meeting = Omit<Shapes['MeetingView'], 'views'> & { views: Slide[] }
export interface SequenceBody {
  title: string
  no_names: boolean
  slides: SlideSpec[]
}

const e = encodeURIComponent
const join = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join('&')
const at = (n: string, sequence: string) => `/networks/${e(n)}/meeting/${e(sequence)}`

export const getMeetings = (n: string, selection: string, lang: Lang, signal?: AbortSignal) =>
  ask<Meetings>('get', `/networks/${e(n)}/meeting`, { query: join(selection, `lang=${lang}`), signal })

export const getMeeting = (n: string, sequence: string, selection: string, options: { dark: boolean; noNames: boolean }, lang: Lang, signal?: AbortSignal) =>
  ask<Meeting>('get', at(n, sequence), { query: join(selection, options.dark && 'dark=true', options.noNames && 'no_names=true', `lang=${lang}`), signal })

export const keepSequence = (n: string, body: SequenceBody, lang: Lang) => ask<Written>('post', `/networks/${e(n)}/meeting`, { body, query: `lang=${lang}` })

export const changeSequence = (n: string, id: string, body: SequenceBody, match: string, lang: Lang) =>
  ask<Written>('put', at(n, id), { body, headers: { 'If-Match': match }, query: `lang=${lang}` })

export const deleteSequence = (n: string, id: string, match: string, lang: Lang) => ask<Written>('delete', at(n, id), { headers: { 'If-Match': match }, query: `lang=${lang}` })

export interface Decision {
  title: string
  occasion?: string
  responsible?: string[]
  due?: string
}
export const noteDecision = (n: string, sequence: string, body: Decision, lang: Lang) => ask<Written>('post', `${at(n, sequence)}/decisions`, { body, query: `lang=${lang}` })

/** What was decided in a meeting: measures, the earliest due first. */
export const getDecisions = (n: string, sequence: string, day: string, lang: Lang, signal?: AbortSignal) =>
  ask<Measures>('get', `/networks/${e(n)}/findings/measures`, { query: `meeting=${e(`${day} ${sequence}`)}&lang=${lang}`, signal })

/** A file that goes out of a meeting. */
export const meetingFile = (n: string, sequence: string, file: string, selection: string, options: string, lang: Lang) =>
  `${base}${at(n, sequence)}/${file}?${join(selection, options, `lang=${lang}`)}`
