import { t } from './language.svelte.ts'
import { network } from './network.svelte.ts'

/** areaWords names planning areas once each; all of them are "everywhere", which is shorter and says more. */
export function areaWords(ids: string[]): string {
  const all = network.catalogue('areas')
  const parents = new Set(all.map((a) => a.parent).filter(Boolean))
  const leaves = all.filter((a) => !parents.has(a.id))
  const own = new Set(ids)
  if (leaves.length > 2 && leaves.every((a) => own.has(a.id))) return t('ui.everywhere')
  return [...own].map((id) => network.nameOf('areas', id)).join(', ')
}
