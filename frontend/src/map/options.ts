/** optionQuery writes the named parts of the address, as far as they are there, as a query for the service. */
export function optionQuery(params: URLSearchParams, names: string[]): string {
  return names.flatMap((n) => (params.get(n) ? [`${n}=${encodeURIComponent(params.get(n) ?? '')}`] : [])).join('&')
}

/** pictureOptions writes the parts of the address that a picture knows. */
export function pictureOptions(params: URLSearchParams, names: string[]): string {
  return ['paper=screen', optionQuery(params, names)].filter(Boolean).join('&')
}
