import type { FastifyInstance } from 'fastify'
import { observationRoutes } from '#shared/observations/contract.ts'
import { entryRoutes } from '#shared/observations/entry-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, CONTRIBUTORS, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { erase, move, readDetails, readEntry, readObservations, saveFigures } from './service.ts'

/** Figures: reading, typing, and their way from draft to validated. */
export function observations(app: FastifyInstance, deps: FeatureDeps): void {
  const { list, entry, save, submit, takeBack, giveBack, validate, reopen } = observationRoutes
  serve(app, deps, list, THE_CIRCLE, ({ trx, actor, query }) => readObservations(trx, actor, query))
  serve(app, deps, entry, THE_CIRCLE, ({ trx, actor, query }) => readEntry(trx, actor, query))
  serve(app, deps, entryRoutes.details, THE_CIRCLE, ({ trx, actor, query }) => readDetails(trx, actor, query))
  serve(app, deps, entryRoutes.erase, CONTRIBUTORS, async ({ trx, actor, body, now }) => ({ results: await erase(trx, actor, now, body.items) }))
  serve(app, deps, save, CONTRIBUTORS, async ({ trx, actor, body, now }) => ({ results: await saveFigures(trx, actor, now, body.items) }))
  serve(app, deps, submit, CONTRIBUTORS, async ({ trx, actor, body, now }) => move(trx, actor, now, 'submit', body))
  serve(app, deps, takeBack, CONTRIBUTORS, async ({ trx, actor, body, now }) => move(trx, actor, now, 'take_back', body))
  serve(app, deps, giveBack, BACKBONE, async ({ trx, actor, body, now }) => move(trx, actor, now, 'return', body))
  serve(app, deps, reopen, BACKBONE, async ({ trx, actor, body, now }) => move(trx, actor, now, 'reopen', body))
  serve(app, deps, validate, BACKBONE, async ({ trx, actor, body, now }) => move(trx, actor, now, 'validate', body))
}
