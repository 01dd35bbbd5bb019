import type { FastifyInstance } from 'fastify'
import { priorityRoutes } from '#shared/priorities/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, THE_CIRCLE, type TenantPolicy } from '#server/platform/http/policy.ts'
import { everyDay } from '#server/platform/day-work.ts'
import { serve } from '#server/platform/http/serve.ts'
import { close, closeOverdue, link, listRounds, moveDay, openRound, readRound, vote } from './service.ts'

/** Those who answer in the name of their partner. */
const SPEAKERS: TenantPolicy = { kind: 'tenant', roles: ['partner_contributor'] }

/** Rounds in which partners put actions in an order together. */
export function priorities(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, priorityRoutes.list, THE_CIRCLE, async ({ trx, actor, now }) => ({ items: await listRounds(trx, actor, now) }))
  serve(app, deps, priorityRoutes.read, THE_CIRCLE, ({ trx, actor, params, now }) => readRound(trx, actor, params.roundId, now))
  serve(app, deps, priorityRoutes.open, BACKBONE, ({ trx, actor, body, now }) => openRound(trx, actor, body, now))
  serve(app, deps, priorityRoutes.vote, SPEAKERS, ({ trx, actor, params, body, ifMatch, now }) => vote(trx, actor, params.roundId, body.scores, ifMatch(), now))
  serve(app, deps, priorityRoutes.close, BACKBONE, ({ trx, actor, params, ifMatch, now }) => close(trx, actor, params.roundId, ifMatch(), now))
  serve(app, deps, priorityRoutes.moveDay, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    moveDay(trx, actor, params.roundId, body.closesOn, ifMatch(), now),
  )
  serve(app, deps, priorityRoutes.link, BACKBONE, ({ trx, actor, params, body, now }) =>
    link(trx, actor, params.roundId, params.candidateId, body.activityId ?? null, now),
  )
  everyDay(app, deps, 'the closing of priority rounds whose day has passed', closeOverdue)
}
