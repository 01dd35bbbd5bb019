import type { FastifyInstance } from 'fastify'
import { targetRoutes } from '#shared/indicators/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { saveAssignments, saveBaselines, saveTargets } from './service.ts'

/** Where indicators start, where they should go, and who reports them. */
export function targets(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, targetRoutes.saveBaselines, BACKBONE, ({ trx, actor, params, body, now }) => saveBaselines(trx, actor, now, params.indicator, body))
  serve(app, deps, targetRoutes.saveTargets, BACKBONE, ({ trx, actor, params, body, now }) => saveTargets(trx, actor, now, params.indicator, body))
  serve(app, deps, targetRoutes.saveAssignments, BACKBONE, ({ trx, actor, params, body, now }) => saveAssignments(trx, actor, now, params.indicator, body))
}
