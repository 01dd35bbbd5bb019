/** Header of an entry page that says whose it is: account, initiative, hat. A page without it is never kept. */
export const SCOPE_HEADER = 'maillage-entry-scope'
/** Headers of a kept page: when it was kept, and the addresses of its scripts and styles. */
export const KEPT_AT = 'maillage-kept-at'
export const PARTS = 'maillage-parts'

/** Beginning of the name of everything kept here; the page's own script empties by it at sign-out. */
export const PREFIX = 'maillage-entry '
const SHELL = 'shell'
/** Sheets that a device keeps for one account in one initiative, newest first. */
export const PAGES_KEPT = 8

/** Where the pages of one account, initiative and hat are kept, under one version of the product. */
export const pagesCache = (build: string, scope: string): string => `${PREFIX}${build} ${scope}`
/** Where scripts and styles are kept: nobody's data. */
export const shellCache = (build: string): string => `${PREFIX}${build} ${SHELL}`
export const isPagesCache = (build: string, name: string): boolean => name.startsWith(`${PREFIX}${build} `) && name !== shellCache(build)

/**
 * Whether something kept must go when a page of this scope arrives: another version of the product, another account, or
 * another hat in the same initiative.
 */
export function isStale(build: string, name: string, scope: string): boolean {
  if (!name.startsWith(PREFIX) || name === shellCache(build)) return false
  if (!isPagesCache(build, name)) return true
  const [user, initiative, hat] = name.slice(PREFIX.length + build.length + 1).split(' ')
  const [ownUser, ownInitiative, ownHat] = scope.split(' ')
  return user !== ownUser || (initiative === ownInitiative && hat !== ownHat)
}

/** Whether an address is one where people write: `/{language}/i/{initiative}/entry` or `/notes/new`, nothing under it. */
export const isSheet = (path: string): boolean => /^\/[A-Za-z-]{2,5}\/i\/[^/]+\/(?:entry|notes\/new)$/.test(path)

/** Whether an address is a script, a style or a drawing of the pages. */
export const isPart = (path: string): boolean => !path.startsWith('/api/') && /\.(?:js|css|svg)$/.test(path)

/** The address under which a sheet is kept: what says nothing is left out, and the order does not matter. */
export function addressOf(url: URL): string {
  const kept = [...url.searchParams].filter(([name, value]) => value !== '' && !name.startsWith('/')).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const query = new URLSearchParams(kept).toString()
  return `${url.origin}${url.pathname}${query === '' ? '' : `?${query}`}`
}

/** Addresses of the scripts, styles and drawings that a page names. */
export function partsOf(html: string, page: string): string[] {
  const { origin } = new URL(page)
  const found = [...html.matchAll(/(?:href|src)="([^"]+\.(?:js|css|svg))"/g)].map(([, address]) => new URL(address ?? '', page))
  return [...new Set(found.filter((one) => one.origin === origin && isPart(one.pathname)).map(({ href }) => href))]
}

/** The page as it is shown again: the place of the grid says when it was kept. */
export const dated = (html: string, at: string): string => html.replace('id="entry-grid"', `id="entry-grid" data-kept-at="${at}"`)
