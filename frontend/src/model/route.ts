/** The pages of the program. Every page of a network lives under /n/{network}. */
export type PageName =
  | 'overview' | 'map' | 'sideBySide' | 'transitions' | 'measures' | 'clarify' | 'dependencies' | 'structure' | 'plan' | 'data' | 'import' | 'export' | 'round' | 'duplicates' | 'history' | 'views' | 'meeting' | 'report'

export type Route =
  | { page: 'start' }
  | { page: 'newImport' }
  | { page: 'help' }
  | { page: 'accessibility' | 'imprint' | 'privacy' }
  | { page: PageName; network: string; kind: string }
  | { page: 'notFound' }

const paths: Record<PageName, string> = {
  overview: '',
  map: '/karte',
  sideBySide: '/miteinander',
  transitions: '/uebergaenge',
  measures: '/massnahmen',
  clarify: '/klaeren',
  dependencies: '/abhaengigkeiten',
  structure: '/struktur',
  plan: '/planung',
  data: '/daten',
  import: '/daten/importieren',
  export: '/daten/exportieren',
  round: '/daten/aktualitaet',
  duplicates: '/daten/doppelt',
  history: '/daten/verlauf',
  views: '/ansichten',
  meeting: '/sitzung',
  report: '/bericht',
}

/** readRoute names the page of a path. */
export function readRoute(path: string): Route {
  const clean = path.replace(/\/+$/, '')
  if (clean === '') return { page: 'start' }
  if (clean === '/importieren') return { page: 'newImport' }
  if (clean === '/hilfe') return { page: 'help' }
  if (clean === '/barrierefreiheit') return { page: 'accessibility' }
  if (clean === '/impressum') return { page: 'imprint' }
  if (clean === '/datenschutz') return { page: 'privacy' }
  const m = /^\/n\/([^/]+)(\/.*)?$/.exec(clean)
  if (!m) return { page: 'notFound' }
  let network: string
  try {
    network = decodeURIComponent(m[1] ?? '')
  } catch {
    return { page: 'notFound' }
  }
  const rest = m[2] ?? ''
  for (const [page, p] of Object.entries(paths) as [PageName, string][]) {
    if (rest === p) return { page, network, kind: page === 'data' ? 'institutions' : '' }
  }
  const kind = /^\/daten\/([a-z-]+)$/.exec(rest)?.[1]
  return kind ? { page: 'data', network, kind } : { page: 'notFound' }
}

/** pathOf is the address of a page of a network. */
export function pathOf(network: string, page: PageName, kind = ''): string {
  return `/n/${encodeURIComponent(network)}${paths[page]}${page === 'data' && kind ? `/${kind}` : ''}`
}

/** viewPage is what a saved view calls the page of an address: the route below the network. */
export function viewPage(path: string): string {
  return /^\/n\/[^/]+\/(.+?)\/*$/.exec(path)?.[1] ?? ''
}
