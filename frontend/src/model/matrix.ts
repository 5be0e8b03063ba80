import { compareCells } from './sort.ts'

/** What every cell of a matrix has: where it stands. */
export interface Placed {
  area: string
  phase: string
  field: string
}

export interface AreaEntry {
  id: string
  name: string
  parent?: unknown
}

export interface Named {
  id: string
  name: string
}

export interface MatrixRow<C> {
  field: Named
  /** One for each phase; undefined where the cell belongs to another area. */
  cells: (C | undefined)[]
}

export interface MatrixBlock<C> {
  area: Named
  /** Areas below this one, where cells are judged once for all of them. */
  below: Named[]
  rows: MatrixRow<C>[]
}

/**
 * matrixOf lays cells out as area × field × phase. Areas with cells come as one block each: a parent area before those below
 * it, else as in a dictionary. Fields and phases are those that occur, in the order of the catalogues.
 */
export function matrixOf<C extends Placed>(cells: readonly C[], areas: readonly AreaEntry[], phases: readonly Named[], fields: readonly Named[]): { phases: Named[]; blocks: MatrixBlock<C>[] } {
  const at = new Map(cells.map((c) => [`${c.area}\n${c.field}\n${c.phase}`, c]))
  const used = (of: (c: C) => string) => new Set(cells.map(of))
  const keep = (list: readonly Named[], ids: Set<string>) => [...list.filter((x) => ids.has(x.id)), ...[...ids].filter((id) => !list.some((x) => x.id === id)).map((id) => ({ id, name: id }))]
  const shownPhases = keep(phases, used((c) => c.phase))
  const shownFields = keep(fields, used((c) => c.field))
  const blocks = inOrder(areas, used((c) => c.area)).map((area) => {
    const rows = shownFields
      .map((field) => ({ field, cells: shownPhases.map((p) => at.get(`${area.id}\n${field.id}\n${p.id}`)) }))
      .filter((r) => r.cells.some(Boolean))
    return { area: { id: area.id, name: area.name }, below: areas.filter((a) => a.parent === area.id).map(({ id, name }) => ({ id, name })), rows }
  })
  return { phases: shownPhases, blocks }
}

/** inOrder sorts areas as a tree: parents before their children, brothers as in a dictionary. */
export function inOrder(areas: readonly AreaEntry[], ids: ReadonlySet<string>): AreaEntry[] {
  const known = new Set(areas.map((a) => a.id))
  const out: AreaEntry[] = []
  const walk = (parent: string) => {
    const here = areas.filter((a) => (parent ? a.parent === parent : !a.parent || !known.has(String(a.parent))))
    for (const a of here.sort((x, y) => compareCells(x.name, y.name, false))) {
      if (out.some((x) => x.id === a.id)) continue // a circle of parents is refused when it is stored; a page must still end
      if (ids.has(a.id)) out.push(a)
      walk(a.id)
    }
  }
  walk('')
  for (const id of ids) if (!out.some((a) => a.id === id)) out.push(areas.find((a) => a.id === id) ?? { id, name: id })
  return out
}
