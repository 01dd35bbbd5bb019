import type { FastifyInstance } from 'fastify'
import { contestRoutes } from '#shared/observations/contests.ts'
import { dueRoutes } from '#shared/observations/due.ts'
import { eventRoutes } from '#shared/observations/events.ts'
import { extensionRoutes } from '#shared/observations/extensions.ts'
import { historyRoutes } from '#shared/observations/history.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE, type TenantPolicy } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { openContest, readContest, readContests, replyToContest, resolveContest } from './contest.ts'
import { readDefinitionHistory } from './definition-history.ts'
import { readDue } from './due.ts'
import { declareEvent, liftCollectionEvent, readEvents } from './excuse.ts'
import { endExtension, extendDueDate, readExtensions } from './extension.ts'
import { readHistory } from './history.ts'

const PARTNERS_ALONE: TenantPolicy = { kind: 'tenant', roles: ['partner_contributor'] }

/** Whether figures can be trusted: what is due, their history, what excuses their absence, and what is disputed. */
export function figureQuality(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, dueRoutes.list, THE_CIRCLE, ({ trx, actor, query }) => readDue(trx, actor, query))
  serve(app, deps, historyRoutes.definition, EVERY_MEMBER, ({ trx, actor, params }) => readDefinitionHistory(trx, actor, params.indicator))
  serve(app, deps, historyRoutes.figure, THE_CIRCLE, ({ trx, actor, params }) => readHistory(trx, actor, params.observationId))

  serve(app, deps, eventRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readEvents(trx, actor) }))
  serve(app, deps, eventRoutes.declare, BACKBONE, ({ trx, actor, body, now }) => declareEvent(trx, actor, body, now))
  serve(app, deps, eventRoutes.lift, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    liftCollectionEvent(trx, actor, params.eventId, ifMatch(), body.reason, now),
  )

  serve(app, deps, extensionRoutes.list, THE_CIRCLE, async ({ trx, actor }) => ({ items: await readExtensions(trx, actor) }))
  serve(app, deps, extensionRoutes.grant, BACKBONE, ({ trx, actor, body, now }) => extendDueDate(trx, actor, now, body))
  serve(app, deps, extensionRoutes.remove, BACKBONE, async ({ trx, actor, params, now }) => {
    await endExtension(trx, actor, now, params.extensionId)
    return undefined
  })

  serve(app, deps, contestRoutes.list, THE_CIRCLE, async ({ trx, actor, query }) => ({ items: await readContests(trx, actor, query) }))
  serve(app, deps, contestRoutes.read, THE_CIRCLE, ({ trx, actor, params }) => readContest(trx, actor, params.contestId))
  serve(app, deps, contestRoutes.open, PARTNERS_ALONE, ({ trx, actor, body, now }) => openContest(trx, actor, now, body))
  serve(app, deps, contestRoutes.reply, CONTRIBUTORS, ({ trx, actor, params, body, now }) => replyToContest(trx, actor, now, params.contestId, body))
  serve(app, deps, contestRoutes.resolve, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) =>
    resolveContest(trx, actor, now, params.contestId, ifMatch(), body.note),
  )
}
