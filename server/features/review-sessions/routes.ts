import type { FastifyInstance } from 'fastify'
import { reviewSessionRoutes } from '#shared/review-sessions/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { listReviews, saveReview } from './service.ts'

/** What the circle looks back on together after a step (S41). */
export function reviewSessions(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, reviewSessionRoutes.list, THE_CIRCLE, async ({ trx, actor }) => ({ items: await listReviews(trx, actor) }))
  serve(app, deps, reviewSessionRoutes.save, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    saveReview(trx, actor, params.occasion, body, ifMatch(), now),
  )
}
