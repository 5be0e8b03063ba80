import type { Record_, SchemaKind } from '../api/types.ts'
import type { Dictionary } from '../model/paste.ts'
import { choicesOf, nodePlurals, titleOf } from '../model/records.ts'
import { fold } from '../model/sort.ts'
import { say } from '../model/words.ts'
import { language, t } from './language.svelte.ts'
import { network } from './network.svelte.ts'
import { codeWord, labelOf, wordOf } from './shown.ts'

/** dictionary leads the words of a table of a kind back to fields, ids and codes, in the language of the page. */
export function dictionary(kind: SchemaKind, nodes: Record<string, Record_[]>, names: Map<string, string>): Dictionary {
  const same = (a: string, b: string) => fold(a).trim() === fold(b).trim()
  return {
    field: (h) => {
      const text = h.replace(/\*$/, '')
      if (same(text, 'id') || same(text, t('ui.form.id'))) return 'id'
      return kind.fields.find((f) => same(text, labelOf(kind.kind, f)) || same(text, wordOf(`fields.${kind.kind}.${f.name}`, f.name)) || same(text, f.name))
    },
    refs: (kinds, text) => {
      const list = [...choicesOf(network.info, kinds), ...kinds.filter((k) => k in nodePlurals).flatMap((k) => nodes[k] ?? [])]
      const byId = list.filter((r) => r.id === text)
      const hits = byId.length ? byId : list.filter((r) => [r.name, r.short_name].some((x) => typeof x === 'string' && same(x, text)))
      return [...new Set(hits.map((r) => r.id))]
    },
    code: (list, text) => network.schema?.codes[list]?.find((c) => c === text || same(codeWord(list, c), text)),
    level: (text) => {
      if (same(text, t('ui.level.unknown')) || text === '?') return null
      const digit = /^\D*([0-4])\b/.exec(text)?.[1]
      if (digit) return Number(digit)
      const word = [0, 1, 2, 3, 4].find((l) => same(say(language.now, `ui.level.${l}`), text))
      return word
    },
    yes: [fold(t('ui.yes')), 'ja', 'yes', 'x', '1', 'wahr', 'true'],
    no: [fold(t('ui.no')), 'nein', 'no', '0', 'falsch', 'false'],
    title: (r) => titleOf(r, names),
  }
}
