import type { SchemaField } from '../api/types.ts'
import { has, say } from '../model/words.ts'
import { areaWords } from './areas.ts'
import { date, language, number, t } from './language.svelte.ts'

/** wordOf is the word of a key that is put together, or the other where there is none. */
export const wordOf = (key: string, other: string): string => (has(language.now, key) ? say(language.now, key) : other)

/** labelOf is what a form and a table call a field: the form's own word, else the workbook's. */
export const labelOf = (kind: string, f: SchemaField): string => wordOf(`editing.label.${kind}.${f.name}`, wordOf(`fields.${kind}.${f.name}`, f.name))

/** codeWord is a code in words. */
export const codeWord = (list: string | undefined, code: string): string => wordOf(`codes.${list}.${code}`, code)

/** showValue is a value of a record as people read it: what it refers to by name, '' for what is not known. */
export function showValue(f: SchemaField, v: unknown, names: Map<string, string>): string {
  if (v === null || v === undefined) return f.type === 'level' ? t('ui.level.unknown') : ''
  switch (f.type) {
    case 'code':
      return codeWord(f.codes, String(v))
    case 'codes':
      return (v as string[]).map((c) => codeWord(f.codes, c)).join(', ')
    case 'ref':
      return names.get(String(v)) ?? String(v)
    case 'refs':
      return f.kinds?.[0] === 'area' ? areaWords(v as string[]) : (v as string[]).map((x) => names.get(x) ?? x).join(', ')
    case 'texts':
      return (v as string[]).join(', ')
    case 'tri':
      return v === true ? t('ui.yes') : v === false ? t('ui.no') : ''
    case 'date':
      return date(String(v))
    case 'level':
      return Number(v) < 0 ? t('ui.level.network') : t('ui.level.word', Number(v), say(language.now, `ui.level.${Number(v)}`))
    case 'counts':
      return Object.entries(v as Record<string, number>).map(([k, x]) => `${names.get(k) ?? k}: ${number(x)}`).join(', ')
    case 'marks':
      return Object.entries(v as Record<string, boolean>).map(([k, x]) => `${k}: ${x ? t('ui.yes') : t('ui.no')}`).join(', ')
    case 'attributes':
      return Object.entries(v as Record<string, string>).map(([k, x]) => `${k}: ${x}`).join(', ')
    case 'count':
      return f.name === 'year' ? String(v) : number(Number(v))
    case 'number':
      return number(Number(v), 3)
    default:
      return String(v)
  }
}
