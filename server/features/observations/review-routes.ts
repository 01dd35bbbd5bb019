import type { FastifyInstance } from 'fastify'
import { reviewRoutes } from '#shared/observations/review-contract.ts'
import { revisionRoutes } from '#shared/observations/revision-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, CONTRIBUTORS, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { claimForm, readForm, readQueue, releaseForm, validateForms } from './review.ts'
import { askRevision, decideRevision, readRequests } from './revisions.ts'

/** Checking what was handed in, and changing what was validated. */
export function reviews(app: FastifyInstance, deps: FeatureDeps): void {
  const { queue, item, claim, release, validateForms: validate } = reviewRoutes
  serve(app, deps, queue, BACKBONE, ({ trx, actor }) => readQueue(trx, actor))
  serve(app, deps, item, BACKBONE, ({ trx, actor, query }) => readForm(trx, actor, query))
  serve(app, deps, claim, BACKBONE, ({ trx, actor, body, now }) => claimForm(trx, actor, now, body))
  serve(app, deps, release, BACKBONE, ({ trx, actor, query, now }) => releaseForm(trx, actor, now, query))
  serve(app, deps, validate, BACKBONE, async ({ trx, actor, body, now }) => ({ results: await validateForms(trx, actor, now, body.forms) }))
  serve(app, deps, revisionRoutes.list, THE_CIRCLE, async ({ trx, actor, query }) => ({ items: await readRequests(trx, actor, query) }))
  serve(app, deps, revisionRoutes.create, CONTRIBUTORS, ({ trx, actor, body, now }) => askRevision(trx, actor, now, body))
  serve(app, deps, revisionRoutes.decide, CONTRIBUTORS, ({ trx, actor, params, body, now }) => decideRevision(trx, actor, now, params.requestId, body))
}
