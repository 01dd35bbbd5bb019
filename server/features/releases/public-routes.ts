import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LINK_HEADER, publicRoutes } from '#shared/releases/public.ts'
import type { FeatureDeps } from '#server/app.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { inTransaction } from '#server/platform/db/transaction.ts'
import type { Policy } from '#server/platform/http/policy.ts'
import { Problem } from '#server/platform/http/problem.ts'
import { serve } from '#server/platform/http/serve.ts'
import { asCsv } from './open-data.ts'
import { countVisit, pageMark, readOpenData, readPublic, readPublicCells, readPublicShapes, readVersions, visit, type Visitor } from './public.ts'

const PUBLIC: Extract<Policy, { kind: 'public' }> = {
  kind: 'public',
  reason: 'the masked release that a lead made public, or the one of a link; read by a role that can read no other table',
}

/** Seconds for which an answer may be used without asking again. */
const FRESH_SECONDS = 60

function secretOf(request: FastifyRequest): string | null {
  const header = request.headers[LINK_HEADER]
  return typeof header === 'string' && header !== '' ? header : null
}

/** Everybody may keep what is public; what a link shows, nobody. */
function tellKeeping(reply: FastifyReply, visitor: Visitor, mark: string): void {
  if (visitor.number === null) reply.header('cache-control', `public, max-age=${FRESH_SECONDS}`).header('etag', `"${mark}"`).header('vary', LINK_HEADER)
  else reply.header('cache-control', 'private, no-store').header('x-robots-tag', 'noindex')
}

/** Tells when the public page of an address is another one; null when there is none. */
export function publicMarks(db: FeatureDeps['db'], now: () => Date): (slug: string) => Promise<string | null> {
  return (slug) =>
    inTransaction(db, async (trx) => pageMark(trx, await visit(trx, slug, null, now()))).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'not_found') return null
      throw error
    })
}

/** What is read without an account. Every answer but a file has one mark: that of its release. */
export function publicReleases(app: FastifyInstance, deps: FeatureDeps): void {
  const enter = async ({
    trx,
    request,
    reply,
    now,
    params,
  }: {
    trx: Trx
    request: FastifyRequest
    reply: FastifyReply
    now: Date
    params: { slug: string }
  }) => {
    const visitor = await visit(trx, params.slug, secretOf(request), now)
    tellKeeping(reply, visitor, await pageMark(trx, visitor))
    return visitor
  }
  const asFile = (reply: FastifyReply, mediaType: string, { slug }: { slug: string }, extension: string) =>
    reply.type(mediaType).header('content-disposition', `attachment; filename="${slug}.${extension}"`)

  serve(app, deps, publicRoutes.read, PUBLIC, async (call) => {
    const visitor = await enter(call)
    const page = await readPublic(call.trx, visitor)
    const secret = secretOf(call.request)
    if (secret !== null && call.request.method === 'GET') await countVisit(call.trx, visitor, secret, call.now)
    return page
  })
  serve(app, deps, publicRoutes.cells, PUBLIC, async (call) => readPublicCells(call.trx, await enter(call), call.query))
  serve(app, deps, publicRoutes.shapes, PUBLIC, async (call) => ({ items: await readPublicShapes(call.trx, await enter(call), call.query.level) }))
  serve(app, deps, publicRoutes.versions, PUBLIC, async (call) => readVersions(call.trx, await enter(call)))
  serve(app, deps, publicRoutes.csv, PUBLIC, async (call) => {
    const data = await readOpenData(call.trx, await enter(call))
    asFile(call.reply, 'text/csv; charset=utf-8', call.params, 'csv')
    return asCsv(data)
  })
  serve(app, deps, publicRoutes.json, PUBLIC, async (call) => {
    const { licence, release, open, cells } = await readOpenData(call.trx, await enter(call))
    asFile(call.reply, 'application/json; charset=utf-8', call.params, 'json')
    return { licence, source: open.catalogue.initiative.nameFr, release, cells }
  })
}
