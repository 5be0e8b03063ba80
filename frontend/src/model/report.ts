import type { ChapterChoice, ReportChoice } from '../api/report.ts'

/** Two who choose for one report at once: what one changed and what the other did, put together. */
export interface Merged {
  choice: ReportChoice
  /** Whether both changed the same thing to something else; `choice` then has what the other one kept. */
  clash: boolean
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

function pick<T extends object>(base: T, mine: T, theirs: T, without: string[]): { value: T; clash: boolean } {
  const value = { ...theirs } as Record<string, unknown>
  let clash = false
  const [b, m, t] = [base, mine, theirs] as Record<string, unknown>[]
  for (const key of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    if (without.includes(key) || same(b![key], m![key])) continue
    if (same(b![key], t![key])) value[key] = m![key]
    else if (!same(m![key], t![key])) clash = true
  }
  return { value: value as T, clash }
}

/** merged puts what I changed since base on what another one kept meanwhile. */
export function merged(base: ReportChoice, mine: ReportChoice, theirs: ReportChoice): Merged {
  const whole = pick(base, mine, theirs, ['chapters'])
  const keys = (c: ReportChoice) => c.chapters.map((x) => x.key)
  const at = (c: ReportChoice, key: string) => c.chapters.find((x) => x.key === key)
  let clash = whole.clash
  let order = keys(theirs)
  if (!same(keys(base), keys(mine))) {
    if (same(keys(base), keys(theirs))) order = keys(mine)
    else if (!same(keys(mine), keys(theirs))) clash = true
  }
  const chapters = order.map((key) => {
    const [b, m, t] = [at(base, key), at(mine, key), at(theirs, key)]
    if (!b || !m || !t) return (t ?? m)!
    const one = pick<ChapterChoice>(b, m, t, [])
    clash ||= one.clash
    return one.value
  })
  return { choice: { ...whole.value, chapters }, clash }
}
