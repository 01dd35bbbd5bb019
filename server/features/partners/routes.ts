import type { FastifyInstance } from 'fastify'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, CONTRIBUTORS, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { addContribution, changePartner, confirmOwnContribution, createPartner, readPartner, readPartners } from './service.ts'

/** Partners: their sheet, where they work, what they bring. */
export function partners(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, partnerRoutes.list, EVERY_MEMBER, async ({ trx, actor, query }) => ({ items: await readPartners(trx, actor, query) }))
  serve(app, deps, partnerRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readPartner(trx, actor, params.partnerId))
  serve(app, deps, partnerRoutes.create, BACKBONE, ({ trx, actor, body, now }) => createPartner(trx, actor, body, now))
  serve(app, deps, partnerRoutes.change, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) =>
    changePartner(trx, actor, params.partnerId, body, ifMatch(), now),
  )
  serve(app, deps, partnerRoutes.addContribution, CONTRIBUTORS, ({ trx, actor, params, body, now }) => addContribution(trx, actor, params.partnerId, body, now))
  serve(app, deps, partnerRoutes.confirmContribution, CONTRIBUTORS, ({ trx, actor, params, now }) =>
    confirmOwnContribution(trx, actor, params.contributionId, now),
  )
}
