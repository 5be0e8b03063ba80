/** German dictionary order with numbers by value: "Kita 2" before "Kita 10", Ä right behind A. */
const collator = new Intl.Collator('de', { numeric: true })

export type Cell = string | number | null | undefined

/** compareCells orders cells; what is unknown stands last in both directions. */
export function compareCells(a: Cell, b: Cell, falling: boolean): number {
  const ea = a === null || a === undefined || a === ''
  const eb = b === null || b === undefined || b === ''
  if (ea || eb) return Number(ea) - Number(eb)
  const c = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
  return falling ? -c : c
}

/** fold makes text comparable for search: no case, no accents, ß as ss, umlauts as typed on any keyboard. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
}

/** holds tells whether every word of the query stands in the text; "ue" finds "ü" as well. */
export function holds(text: string, query: string): boolean {
  const plain = fold(text)
  const spelled = fold(text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue'))
  return fold(query)
    .split(/\s+/)
    .every((w) => plain.includes(w) || spelled.includes(w))
}
