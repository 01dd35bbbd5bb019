import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { problem } from './problem.ts'

const MAXIMUM_DEPTH = 32
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Deep JSON is refused before any handler (reliability 0.5). */
export function guardDepth(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    let depth = 0
    let inText = false
    for (let index = 0; index < body.length; index += 1) {
      const sign = body[index]
      if (inText) {
        if (sign === '\\') index += 1
        else if (sign === '"') inText = false
      } else if (sign === '"') inText = true
      else if (sign === '{' || sign === '[') {
        depth += 1
        if (depth > MAXIMUM_DEPTH) return done(problem('malformed_body'))
      } else if (sign === '}' || sign === ']') depth -= 1
    }
    void parse(request, body as string, done)
  })
}

/** Unsafe methods must come from our own pages (ASVS 3.5): the browser states the origin, and so must tools. */
export function guardOrigin(app: FastifyInstance, origins: readonly string[]): void {
  const allowed = new Set(origins)
  app.addHook('onRequest', async (request) => {
    if (SAFE_METHODS.has(request.method)) return
    const { policy } = request.routeOptions.config
    if (policy?.kind === 'public' && policy.fromAnywhere === true) return
    const { origin } = request.headers
    if (origin === undefined || !allowed.has(origin)) throw problem('origin_refused')
  })
}

/** Headers of every answer, pages and files included. */
export const PROTECTIVE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
} as const

/** Headers of every answer, and ETag with 304 for reads of the API. */
export function protectAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    reply.headers(PROTECTIVE_HEADERS)
    if (!request.url.startsWith('/api/')) return payload
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache')
    const isPublic = String(reply.getHeader('cache-control')).startsWith('public')
    if (!isPublic) reply.header('vary', 'cookie, maillage-hat')
    if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') return payload
    if (isPublic && request.headers['if-none-match'] === reply.getHeader('etag')) {
      reply.status(304)
      return ''
    }
    // A version says what to write over, not that the answer is the same: days, answers and hats change it too.
    if (reply.hasHeader('etag')) return payload
    reply.header('etag', `W/"${createHash('sha1').update(payload).digest('base64url')}"`)
    if (request.headers['if-none-match'] !== undefined && request.headers['if-none-match'] === reply.getHeader('etag')) {
      reply.status(304)
      return ''
    }
    return payload
  })
}
