/** The measures that the page asks for: the contract's defaults. */
export const structureMeasures = ''

export type NodeMeasure = 'degree' | 'betweenness' | 'harmonic' | 'fragmentation_without' | 'constraint' | 'effective_size'
type Values = Record<string, number | null>

/** The structure of a network as the page shows it; null where a measure is not defined. */
export interface Structure {
  ids: string[]
  names: Record<string, string>
  components: string[][]
  cutpoints: string[]
  bridges: [string, string][]
  density: number | null
  densityBounds: [number, number] | null
  meanDegree: number | null
  centralization: number | null
  fragmentation: number | null
  ei: Record<string, number | null>
  nodes: Record<NodeMeasure, Values>
  /** Set where betweenness is an estimate: no value is off by more than error, with this confidence. */
  estimate: { error: number; confidence: number } | null
  twin?: Structure
}

/** readStructure takes the service's answer (findings.md, "The contract of the numbers") and misses nothing silently. */
export function readStructure(raw: Record<string, unknown>): Structure {
  const values = (k: string): Values => (isObject(raw[k]) ? (raw[k] as Values) : {})
  const names: Record<string, string> = {}
  if (isObject(raw.names)) {
    for (const [id, n] of Object.entries(raw.names)) names[id] = typeof n === 'string' ? n : isObject(n) ? String(n.label || n.name || id) : id
  }
  const ei: Record<string, number | null> = {}
  for (const [k, v] of Object.entries(raw)) {
    if (k.startsWith('ei_index_') && !k.endsWith('_bounds') && !k.endsWith('_parts')) ei[k.slice('ei_index_'.length)] = num(v)
  }
  const bounds = raw.density_bounds
  const nodes: Record<NodeMeasure, Values> = {
    degree: values('degree'),
    betweenness: values('betweenness'),
    harmonic: values('harmonic'),
    fragmentation_without: values('fragmentation_without'),
    constraint: values('constraint'),
    effective_size: values('effective_size'),
  }
  const components = Array.isArray(raw.components) ? (raw.components as string[][]) : []
  const ids = Object.keys(nodes.degree).length ? Object.keys(nodes.degree) : components.flat()
  return {
    ids,
    names,
    components,
    cutpoints: Array.isArray(raw.cutpoints) ? (raw.cutpoints as string[]) : [],
    bridges: Array.isArray(raw.bridges) ? (raw.bridges as [string, string][]) : [],
    density: num(raw.density),
    densityBounds: Array.isArray(bounds) && typeof bounds[0] === 'number' && typeof bounds[1] === 'number' ? [bounds[0], bounds[1]] : null,
    meanDegree: num(raw.mean_degree),
    centralization: num(raw.degree_centralization),
    fragmentation: num(raw.fragmentation),
    ei,
    nodes,
    estimate: Array.isArray(raw.estimated) && raw.estimated.length > 0 ? { error: num(raw.error) ?? 0, confidence: num(raw.confidence) ?? 0 } : null,
    twin: isObject(raw.without_coordination) ? readStructure(raw.without_coordination) : undefined,
  }
}

function isObject(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

function num(v: unknown): number | null {
  return typeof v === 'number' && Number.isFinite(v) ? v : null
}
