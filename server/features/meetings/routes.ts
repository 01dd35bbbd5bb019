import type { FastifyInstance, FastifyReply } from 'fastify'
import { accessibilityRoutes, actionItemRoutes } from '#shared/meetings/action-contract.ts'
import { meetingRoutes, updateRoutes } from '#shared/meetings/contract.ts'
import { mentionRoutes } from '#shared/meetings/links.ts'
import { proposalRoutes } from '#shared/meetings/proposal-contract.ts'
import { calendarRoutes, seriesRoutes } from '#shared/meetings/series-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE, type Policy, type TenantPolicy } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { listRequests, requestAccessibility, withdrawRequest } from './accessibility-service.ts'
import { addAction, changeAction, listActions } from './actions-service.ts'
import { feedFile, makeFeed, meetingFile, readFeed, revokeFeed } from './calendar-service.ts'
import { closeMeeting, replaceByUpdate } from './closing.ts'
import { listMentionsOf } from './links-service.ts'
import { readChoices } from './parts.ts'
import { keepReadings } from './readings.ts'
import { answerProposal, proposeItem } from './proposals-service.ts'
import { addSeries, changeSeries, listSeries } from './series-service.ts'
import { addMeeting, addUpdate, changeMeeting, changeUpdate, listMeetings, listUpdates, readMeeting, shareAgenda } from './service.ts'

const CALENDAR_HOLDER: Extract<Policy, { kind: 'public' }> = {
  kind: 'public',
  reason: 'calendar programs have no session; the secret in the address is the permission, only its hash is kept, and it ends with the hat',
}

/** The backbone writes agendas itself. */
const PARTNERS: TenantPolicy = { kind: 'tenant', roles: ['partner_contributor'] }

const asCalendar = (reply: FastifyReply, name: string) =>
  reply
    .type('text/calendar; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.ics"`)
    .header('cache-control', 'private, no-store')
    .header('x-robots-tag', 'noindex')

/** Meetings of the circle, with their agenda and what follows, series, calendars, and updates by audience. */
export function meetings(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, meetingRoutes.list, EVERY_MEMBER, async ({ trx, actor, query, now }) => ({ items: await listMeetings(trx, actor, now, query) }))
  serve(app, deps, meetingRoutes.read, EVERY_MEMBER, ({ trx, actor, params, now }) => readMeeting(trx, actor, params.meetingId, now))
  serve(app, deps, meetingRoutes.create, BACKBONE, ({ trx, actor, body, now }) => addMeeting(trx, actor, body, now))
  serve(app, deps, meetingRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeMeeting(trx, actor, params.meetingId, body, ifMatch(), now),
  )
  serve(app, deps, meetingRoutes.shareAgenda, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    shareAgenda(trx, actor, params.meetingId, body, ifMatch(), now),
  )
  serve(app, deps, meetingRoutes.close, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    closeMeeting(trx, actor, params.meetingId, body.withoutFollowUp, ifMatch(), now),
  )
  serve(app, deps, meetingRoutes.replaceByUpdate, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    replaceByUpdate(trx, actor, params.meetingId, body.reason, ifMatch(), now),
  )
  serve(app, deps, mentionRoutes.list, EVERY_MEMBER, async ({ trx, actor, query, now }) => ({ items: await listMentionsOf(trx, actor, query, now) }))
  serve(app, deps, proposalRoutes.propose, PARTNERS, ({ trx, actor, params, body, now }) => proposeItem(trx, actor, params.meetingId, body, now))
  serve(app, deps, proposalRoutes.answer, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    answerProposal(trx, actor, params.agendaProposalId, body, ifMatch(), now),
  )
  serve(app, deps, meetingRoutes.choices, BACKBONE, ({ trx, actor }) => readChoices(trx, actor))
  serve(app, deps, actionItemRoutes.list, THE_CIRCLE, async ({ trx, actor, query }) => ({ items: await listActions(trx, actor, query) }))
  serve(app, deps, actionItemRoutes.add, BACKBONE, ({ trx, actor, params, body, now }) => addAction(trx, actor, params.meetingId, body, now))
  serve(app, deps, actionItemRoutes.change, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) =>
    changeAction(trx, actor, params.actionItemId, body, ifMatch(), now),
  )
  serve(app, deps, accessibilityRoutes.list, THE_CIRCLE, async ({ trx, actor, params }) => ({ items: await listRequests(trx, actor, params.meetingId) }))
  serve(app, deps, accessibilityRoutes.add, THE_CIRCLE, ({ trx, actor, params, body, now }) => requestAccessibility(trx, actor, params.meetingId, body, now))
  serve(app, deps, accessibilityRoutes.withdraw, THE_CIRCLE, ({ trx, actor, params, now }) => withdrawRequest(trx, actor, params.accessibilityRequestId, now))
  serve(app, deps, seriesRoutes.list, THE_CIRCLE, async ({ trx, actor, now }) => ({ items: await listSeries(trx, actor, now) }))
  serve(app, deps, seriesRoutes.create, BACKBONE, ({ trx, actor, body, now }) => addSeries(trx, actor, body, now))
  serve(app, deps, seriesRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeSeries(trx, actor, params.seriesId, body, ifMatch(), now),
  )
  serve(app, deps, calendarRoutes.meeting, THE_CIRCLE, async ({ trx, actor, params, reply, now }) => {
    const file = await meetingFile(trx, actor, params.meetingId, deps.origin, now)
    asCalendar(reply, 'rencontre')
    return file
  })
  serve(app, deps, calendarRoutes.read, THE_CIRCLE, ({ trx, actor }) => readFeed(trx, actor))
  serve(app, deps, calendarRoutes.make, THE_CIRCLE, ({ trx, actor, now }) => makeFeed(trx, actor, now))
  serve(app, deps, calendarRoutes.revoke, THE_CIRCLE, ({ trx, actor, now }) => revokeFeed(trx, actor, now))
  serve(app, deps, calendarRoutes.feed, CALENDAR_HOLDER, async ({ trx, params, reply, now }) => {
    const file = await feedFile(trx, params.slug, params.secret, deps.origin, now)
    asCalendar(reply, params.slug)
    return file
  })
  serve(app, deps, updateRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await listUpdates(trx, actor) }))
  serve(app, deps, updateRoutes.keepReadings, EVERY_MEMBER, async ({ trx, actor }) => {
    await keepReadings(trx, actor, deps.mail.key, await listUpdates(trx, actor))
    return { kept: true as const }
  })
  serve(app, deps, updateRoutes.create, BACKBONE, ({ trx, actor, body, now }) => addUpdate(trx, actor, body, now))
  serve(app, deps, updateRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeUpdate(trx, actor, params.updateId, body, ifMatch(), now),
  )
}
