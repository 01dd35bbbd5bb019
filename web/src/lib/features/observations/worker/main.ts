import {
  addressOf,
  dated,
  isPagesCache,
  isPart,
  isSheet,
  isStale,
  KEPT_AT,
  PAGES_KEPT,
  PARTS,
  pagesCache,
  partsOf,
  SCOPE_HEADER,
  shellCache,
  PREFIX,
} from './kept.ts'

/** Version of the product: what another version kept is not shown. */
declare const __ENTRY_BUILD__: string
const BUILD = __ENTRY_BUILD__

/** What is used of a service worker's surroundings. */
interface Surroundings {
  readonly skipWaiting: () => Promise<void>
  readonly clients: { readonly claim: () => Promise<void> }
  readonly addEventListener: (name: string, listener: (event: WorkerEvent) => void) => void
}
interface WorkerEvent {
  readonly request: Request
  readonly data: unknown
  readonly ports: readonly MessagePort[]
  readonly waitUntil: (work: Promise<unknown>) => void
  readonly respondWith: (answer: Promise<Response>) => void
}
const worker = globalThis as unknown as Surroundings

/** Counts departures: a page that was on its way when somebody left is not kept. */
let departures = 0
/** Sheets being kept: a departure is over when none is. */
const underway = new Set<Promise<unknown>>()

function follow(work: Promise<unknown>): Promise<unknown> {
  const followed = work.catch(() => undefined).finally(() => underway.delete(followed))
  underway.add(followed)
  return followed
}

async function empty(isToGo: (name: string) => boolean): Promise<void> {
  await Promise.all((await caches.keys()).filter(isToGo).map((name) => caches.delete(name)))
}

/** Keeps a page's scripts and styles, and lets go of those that no kept page names any more. */
async function keepParts(parts: readonly string[]): Promise<void> {
  const shell = await caches.open(shellCache(BUILD))
  await Promise.all(
    parts.map(async (address) => {
      if ((await shell.match(address)) !== undefined && address.includes('/immutable/')) return
      // The page has just fetched it: nothing travels twice.
      const answer = await fetch(address, { cache: 'force-cache' })
      if (answer.ok) await shell.put(address, answer)
    }),
  )
  const named = new Set<string>(parts)
  for (const name of (await caches.keys()).filter((one) => isPagesCache(BUILD, one))) {
    for (const page of await (await caches.open(name)).matchAll()) for (const part of (page.headers.get(PARTS) ?? '').split(' ')) named.add(part)
  }
  await Promise.all((await shell.keys()).filter(({ url }) => !named.has(url)).map((request) => shell.delete(request)))
}

/** Keeps an answered sheet under its account, initiative and hat; whatever belongs to somebody else goes. */
async function keep(url: URL, answer: Response, since: number): Promise<void> {
  const scope = answer.headers.get(SCOPE_HEADER)
  // Sent to sign-in, or not known any more: what is kept is not this visitor's to see.
  if (answer.type === 'opaqueredirect' || [401, 403, 404].includes(answer.status)) return empty((name) => isPagesCache(BUILD, name))
  if (!answer.ok || scope === null) return
  await empty((name) => isStale(BUILD, name, scope))
  const html = await answer.text()
  const parts = partsOf(html, url.href)
  const headers = new Headers(answer.headers)
  for (const name of ['content-encoding', 'content-length', 'set-cookie']) headers.delete(name)
  headers.set(KEPT_AT, new Date().toISOString())
  headers.set(PARTS, parts.join(' '))
  if (since !== departures) return
  const pages = await caches.open(pagesCache(BUILD, scope))
  await pages.put(addressOf(url), new Response(html, { headers }))
  const all = await Promise.all((await pages.keys()).map(async (request) => ({ request, at: (await pages.match(request))?.headers.get(KEPT_AT) ?? '' })))
  const old = all.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(PAGES_KEPT)
  await Promise.all(old.map(({ request }) => pages.delete(request)))
  await keepParts(parts)
  if (since !== departures) await empty((name) => name.startsWith(PREFIX))
}

/** @param since departures when it was asked for: who left meanwhile is shown nothing */
async function keptSheet(url: URL, since: number): Promise<Response | null> {
  for (const name of (await caches.keys()).filter((one) => isPagesCache(BUILD, one))) {
    const found = await (await caches.open(name)).match(addressOf(url))
    if (found === undefined) continue
    const html = dated(await found.text(), found.headers.get(KEPT_AT) ?? '')
    return since === departures ? new Response(html, { headers: found.headers }) : null
  }
  return null
}

/** The network's sheet; the kept one only when no answer comes. */
async function sheet(event: WorkerEvent, url: URL): Promise<Response> {
  const since = departures
  try {
    const answer = await fetch(event.request)
    const copy = answer.clone()
    event.waitUntil(follow(keep(url, copy, since)))
    return answer
  } catch {
    return (await keptSheet(url, since)) ?? Response.error()
  }
}

async function part(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch {
    return (await (await caches.open(shellCache(BUILD))).match(request.url)) ?? Response.error()
  }
}

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([worker.clients.claim(), empty((name) => name.startsWith(PREFIX) && !isPagesCache(BUILD, name) && name !== shellCache(BUILD))])),
)
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin) return
  if (event.request.mode === 'navigate') {
    if (isSheet(url.pathname)) event.respondWith(sheet(event, url))
  } else if (isPart(url.pathname)) event.respondWith(part(event.request))
})
worker.addEventListener('message', (event) => {
  const { kind, address } = (event.data ?? {}) as { kind?: string; address?: string }
  const answered = () => event.ports[0]?.postMessage(true)
  if (kind === 'leave') {
    departures += 1
    event.waitUntil(
      Promise.all(underway)
        .then(() => empty((name) => name.startsWith(PREFIX)))
        .then(answered, answered),
    )
  }
  if (kind === 'keep' && address !== undefined) {
    // The sheet was there before this worker: its bytes are taken from where the browser has them.
    const since = departures
    const url = new URL(address, location.origin)
    if (!isSheet(url.pathname)) return
    event.waitUntil(
      follow(
        fetch(url, { cache: 'force-cache', headers: { accept: 'text/html' }, credentials: 'same-origin', redirect: 'manual' }).then((answer) =>
          keep(url, answer, since),
        ),
      ).then(answered),
    )
  }
})
