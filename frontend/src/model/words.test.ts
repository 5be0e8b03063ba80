import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { say, showDate, showNumber, showShare, topics } from './words.ts'

const { de, en } = topics
const args = (text: string) => [...new Set([...text.matchAll(/\{(\d+)/g)].map((m) => m[1]))].sort()

describe('the words of the pages', () => {
  test('both languages have the same keys with the same arguments', () => {
    expect(Object.keys(en)).toEqual(Object.keys(de))
    for (const key of Object.keys(de) as (keyof typeof de)[]) expect(args(en[key]), key).toEqual(args(de[key]))
  })

  test('every key is well formed', () => {
    for (const key of Object.keys(de)) for (const lang of ['de', 'en'] as const) expect(say(lang, key, 2, 3, 4, 5), key).not.toBe('')
  })

  test('every key is used: by name, or as the end of one that is put together', () => {
    const source = read(join(import.meta.dirname, '..'))
    const stems = [...source.matchAll(/`((?:ui|areas|meeting|editing|imports|planning|explain|explorer|reporting|views)\.[A-Za-z.]*)\$\{/g)].map((m) => m[1] ?? '')
    const unused = Object.keys(de).filter((k) => !source.includes(`'${k}'`) && !stems.some((s) => s.length > 3 && k.startsWith(s)))
    expect(unused).toEqual([])
  })

  test('words that interface.md rules out do not occur', () => {
    for (const text of Object.values(de)) expect(text).not.toMatch(/erreichen|arbeitet nicht zusammen|Ansprechpartner|Doppelstruktur|Einlesen|Ü3/)
  })
})

function read(dir: string): string {
  return readdirSync(dir, { withFileTypes: true })
    .map((f) => (f.isDirectory() ? read(join(dir, f.name)) : /(?<!\.test)\.(ts|svelte)$/.test(f.name) ? readFileSync(join(dir, f.name), 'utf8') : ''))
    .join('\n')
}

describe('numbers and dates as interface.md writes them', () => {
  test('plurals', () => {
    expect(say('de', 'ui.count.institutions', 1)).toBe('1 Einrichtung')
    expect(say('de', 'ui.count.institutions', 1200)).toBe('1.200 Einrichtungen')
    expect(say('en', 'ui.count.children', 1)).toBe('1 child')
  })
  test('dates as TT.MM.JJJJ, whatever the reader’s own zone', () => {
    expect(showDate('de', '2025-06-30')).toBe('30.06.2025')
    expect(say('de', 'ui.filter.dateIs', '2025-01-01')).toBe('Stand 01.01.2025')
    expect(showDate('de', 'kein Tag')).toBe('kein Tag')
  })
  test('no more than one decimal unless asked', () => {
    expect(showNumber('de', 1234.56)).toBe('1.234,6')
  })
  test('a share that is not settled is a range, never its lower end', () => {
    expect(showShare('de', 0.5, 0.75)).toBe('50 bis 75\u00a0%') // Musterstadt with FH–KN unknown, findings.md
    expect(showShare('de', 0.5, 0.5)).toBe('50\u00a0%')
    expect(showShare('de', null, null)).toBe('–')
  })
})
