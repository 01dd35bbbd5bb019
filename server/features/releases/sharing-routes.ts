import type { FastifyInstance } from 'fastify'
import { sharingRoutes } from '#shared/releases/sharing.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, BACKBONE_LEAD } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { changePage, createLink, endLink, readLinks, readPage } from './sharing.ts'

/** The public page and the links to a release: leads decide, the backbone sees what stands. */
export function sharing(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, sharingRoutes.readPage, BACKBONE, ({ trx, actor }) => readPage(trx, actor))
  serve(app, deps, sharingRoutes.changePage, BACKBONE_LEAD, ({ trx, actor, body, now, ifMatch }) => changePage(trx, actor, now, ifMatch(), body))
  serve(app, deps, sharingRoutes.links, BACKBONE, async ({ trx, actor, now }) => ({ items: await readLinks(trx, actor, now) }))
  serve(app, deps, sharingRoutes.createLink, BACKBONE_LEAD, ({ trx, actor, body, now }) => createLink(trx, actor, now, body))
  serve(app, deps, sharingRoutes.revokeLink, BACKBONE_LEAD, async ({ trx, actor, params, now }) => endLink(trx, actor, now, params.linkId))
}
