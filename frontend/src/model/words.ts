import { IntlMessageFormat } from 'intl-messageformat'
import deAreas from '../../../graph/words/de/areaspages.json'
import deDuplicates from '../../../graph/words/de/duplicatepages.json'
import deEditing from '../../../graph/words/de/editing.json'
import deImports from '../../../graph/words/de/imports.json'
import deExplain from '../../../graph/words/de/explain.json'
import deExplorer from '../../../graph/words/de/explorer.json'
import deMeeting from '../../../graph/words/de/meetingpage.json'
import dePlanning from '../../../graph/words/de/planning.json'
import deUI from '../../../graph/words/de/ui.json'
import deReporting from '../../../graph/words/de/reporting.json'
import deViews from '../../../graph/words/de/views.json'
import enAreas from '../../../graph/words/en/areaspages.json'
import enDuplicates from '../../../graph/words/en/duplicatepages.json'
import enEditing from '../../../graph/words/en/editing.json'
import enImports from '../../../graph/words/en/imports.json'
import enExplain from '../../../graph/words/en/explain.json'
import enExplorer from '../../../graph/words/en/explorer.json'
import enMeeting from '../../../graph/words/en/meetingpage.json'
import enPlanning from '../../../graph/words/en/planning.json'
import enUI from '../../../graph/words/en/ui.json'
import enReporting from '../../../graph/words/en/reporting.json'
import enViews from '../../../graph/words/en/views.json'

export type Lang = 'de' | 'en'
export type Arg = string | number | Date | null | undefined

/** The topics of this room. */
export const topics = {
  de: { ...deUI, ...deAreas, ...deDuplicates, ...deEditing, ...deExplain, ...deImports, ...deExplorer, ...deMeeting, ...dePlanning, ...deReporting, ...deViews },
  en: { ...enUI, ...enAreas, ...enDuplicates, ...enEditing, ...enExplain, ...enImports, ...enExplorer, ...enMeeting, ...enPlanning, ...enReporting, ...enViews },
}

/** The keys of these topics; the compiler refuses a key that German does not have. */
export type Key = keyof typeof topics.de

// Names of kinds, fields and codes are the topic "fields": the same words head the columns of the workbook.
const shared = import.meta.glob<Record<string, string>>('../../../graph/words/*/fields.json', { eager: true, import: 'default' })

const catalogue: Record<Lang, Record<string, string>> = { de: { ...topics.de }, en: { ...topics.en } }
for (const [path, words] of Object.entries(shared)) {
  const lang: Lang = path.includes('/en/') ? 'en' : 'de'
  Object.assign(catalogue[lang], words)
}

export const locale: Record<Lang, string> = { de: 'de-DE', en: 'en-GB' }

const compiled = new Map<string, IntlMessageFormat>()
const dates = {
  de: new Intl.DateTimeFormat('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' }),
}

/** has tells whether a key has words. */
export function has(lang: Lang, key: string): boolean {
  return key in catalogue[lang]
}

/** say puts args into the words of a key: "{0} Paare", plurals, numbers, dates (YYYY-MM-DD) and percent (0 to 1). */
export function say(lang: Lang, key: string, ...args: Arg[]): string {
  const text = catalogue[lang][key] ?? catalogue.de[key]
  if (text === undefined) return key
  if (args.length === 0 && !text.includes('{')) return text
  const id = `${lang} ${key}`
  let format = compiled.get(id)
  if (!format) {
    format = new IntlMessageFormat(text.replace(/\{(\d+), percent\}/g, '{$1, number, percent}').replace(/\{(\d+), date\}/g, '{$1}'), locale[lang])
    compiled.set(id, format)
  }
  const dated = new Set([...text.matchAll(/\{(\d+), date\}/g)].map((m) => Number(m[1])))
  const values = Object.fromEntries(args.map((a, i) => [i, dated.has(i) ? showDate(lang, String(a ?? '')) : (a ?? '')]))
  return String(format.format(values))
}

/** showDate turns YYYY-MM-DD (or a time stamp) into TT.MM.JJJJ. */
export function showDate(lang: Lang, iso: string): string {
  const d = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso)
  return Number.isNaN(d.getTime()) ? iso : dates[lang].format(d)
}

/** showTime is a moment with its clock time, in the reader's own zone. */
export function showTime(lang: Lang, iso: string): string {
  const d = new Date(iso)
  if (Number.isNaN(d.getTime())) return iso
  return new Intl.DateTimeFormat(locale[lang], { dateStyle: 'medium', timeStyle: 'short' }).format(d)
}

/** showNumber writes at most one decimal, as everywhere on screen. */
export function showNumber(lang: Lang, n: number, decimals = 1): string {
  return new Intl.NumberFormat(locale[lang], { maximumFractionDigits: decimals }).format(n)
}

/** showShare is "50 %", or the range "50 bis 75 %" where what is unknown could change it. */
export function showShare(lang: Lang, lower: number | null, upper: number | null): string {
  if (lower === null || upper === null) return '–'
  const percent = new Intl.NumberFormat(locale[lang], { style: 'percent', maximumFractionDigits: 0 })
  if (percent.format(lower) === percent.format(upper)) return percent.format(lower)
  return say(lang, 'ui.number.range', Math.round(lower * 100), percent.format(upper))
}
