import type { Chain, Link, TransitionStatus } from '../api/planning.ts'

// Transitions as pages show them: grouped by what they are, ordered as the chain runs. Nothing is judged here; status and
// coverage come from the service.

/** The statuses from broken to carrying: what needs a look stands first. */
export const transitionStatuses: readonly TransitionStatus[] = ['no_counterpart', 'broken', 'unclear', 'patchy', 'carrying']

export interface LinkGroups {
  /** From one phase of life to another. */
  between: Link[]
  /** Referrals within a phase. */
  within: Link[]
  /** Types that have no phases. */
  without: Link[]
}

/** groupLinks tells apart what stands in the chain, what refers within a phase, and what has no phases; order is kept. */
export function groupLinks(links: readonly Link[]): LinkGroups {
  const out: LinkGroups = { between: [], within: [], without: [] }
  for (const l of links) {
    if (!l.from_phase || !l.to_phase) out.without.push(l)
    else if (l.from_phase === l.to_phase) out.within.push(l)
    else out.between.push(l)
  }
  return out
}

/** narrow keeps the links of one status; '' keeps all. */
export function narrow(links: readonly Link[], status: string): Link[] {
  return links.filter((l) => !status || l.status === status)
}

/** countStatuses counts the links by status. */
export function countStatuses(links: readonly Link[]): Record<TransitionStatus, number> {
  const out: Record<TransitionStatus, number> = { carrying: 0, patchy: 0, broken: 0, no_counterpart: 0, unclear: 0 }
  for (const l of links) out[l.status]++
  return out
}

export interface ChainRow {
  area: string
  areaName: string
  links: (Link | undefined)[]
  stretch: Link[]
}

/** chainRows lays the chains of all areas over the same columns: the transitions in the order in which children meet them. */
export function chainRows(chains: readonly Chain[], links: readonly Link[]): { columns: { id: string; name: string; within: boolean }[]; rows: ChainRow[] } {
  const byRef = new Map(links.map((l) => [l.ref, l]))
  const columns: { id: string; name: string; within: boolean }[] = []
  for (const l of links) {
    if (l.from_phase && !columns.some((c) => c.id === l.transition)) columns.push({ id: l.transition, name: l.name, within: l.from_phase === l.to_phase })
  }
  const rows = chains.map((c) => {
    const own = c.links.flatMap((ref) => byRef.get(ref) ?? [])
    return {
      area: c.area,
      areaName: c.area_name,
      links: columns.map((k) => own.find((l) => l.transition === k.id)),
      stretch: c.stretch.flatMap((ref) => byRef.get(ref) ?? []),
    }
  })
  return { columns, rows }
}
