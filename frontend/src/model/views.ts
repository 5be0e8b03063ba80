/** Parts of an address that belong to the moment and not to what is shown; graph/views leaves out the same. */
const passing = ['card', 'edit', 'lang']

/** The parts of an address that name records, as graph/views knows them. */
const naming = ['areas', 'phases', 'fields', 'groups', 'kinds', 'sectors', 'institution', 'round', 'cell', 'sectors_of', 'focus', 'around']

const partsOf = (search: string) => search.replace(/^\?/, '').split('&').filter(Boolean)
const nameOf = (part: string) => part.split('=')[0] ?? ''

/** viewQuery is what a saved view keeps of an address; whether names are shown it keeps apart. */
export function viewQuery(search: string): string {
  return partsOf(search).filter((p) => !passing.includes(nameOf(p)) && nameOf(p) !== 'no_names').join('&')
}

/** namedIn is what an address says of records that may be gone; the same text as long as that part stays the same. */
export function namedIn(search: string): string {
  return partsOf(search).filter((p) => naming.includes(nameOf(p))).join('&')
}

/** withoutMissing is an address without the records of some ids: lists lose these, anything else that names one goes. */
export function withoutMissing(search: string, ids: string[]): string {
  const gone = new Set(ids)
  const plain = (text: string) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '))
    } catch {
      return text
    }
  }
  return partsOf(search).flatMap((part) => {
    const name = nameOf(part)
    if (!naming.includes(name)) return [part]
    const raw = part.slice(name.length + 1)
    if (['round', 'cell', 'sectors_of', 'focus', 'around'].includes(name)) return plain(raw).split('/').some((x) => gone.has(x)) ? [] : [part]
    const kept = raw.split(',').filter((x) => !gone.has(plain(x)))
    return kept.length ? [`${name}=${kept.join(',')}`] : []
  }).join('&')
}
