import type { Attachment } from 'svelte/attachments'

/**
 * sizeTo gives an element the proportions of a frame. The page's policy forbids style attributes, so the property is set
 * on the element's style object.
 */
export function sizeTo(w: number, h: number): Attachment<SVGSVGElement> {
  return (node) => {
    node.style.setProperty('aspect-ratio', `${w} / ${h}`)
  }
}
