import type { FastifyInstance } from 'fastify'
import { meetingRoutes, updateRoutes } from '#shared/meetings/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, EVERY_MEMBER, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { addMeeting, addUpdate, changeMeeting, changeUpdate, listMeetings, listUpdates, readMeeting, shareAgenda } from './service.ts'

/** Meetings of the circle, with their agenda, and updates by audience. */
export function meetings(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, meetingRoutes.list, THE_CIRCLE, async ({ trx, actor, query, now }) => ({ items: await listMeetings(trx, actor, now, query) }))
  serve(app, deps, meetingRoutes.read, THE_CIRCLE, ({ trx, actor, params, now }) => readMeeting(trx, actor, params.meetingId, now))
  serve(app, deps, meetingRoutes.create, BACKBONE, ({ trx, actor, body, now }) => addMeeting(trx, actor, body, now))
  serve(app, deps, meetingRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeMeeting(trx, actor, params.meetingId, body, ifMatch(), now),
  )
  serve(app, deps, meetingRoutes.shareAgenda, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    shareAgenda(trx, actor, params.meetingId, body, ifMatch(), now),
  )
  serve(app, deps, updateRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await listUpdates(trx, actor) }))
  serve(app, deps, updateRoutes.create, BACKBONE, ({ trx, actor, body, now }) => addUpdate(trx, actor, body, now))
  serve(app, deps, updateRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeUpdate(trx, actor, params.updateId, body, ifMatch(), now),
  )
}
