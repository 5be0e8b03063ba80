import type { Block, Chapter, Span } from '../api/types.ts'

/** A part of a chapter that is found and shown as one: what stands before its first heading, or a heading with what follows. */
export interface Section {
  id: string
  blocks: Block[]
  words: string
}

export interface ShownChapter {
  id: string
  title: string
  sections: Section[]
}

/** fold makes "Übergänge" found by "ubergange" and by "uebergaenge". */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '').replace(/([aou])e/g, '$1')
}

const plain = (spans: Span[] | undefined) => (spans ?? []).map((s) => s.text).join('')

function textOf(b: Block): string {
  return [plain(b.text), ...(b.items ?? []).map(plain), b.code ?? ''].join(' ')
}

/** shown are the chapters with the sections that hold every word of the query; all of them without one. A chapter whose title holds them is shown whole. */
export function shown(chapters: Chapter[], query: string): ShownChapter[] {
  const asked = fold(query).split(/\s+/).filter(Boolean)
  const holds = (text: string) => asked.every((w) => text.includes(w))
  const out: ShownChapter[] = []
  for (const c of chapters) {
    const sections: Section[] = []
    for (const b of c.blocks) {
      const last = sections.at(-1)
      if (b.kind === 'heading' || !last) sections.push({ id: b.id ?? c.id, blocks: [b], words: '' })
      else last.blocks.push(b)
    }
    for (const s of sections) s.words = fold(s.blocks.map(textOf).join(' '))
    const found = holds(fold(c.title)) ? sections : sections.filter((s) => holds(s.words))
    if (found.length > 0) out.push({ id: c.id, title: c.title, sections: found })
  }
  return out
}
