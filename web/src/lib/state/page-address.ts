type Address = Pick<URL, 'pathname' | 'search'>

/** Path and query of a page, without the name of a form's action that a refused form leaves in the address. */
export function pageAddress(url: Address): string {
  const query = new URLSearchParams(url.search)
  const actions = [...query.keys()].filter((key) => key.startsWith('/'))
  if (actions.length === 0) return url.pathname + url.search
  for (const key of actions) query.delete(key)
  return query.size === 0 ? url.pathname : `${url.pathname}?${query}`
}
