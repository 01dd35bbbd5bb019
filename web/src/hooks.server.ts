import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit/hooks'
import { forwardCookies } from '#lib/api/forward-cookies.server.ts'
import { compressed } from '#lib/state/compress.server.ts'
import { withLocale } from '#lib/state/locale-context.server.ts'
import { isTheme, THEME_COOKIE } from '#lib/state/theme.ts'
import { isLocale, negotiateLocale } from '#shared/i18n/locales.ts'

/** Pages of a release: the same bytes for everybody, so that they can be kept. */
const isPublished = (path: string) => /^\/[^/]+\/(p|embed)\//.test(path)
const PAGE_SCRIPT = /\s*<script src="[^"]*\/page\.js" defer><\/script>/

/** Opens the frames of these hosts to a page; every other page stays closed to all. */
function openFrames(headers: Headers, hosts: readonly string[]): void {
  const policy = headers.get('content-security-policy')
  if (policy !== null) headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", `frame-ancestors 'self' ${hosts.join(' ')}`.trim()))
}

/** Language from the address, theme from a cookie; both are in the first bytes of the page. */
export const handle: Handle = async ({ event, resolve }) => {
  const first = event.url.pathname.split('/')[1]
  event.locals.locale = isLocale(first) ? first : negotiateLocale(event.request.headers.get('accept-language'))
  const isOpen = isPublished(event.url.pathname)
  const theme = isOpen ? undefined : event.cookies.get(THEME_COOKIE)
  event.locals.theme = isTheme(theme) ? theme : 'auto'
  const response = await withLocale(event.locals.locale, () =>
    resolve(event, {
      transformPageChunk: ({ html }) => {
        const page = html.replace('%maillage.lang%', event.locals.locale).replace('%maillage.theme%', event.locals.theme)
        return isOpen ? page.replace(PAGE_SCRIPT, '') : page
      },
    }),
  )
  if (event.locals.frameHosts !== undefined) openFrames(response.headers, event.locals.frameHosts)
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache')
  return compressed(event.request, response)
}

/** Calls to our own API carry the visitor's cookie and hat, and stay inside the process (D5, D22). */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const url = new URL(request.url)
  if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request)
  const headers = new Headers(request.headers)
  for (const name of ['cookie', 'maillage-hat', 'user-agent', 'accept-language']) {
    const value = event.request.headers.get(name)
    if (value !== null && !headers.has(name)) headers.set(name, value)
  }
  headers.set('origin', event.url.origin)
  // The limiter of sign-in counts by address; a call inside the process has none of its own.
  headers.set('maillage-client', event.getClientAddress())
  const call = new Request(request, { headers })
  const inject = globalThis.__maillageInject
  const response = inject === undefined ? await globalThis.fetch(call) : await inject(call)
  forwardCookies(response, event.cookies)
  return response
}

/** The visitor learns that it failed and what to quote; the detail stays in the log. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return
  const reference = crypto.randomUUID().slice(0, 8)
  console.error(
    JSON.stringify({
      level: 'error',
      reference,
      path: event.url.pathname.replace(/\/links\/[^/]+/, '/links/[cut]'),
      error: error instanceof Error ? error.stack : String(error),
    }),
  )
  return { reference }
}
