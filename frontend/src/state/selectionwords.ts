import { listNames, type ListName, type Selection } from '../model/filter.ts'
import type { Key } from '../model/words.ts'
import { has, say } from '../model/words.ts'
import { language, t } from './language.svelte.ts'
import { network } from './network.svelte.ts'

/** Which catalogue each list of the selection picks from; provider kinds are codes. */
export const catalogues: Record<ListName, string> = {
  areas: 'areas', phases: 'phases', fields: 'fields', groups: 'groups', kinds: 'institution_kinds', sectors: 'sectors', provider_kinds: '',
}
const titles: Record<ListName, Key> = {
  areas: 'ui.filter.areas', phases: 'ui.filter.phases', fields: 'ui.filter.fields', groups: 'ui.filter.groups', kinds: 'ui.filter.kinds',
  sectors: 'ui.filter.sectors', provider_kinds: 'ui.filter.providerKinds',
}

/** listTitle is what a list of the selection is called. */
export const listTitle = (name: ListName): string => t(titles[name])

/** choices are what a list can be chosen from. */
export function choices(name: ListName): { id: string; name: string }[] {
  if (name === 'provider_kinds') return (network.info?.provider_kinds ?? []).map((c) => ({ id: c, name: codeName(c) }))
  return network.catalogue(catalogues[name])
}

function codeName(code: string): string {
  const key = `codes.provider_kind.${code}`
  return has(language.now, key) ? say(language.now, key) : code
}

const nameOf = (name: ListName, entry: string) => (name === 'provider_kinds' ? codeName(entry) : network.nameOf(catalogues[name], entry))

/** selectionWords are the parts of a selection in words, each with the selection that is left without it. */
export function selectionWords(s: Selection): { text: string; without: Selection }[] {
  const out: { text: string; without: Selection }[] = []
  if (s.date) out.push({ text: t('ui.filter.dateIs', s.date), without: { ...s, date: '' } })
  for (const n of listNames) {
    if (s[n].length) out.push({ text: `${listTitle(n)}: ${s[n].map((x) => nameOf(n, x)).join(', ')}`, without: { ...s, [n]: [] } })
  }
  if (s.min_level > 0) out.push({ text: t('ui.filter.minLevelIs', s.min_level, say(language.now, `ui.level.${s.min_level}`)), without: { ...s, min_level: 0 } })
  if (s.without_coordination) out.push({ text: t('ui.filter.withoutCoordination'), without: { ...s, without_coordination: false } })
  return out
}
