/** Where the handbook tells more of a finding or a measure. A test of the handbook reads these addresses and holds each to a section. */
export const findings = {
  side_by_side: '/hilfe#side_by_side',
  across_sectors: '/hilfe#across_sectors',
  transitions: '/hilfe#transitions',
  gaps: '/hilfe#gaps',
  access: '/hilfe#access',
  dependencies: '/hilfe#dependencies',
  clarify: '/hilfe#clarify',
  participation: '/hilfe#participation',
  structure: '/hilfe#page-structure',
  levels: '/hilfe#levels',
} as const
export type Explained = keyof typeof findings

export const measures = {
  degree: '/hilfe#measure-degree',
  betweenness: '/hilfe#measure-betweenness',
  harmonic: '/hilfe#measure-harmonic',
  fragmentation_without: '/hilfe#measure-fragmentation-without',
  constraint: '/hilfe#measure-constraint',
  effective_size: '/hilfe#measure-effective-size',
  components: '/hilfe#measure-components',
  mean_degree: '/hilfe#measure-mean-degree',
  fragmentation: '/hilfe#measure-fragmentation',
  density: '/hilfe#measure-density',
  degree_centralization: '/hilfe#measure-degree-centralization',
  ei: '/hilfe#measure-ei-index',
} as const
export type Measured = keyof typeof measures

/** explainedBy is the question that a reference of a finding ("side-by-side/A~B", "pair/A~B", "gaps/N/1/F") belongs to. */
export function explainedBy(ref: string): Explained | undefined {
  const name = (ref.split('/')[0] ?? '').replaceAll('-', '_')
  if (name === 'pair') return 'side_by_side'
  return name in findings ? (name as Explained) : undefined
}
