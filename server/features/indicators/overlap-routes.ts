import type { FastifyInstance } from 'fastify'
import { overlapRoutes } from '#shared/indicators/overlap-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { addOverlap, readOverlaps, removeOverlap } from './overlap.ts'

/** How many people are counted twice: whoever reads a range reads how it was narrowed. */
export function overlaps(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, overlapRoutes.list, EVERY_MEMBER, async ({ trx, actor, params }) => ({ items: await readOverlaps(trx, actor, params.indicator) }))
  serve(app, deps, overlapRoutes.add, BACKBONE, async ({ trx, actor, params, body, now }) => ({
    items: await addOverlap(trx, actor, now, params.indicator, body),
  }))
  serve(app, deps, overlapRoutes.withdraw, BACKBONE, async ({ trx, actor, params, now }) => ({
    items: await removeOverlap(trx, actor, now, params.indicator, params.estimateId),
  }))
}
