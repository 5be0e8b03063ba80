/** isShare tells a percentage from a number of children. */
export function isShare(name: string): boolean {
  return /%|\bProzent\b|\bper ?cent\b/i.test(name)
}

/** canWeigh are the Kennzahlen that can stand for the number of children: only numbers can be summed. The chosen one stays. */
export function canWeigh(available: readonly string[], chosen: string): string[] {
  const out = available.filter((n) => !isShare(n))
  return chosen && !out.includes(chosen) ? [...out, chosen] : out
}
