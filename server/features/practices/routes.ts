import type { FastifyInstance } from 'fastify'
import { practiceRoutes } from '#shared/practices/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, CONTRIBUTORS, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { feedIndicator } from './feed.ts'
import { addPractice, adopt, changePractice, listPractices } from './service.ts'

/** What partners do in the same way, and how far each has come. */
export function practices(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, practiceRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await listPractices(trx, actor) }))
  serve(app, deps, practiceRoutes.create, BACKBONE, ({ trx, actor, body, now }) => addPractice(trx, actor, body, now))
  serve(app, deps, practiceRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changePractice(trx, actor, params.practiceId, body, ifMatch(), now),
  )
  serve(app, deps, practiceRoutes.adopt, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) =>
    adopt(trx, actor, params.practiceId, params.partner, body, ifMatch(), now),
  )
  serve(app, deps, practiceRoutes.feed, BACKBONE, ({ trx, actor, params, body, now }) => feedIndicator(trx, actor, params.practiceId, body.period, now))
}
