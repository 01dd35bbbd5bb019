/** Addresses that keep the rest of the query: what a link can share lives in the URL. */
type Address = Pick<URL, 'pathname' | 'search'>
type Changes = Readonly<Record<string, string | number | null | undefined>>

/** The same page with these query parameters set; null or empty removes one. The page number is dropped unless it is set. */
export function withQuery(url: Address, changes: Changes): string {
  const query = new URLSearchParams(url.search)
  query.delete('page')
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') query.delete(name)
    else query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? url.pathname : `${url.pathname}?${text}`
}

export interface Sort {
  readonly key: string
  readonly direction: 'ascending' | 'descending'
}

/** The sort of an address: `sort=name`, or `sort=-name` from largest to smallest. Unknown keys give the default. */
export function readSort(url: Address, keys: readonly string[], otherwise: Sort): Sort {
  const text = new URLSearchParams(url.search).get('sort') ?? ''
  const key = text.replace(/^-/, '')
  if (!keys.includes(key)) return otherwise
  return { key, direction: text.startsWith('-') ? 'descending' : 'ascending' }
}

/** The address that sorts by a column, the other way round when it already is the sort. */
export function sortHref(url: Address, sort: Sort, key: string): string {
  const turned = sort.key === key && sort.direction === 'ascending'
  return withQuery(url, { sort: turned ? `-${key}` : key })
}
