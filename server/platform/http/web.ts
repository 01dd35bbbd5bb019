import type { FastifyInstance } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PROTECTIVE_HEADERS } from './defences.ts'
import { notFoundAnswer } from './errors.ts'
import { pageKeeper, type PageKeeper } from './kept-pages.ts'

/** SvelteKit's middleware as adapter-node builds it. */
export type WebHandler = (request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void) => void

/** Where adapter-node reads the address that people type, and theirs: it has no setting for it (main.ts names these to it). */
export const ORIGIN_HEADERS = { protocol: 'maillage-page-protocol', host: 'maillage-page-host', client: 'maillage-page-client' } as const

/** Headers of this prefix are the server's word to its pages: a visitor's own are taken off. */
const PAGE_PREFIX = 'maillage-page-'

/** On a page's call of the API, inside the process: the address of the visitor, for the limiter of sign-in (web/src/hooks.server.ts). */
const CLIENT_HEADER = 'maillage-client'

/** Pages that are made for somebody else's frame. */
const EMBEDDED = /^\/[^/]+\/embed\//

/** States the page's own origin: the trusted one that was asked for, else the first; a stranger's header is overwritten. */
function stateOrigin(request: IncomingMessage, origins: readonly string[]): void {
  const asked = origins.find((origin) => new URL(origin).host === request.headers.host) ?? origins[0]
  if (asked === undefined) throw new TypeError('a page needs the origin of the server')
  const url = new URL(asked)
  request.headers[ORIGIN_HEADERS.protocol] = url.protocol.slice(0, -1)
  request.headers[ORIGIN_HEADERS.host] = url.host
}

/**
 * Mounts the pages after the API; their calls to /api come back through `inject` with the visitor's cookie (D5).
 * `origins` are the addresses of this server, the configured one first; `kept` holds public pages as long as they stand; `facts` are
 * headers that state something of this server to its pages.
 */
export async function webPages(
  app: FastifyInstance,
  handler: WebHandler,
  origins: readonly string[],
  kept: PageKeeper = pageKeeper(() => Promise.resolve(null)),
  facts: Readonly<Record<string, string>> = {},
): Promise<void> {
  ;(globalThis as { __maillageInject?: (request: Request) => Promise<Response> }).__maillageInject = async (request) => {
    const url = new URL(request.url)
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer())
    const { [CLIENT_HEADER]: client, ...sent } = Object.fromEntries(request.headers)
    const answer = await app.inject({
      method: request.method as 'GET',
      url: `${url.pathname}${url.search}`,
      headers: sent,
      ...(client === undefined || client === '' ? {} : { remoteAddress: client }),
      ...(body === undefined ? {} : { payload: body }),
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of [value].flat()) if (one !== undefined) headers.append(name, String(one))
    }
    const empty = answer.statusCode === 204 || answer.statusCode === 304
    return new Response(empty ? null : new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers })
  }
  await app.register(async (pages) => {
    pages.removeAllContentTypeParsers()
    // The page's own form handling reads the raw body.
    pages.addContentTypeParser('*', (_request, _payload, done) => done(null))
    pages.route({
      method: ['GET', 'HEAD', 'POST'],
      url: '/*',
      config: { policy: { kind: 'public', reason: "pages hold no data of their own: each asks the API with the visitor's cookie" } },
      bodyLimit: 11 * 1024 * 1024,
      handler: async (request, reply) => {
        if (request.url.startsWith('/api/')) return notFoundAnswer(request, reply)
        reply.hijack()
        for (const name of Object.keys(request.raw.headers)) if (name.startsWith(PAGE_PREFIX)) Reflect.deleteProperty(request.raw.headers, name)
        stateOrigin(request.raw, origins)
        Object.assign(request.raw.headers, facts)
        request.raw.headers[ORIGIN_HEADERS.client] = request.ip
        // Hooks do not run for an answer that leaves this way.
        for (const [name, value] of Object.entries(PROTECTIVE_HEADERS)) {
          // Which pages may frame an indicator, its own policy says by host.
          if (name === 'x-frame-options' && EMBEDDED.test(request.url)) continue
          reply.raw.setHeader(name, value)
        }
        if (await kept.send(request.raw, reply.raw)) return undefined
        handler(request.raw, reply.raw, (error) => {
          if (error !== undefined) request.log.error({ err: error }, 'page failed')
          if (!reply.raw.headersSent) reply.raw.writeHead(error === undefined ? 404 : 500, { 'content-type': 'text/plain; charset=utf-8' })
          reply.raw.end(error === undefined ? 'Not found' : 'Error')
        })
        return undefined
      },
    })
  })
  app.setNotFoundHandler({}, notFoundAnswer)
}
