import { closeCard } from './card.ts'
import { place } from './place.svelte.ts'
import { writes } from './writes.svelte.ts'
import { network } from './network.svelte.ts'

/** The keys that work on every page. Keys typed into a field belong to the field. */
class Keys {
  search = $state(false)
  help = $state(false)

  press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return
    const typing = isField(event.target)
    const held = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    if (held && !event.shiftKey && key === 'k' && network.id) this.#do(event, () => (this.search = true))
    else if (typing || document.querySelector('dialog[open]')) return
    else if (held && !event.shiftKey && key === 'z') this.#do(event, () => void writes.undo())
    else if (held && (key === 'y' || (event.shiftKey && key === 'z'))) this.#do(event, () => void writes.redo())
    else if (held || event.altKey) return
    else if (event.key === '/' && network.id) this.#do(event, () => (this.search = true))
    else if (event.key === '?') this.#do(event, () => (this.help = true))
    else if (event.key === 'Escape' && place.params.get('card')) this.#do(event, closeCard)
  }

  #do(event: KeyboardEvent, act: () => void): void {
    event.preventDefault()
    act()
  }
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)
}

export const keys = new Keys()
