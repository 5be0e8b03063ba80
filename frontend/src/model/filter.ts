/** The selection that acts on everything, as it stands in the URL and as graph.ParseFilter reads it. */
export interface Selection {
  date: string // YYYY-MM-DD, '' = the network's own date
  areas: string[]
  phases: string[]
  fields: string[]
  groups: string[]
  kinds: string[]
  sectors: string[]
  provider_kinds: string[]
  min_level: number // 0 = every level
  without_coordination: boolean
}

export type ListName = 'areas' | 'phases' | 'fields' | 'groups' | 'kinds' | 'sectors' | 'provider_kinds'

/** The lists in the order of the address and of the bar. */
export const listNames: readonly ListName[] = ['areas', 'phases', 'fields', 'groups', 'kinds', 'sectors', 'provider_kinds']

/** Everything that the address may say about the selection. */
export const selectionNames: readonly string[] = ['date', ...listNames, 'min_level', 'without_coordination']

export function everything(): Selection {
  return { date: '', areas: [], phases: [], fields: [], groups: [], kinds: [], sectors: [], provider_kinds: [], min_level: 0, without_coordination: false }
}

/** readSelection reads an address; what is not understood is left out. Ids may hold a comma only escaped. */
export function readSelection(search: string): Selection {
  const s = everything()
  for (const part of search.replace(/^\?/, '').split('&')) {
    const cut = part.indexOf('=')
    if (cut < 0) continue
    const name = part.slice(0, cut)
    const raw = part.slice(cut + 1).replaceAll('+', ' ')
    if ((listNames as readonly string[]).includes(name)) {
      const ids = s[name as ListName]
      for (const id of raw.split(',').map(unescape)) if (id && !ids.includes(id)) ids.push(id)
      ids.sort()
    } else if (name === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(raw)) s.date = raw
    else if (name === 'min_level' && /^[1-4]$/.test(raw)) s.min_level = Number(raw)
    else if (name === 'without_coordination') s.without_coordination = raw === '1' || raw === 'true'
  }
  return s
}

function unescape(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return ''
  }
}

/** selectionQuery writes the one canonical text of a selection, without a leading "?". */
export function selectionQuery(s: Selection): string {
  const parts: string[] = []
  if (s.date) parts.push(`date=${s.date}`)
  for (const name of listNames) {
    if (s[name].length > 0) parts.push(`${name}=${[...s[name]].sort().map(encodeURIComponent).join(',')}`)
  }
  if (s.min_level > 0) parts.push(`min_level=${s.min_level}`)
  if (s.without_coordination) parts.push('without_coordination=1')
  return parts.join('&')
}

/** countSet is how many parts of the selection narrow the view. */
export function countSet(s: Selection): number {
  return listNames.filter((n) => s[n].length > 0).length + (s.date ? 1 : 0) + (s.min_level > 0 ? 1 : 0) + (s.without_coordination ? 1 : 0)
}

/** toggled adds an id to a list or takes it away. */
export function toggled(s: Selection, name: ListName, id: string): Selection {
  const has = s[name].includes(id)
  return { ...s, [name]: has ? s[name].filter((x) => x !== id) : [...s[name], id].sort() }
}
