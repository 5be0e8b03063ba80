import { readSelection, selectionNames, selectionQuery, type Selection } from '../model/filter.ts'
import { pathOf, readRoute, type PageName } from '../model/route.ts'

/** Where the reader is: path and query of the address, and nothing that is not in the address. */
class Place {
  path = $state(location.pathname)
  search = $state(location.search)
  route = $derived(readRoute(this.path))
  params = $derived(new URLSearchParams(this.search))
  selection: Selection = $derived(readSelection(this.search))
  /** The selection as a query, for every request and link. */
  query = $derived(selectionQuery(this.selection))

  constructor() {
    addEventListener('popstate', () => this.#read())
  }

  #read(): void {
    this.path = location.pathname
    this.search = location.search
  }

  go(href: string, replace = false): void {
    history[replace ? 'replaceState' : 'pushState'](null, '', href)
    const moved = this.path !== location.pathname
    this.#read()
    if (moved && !location.hash) scrollTo(0, 0) // a page whose address names a part of it goes there itself
  }

  /** set changes parts of the query and leaves the rest; '' takes a part away. */
  set(patch: Record<string, string>, replace = false): void {
    const p = new URLSearchParams(this.search)
    for (const [k, v] of Object.entries(patch)) {
      if (v) p.set(k, v)
      else p.delete(k)
    }
    // Commas and slashes are allowed in a query and keep addresses readable; a comma inside an id was escaped before.
    const text = p.toString().replaceAll('%2F', '/').replaceAll('%7E', '~')
    this.go(this.path + (text ? `?${text}` : ''), replace)
  }

  /** select replaces the selection. */
  select(s: Selection): void {
    const rest = new URLSearchParams(this.search)
    for (const n of selectionNames) rest.delete(n)
    const parts = [selectionQuery(s), rest.toString().replaceAll('%2F', '/').replaceAll('%7E', '~')].filter(Boolean)
    this.go(this.path + (parts.length ? `?${parts.join('&')}` : ''), true)
  }

  /** link is the address of another page of the same network with the same selection. */
  link(network: string, page: PageName, kind = '', extra: Record<string, string> = {}): string {
    const more = new URLSearchParams(extra).toString()
    const query = [this.query, more].filter(Boolean).join('&')
    return pathOf(network, page, kind) + (query ? `?${query}` : '')
  }
}

export const place = new Place()

/** followLinks lets plain clicks on links of this program change the page without loading it anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = (event.target as Element | null)?.closest?.('a[href]')
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return
  if (link.origin !== location.origin || link.pathname.startsWith('/api/')) return
  if (link.hash && link.pathname === location.pathname) return
  event.preventDefault()
  place.go(link.pathname + link.search + link.hash)
}
