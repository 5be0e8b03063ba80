import { pathOf } from '../model/route.ts'
import { network } from './network.svelte.ts'
import { place } from './place.svelte.ts'

/** measureLink leads to the form of a new measure on a finding. */
export function measureLink(ref: string): string {
  return `${pathOf(network.id, 'measures')}?${new URLSearchParams({ finding: ref }).toString().replaceAll('%2F', '/')}`
}

/** clarifyLink leads to the list of what is not known yet. */
export function clarifyLink(): string {
  return place.link(network.id, 'clarify')
}
