import { place } from './place.svelte.ts'

let opener: Element | null = null

/** cardLink is the address of the card of a thing on the page where the reader is. */
export function cardLink(ref: string): string {
  const p = new URLSearchParams(place.search)
  p.set('card', ref)
  return `${place.path}?${p.toString().replaceAll('%2F', '/').replaceAll('%7E', '~')}`
}

/** openCard shows the card and remembers where the reader was, so that closing leads back there. */
export function openCard(ref: string): void {
  if (!place.params.get('card')) opener = document.activeElement
  place.go(cardLink(ref))
}

export function closeCard(): void {
  place.set({ card: '' })
  if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus({ preventScroll: true })
  opener = null
}

/** pairRef is the one name of the pair of two institutions, whichever comes first. */
export function pairRef(a: string, b: string): string {
  return a < b ? `pair/${a}~${b}` : `pair/${b}~${a}`
}

/** cardOf is the card that a reference of a picture or list leads to: a pair has one card, whichever finding speaks of it. */
export function cardOf(ref: string): string {
  const m = /^[a-z-]+\/([^~/]+)~([^~/]+)$/.exec(ref)
  return m?.[1] && m[2] ? pairRef(m[1], m[2]) : ref
}

/** roundOf is the cell of a round's reference ("side-by-side/N/1/F"), or ''. */
export function roundOf(ref: string): string {
  return /^side-by-side\/([^~/]+\/[^~/]+\/[^~/]+)$/.exec(ref)?.[1] ?? ''
}

/** placeOf is the area and phase of a cell of the overview of rounds ("side-by-side/N/1"), or ''. */
export function placeOf(ref: string): string {
  return /^side-by-side\/([^~/]+\/[^~/]+)$/.exec(ref)?.[1] ?? ''
}
