import { number, t } from './language.svelte.ts'
import { network } from './network.svelte.ts'

/** people writes a number of children: masked where it is small, unless the network says otherwise; null is unknown. */
export function people(n: number | null): string {
  if (n === null) return t('planning.unknown')
  return n > 0 && n < 5 && network.info?.settings?.small_numbers !== 'show' ? '< 5' : number(n)
}
