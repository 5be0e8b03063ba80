import type { DependenciesAnswer, Dependency } from '../api/planning.ts'

export type DependencyKind = 'institutions' | 'ties' | 'contacts' | 'positions'

/** What hangs on one thing, as it is and without the coordination office; either may be missing. */
export interface Beside {
  ref: string
  label: string
  with?: Dependency
  without?: Dependency
}

/** besides puts both readings of a kind side by side, in the dictionary order of the first, then what only the second has. */
export function besides(a: DependenciesAnswer, kind: DependencyKind): Beside[] {
  const rows: Beside[] = a[kind].map((d) => ({ ref: d.ref, label: d.label, with: d }))
  const at = new Map(rows.map((r) => [r.ref, r]))
  for (const d of a.without_coordination?.[kind] ?? []) {
    const r = at.get(d.ref)
    if (r) r.without = d
    else rows.push({ ref: d.ref, label: d.label, without: d })
  }
  return rows.sort((x, y) => x.label.localeCompare(y.label, 'de', { numeric: true }))
}
