import type { Draft } from '../model/records.ts'
import { network } from './network.svelte.ts'
import { place } from './place.svelte.ts'

/** Which record is open in the form: edit=offers/FH1 in the address, offers/+ for a new one. */
class Editing {
  /** What a new record starts with. It is not in the address: whoever shares that shares an empty form. */
  seed = $state.raw<Record<string, unknown>>({})
  #kept = new Map<string, Record<string, Draft>>()
  #opener: Element | null = null

  get what(): { plural: string; id: string } | undefined {
    const text = place.params.get('edit') ?? ''
    if (!text || !network.id) return undefined
    const cut = text.indexOf('/')
    const plural = text.slice(0, Math.max(cut, 0))
    if (network.schema?.kinds.some((k) => k.plural === plural)) return { plural, id: text.slice(cut + 1) === '+' ? '' : text.slice(cut + 1) }
    if (place.route.page === 'data') return { plural: place.route.kind, id: text === '+' ? '' : text }
    return undefined
  }

  /** open shows the form of a record, or that of a new one with what is already known of it. */
  open(plural: string, id = '', seed: Record<string, unknown> = {}): void {
    this.#opener = document.activeElement
    this.seed = id ? {} : seed
    place.set({ edit: `${plural}/${id || '+'}` })
  }

  close(): void {
    this.seed = {}
    place.set({ edit: '' })
    const back = this.#opener
    this.#opener = null
    requestAnimationFrame(() => {
      if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true })
    })
  }

  /** keep holds what was typed into a form that was closed without saving, so that nothing is lost. */
  keep(plural: string, id: string, drafts: Record<string, Draft>): void {
    this.#kept.set(`${network.id} ${plural}/${id}`, drafts)
  }

  /** taken gives it back, once. */
  taken(plural: string, id: string): Record<string, Draft> | undefined {
    const key = `${network.id} ${plural}/${id}`
    const drafts = this.#kept.get(key)
    this.#kept.delete(key)
    return drafts
  }
}

export const editing = new Editing()

/** editLink is the address of the form of a record on the page where the reader is. */
export function editLink(plural: string, id: string): string {
  const p = new URLSearchParams(place.search)
  p.set('edit', `${plural}/${id}`)
  return `${place.path}?${p.toString().replaceAll('%2F', '/').replaceAll('%7E', '~')}`
}

