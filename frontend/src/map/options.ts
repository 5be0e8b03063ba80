/** pictureOptions writes the parts of the address that a picture knows as a query for the service. */
export function pictureOptions(params: URLSearchParams, names: string[]): string {
  return ['paper=screen', ...names.flatMap((n) => (params.get(n) ? [`${n}=${encodeURIComponent(params.get(n) ?? '')}`] : []))].join('&')
}
