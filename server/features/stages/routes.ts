import type { FastifyInstance } from 'fastify'
import { stageRoutes } from '#shared/stages/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { dateStage, engage, listStages } from './service.ts'

/** The stages of a process, and how much of each partner each one asks. */
export function stages(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, stageRoutes.list, THE_CIRCLE, async ({ trx, actor }) => ({ items: await listStages(trx, actor) }))
  serve(app, deps, stageRoutes.date, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) => dateStage(trx, actor, params.stage, body, ifMatch(), now))
  serve(app, deps, stageRoutes.engage, BACKBONE, ({ trx, actor, params, body, now }) => engage(trx, actor, params.stage, body.items, now))
}
