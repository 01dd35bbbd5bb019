import type { FastifyInstance } from 'fastify'
import { definitionRoutes } from '#shared/indicators/administration.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { limitRoutes } from '#shared/indicators/limits-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, EVERY_MEMBER, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import {
  changeIndicator,
  createIndicator,
  proposeLimits,
  readDimensions,
  readHistory,
  readIndicator,
  readIndicators,
  readLimits,
  readPeriods,
  saveDimensions,
  saveLimits,
} from './service.ts'

/** Definitions of indicators and their versions, reporting periods, dimensions. */
export function indicators(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, indicatorRoutes.list, EVERY_MEMBER, async ({ trx, actor, query }) => ({ items: await readIndicators(trx, actor, query) }))
  serve(app, deps, indicatorRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readIndicator(trx, actor, params.indicator))
  serve(app, deps, indicatorRoutes.create, BACKBONE, ({ trx, actor, body, now }) => createIndicator(trx, actor, now, body))
  serve(app, deps, indicatorRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeIndicator(trx, actor, now, params.indicator, body, ifMatch()),
  )
  serve(app, deps, definitionRoutes.history, EVERY_MEMBER, ({ trx, actor, params }) => readHistory(trx, actor, params.indicator))
  serve(app, deps, indicatorRoutes.periods, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readPeriods(trx, actor) }))
  serve(app, deps, indicatorRoutes.dimensions, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readDimensions(trx, actor.initiative.id) }))
  serve(app, deps, indicatorRoutes.saveDimensions, BACKBONE, async ({ trx, actor, body, now }) => ({
    items: await saveDimensions(trx, actor, now, body.items),
  }))
  serve(app, deps, limitRoutes.list, THE_CIRCLE, async ({ trx, actor, params }) => ({ items: await readLimits(trx, actor, params.indicator) }))
  serve(app, deps, limitRoutes.save, BACKBONE, async ({ trx, actor, params, body, now }) => ({
    items: await saveLimits(trx, actor, now, params.indicator, body),
  }))
  serve(app, deps, limitRoutes.propose, BACKBONE, async ({ trx, actor, params }) => ({ items: await proposeLimits(trx, actor, params.indicator) }))
}
