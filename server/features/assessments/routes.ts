import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { assessmentRoutes, SHEET_HEADER, sheetRoutes } from '#shared/assessments/contract.ts'
import { joiningRoutes } from '#shared/assessments/joining-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, BACKBONE_LEAD, CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE, type Policy, type TenantPolicy } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { everyDay } from '#server/platform/day-work.ts'
import { forgetOnTime } from '#server/platform/forget.ts'
import { invite, myLink, readInvitations, readSheet, saveAnswers } from './answering.ts'
import { closeOverdue } from './closing.ts'
import { beginJoining, forgetJoining, inviteToJoin, listJoining, readJoining, removeJoining, saveJoining, shareJoining, withdrawJoining } from './joining.ts'
import { readGroupSheet, readPairs, saveGroupSheet, savePair } from './ladder.ts'
import { inviteParty, readPartyLinks } from './parties.ts'
import { agree, close, listResults, listRounds, moderate, moveDay, openRound, readComments, readRound, reopen, share } from './service.ts'

/** Members of a partner: those who answer. */
const PARTNERS: TenantPolicy = { kind: 'tenant', roles: ['partner_contributor', 'partner_viewer'] }
/** Those who answer in the name of their partner. */
const SPEAKERS: TenantPolicy = { kind: 'tenant', roles: ['partner_contributor'] }

const LINK_HOLDER: Extract<Policy, { kind: 'public' }> = {
  kind: 'public',
  reason: 'people of partners answer by a link, without an account; the link alone opens its own sheet, by row level security',
}

function secretIn(request: FastifyRequest): string | null {
  const header = request.headers[SHEET_HEADER]
  return typeof header === 'string' && header !== '' ? header : null
}

/** A sheet is kept by nobody on the way. */
const keepNowhere = (reply: FastifyReply) => reply.header('cache-control', 'private, no-store').header('x-robots-tag', 'noindex')

/** Rounds of the seven instruments: opening, answering, closing, and what they tell. */
export function assessments(app: FastifyInstance, deps: FeatureDeps): void {
  const routes = assessmentRoutes
  serve(app, deps, routes.list, THE_CIRCLE, async ({ trx, actor, now }) => ({ items: await listRounds(trx, actor, now) }))
  serve(app, deps, routes.open, BACKBONE_LEAD, ({ trx, actor, body, now }) => openRound(trx, actor, body, now))
  serve(app, deps, routes.read, THE_CIRCLE, ({ trx, actor, params, now }) => readRound(trx, actor, params.roundId, now))
  serve(app, deps, routes.close, BACKBONE_LEAD, ({ trx, actor, params, ifMatch, now }) => close(trx, actor, params.roundId, ifMatch(), now))
  serve(app, deps, routes.moveDay, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    moveDay(trx, actor, params.roundId, body.closesOn, ifMatch(), now),
  )
  serve(app, deps, routes.reopen, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    reopen(trx, actor, params.roundId, body.closesOn, ifMatch(), now),
  )
  serve(app, deps, routes.partyLinks, BACKBONE, async ({ trx, actor, params, now }) => ({ items: await readPartyLinks(trx, actor, params.roundId, now) }))
  serve(app, deps, routes.inviteParty, BACKBONE_LEAD, ({ trx, actor, params, body, now }) => inviteParty(trx, actor, params.roundId, body.party, now))
  serve(app, deps, routes.invitations, BACKBONE, async ({ trx, actor, params, now }) => ({ items: await readInvitations(trx, actor, params.roundId, now) }))
  serve(app, deps, routes.invite, BACKBONE_LEAD, ({ trx, actor, params, body, now }) => invite(trx, actor, params.roundId, body, now))
  serve(app, deps, routes.myLink, PARTNERS, ({ trx, actor, params, now }) => myLink(trx, actor, params.roundId, now))
  serve(app, deps, routes.results, EVERY_MEMBER, async ({ trx, actor, query, now }) => ({ items: await listResults(trx, actor, now, query.instrument) }))
  serve(app, deps, routes.share, BACKBONE_LEAD, ({ trx, actor, params, body, now }) => share(trx, actor, params.roundId, body, now))
  serve(app, deps, routes.comments, BACKBONE, async ({ trx, actor, params, now }) => ({ items: await readComments(trx, actor, params.roundId, now) }))
  serve(app, deps, routes.moderate, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    moderate(trx, actor, params.commentId, body.state, ifMatch(), now),
  )
  serve(app, deps, routes.groupSheet, BACKBONE, ({ trx, actor, params, now }) => readGroupSheet(trx, actor, params.roundId, now))
  serve(app, deps, routes.saveGroupSheet, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    saveGroupSheet(trx, actor, params.roundId, body, ifMatch(), now),
  )
  serve(app, deps, routes.pairs, CONTRIBUTORS, async ({ trx, actor, params, now }) => ({ items: await readPairs(trx, actor, params.roundId, now) }))
  serve(app, deps, routes.savePair, SPEAKERS, ({ trx, actor, params, body, now }) => savePair(trx, actor, params.roundId, params.partner, body.answers, now))
  serve(app, deps, routes.agree, BACKBONE, ({ trx, actor, params, body, now }) => agree(trx, actor, params.roundId, params.item, body, now))
  serve(app, deps, sheetRoutes.read, LINK_HOLDER, ({ trx, params, request, reply }) => {
    keepNowhere(reply)
    return readSheet(trx, params.slug, secretIn(request))
  })
  serve(app, deps, sheetRoutes.save, LINK_HOLDER, ({ trx, params, body, request, reply, now }) => {
    keepNowhere(reply)
    return saveAnswers(trx, params.slug, secretIn(request), body, now)
  })
  everyDay(app, deps, 'the closing of rounds whose day has passed', closeOverdue)
}

const CANDIDATE: Extract<Policy, { kind: 'public' }> = {
  kind: 'public',
  reason: 'an organisation that is outside has no account; its link alone finds and decrypts its own sheet',
}

/** Instrument 5, for organisations that wonder whether to join (S18). */
export function joining(app: FastifyInstance, deps: FeatureDeps): void {
  const routes = joiningRoutes
  serve(app, deps, routes.list, BACKBONE, ({ trx, actor }) => listJoining(trx, actor))
  serve(app, deps, routes.invite, BACKBONE, ({ trx, actor, body, now }) => inviteToJoin(trx, actor, body.label, now))
  serve(app, deps, routes.begin, CANDIDATE, ({ trx, params, request, reply, now }) => {
    keepNowhere(reply)
    return beginJoining(trx, params.slug, secretIn(request), now)
  })
  serve(app, deps, routes.read, CANDIDATE, ({ trx, params, request, reply, now }) => {
    keepNowhere(reply)
    return readJoining(trx, params.slug, secretIn(request), now)
  })
  serve(app, deps, routes.save, CANDIDATE, ({ trx, params, body, request, reply, now }) => {
    keepNowhere(reply)
    return saveJoining(trx, params.slug, secretIn(request), body, now)
  })
  serve(app, deps, routes.share, CANDIDATE, ({ trx, params, body, request, now }) => shareJoining(trx, params.slug, secretIn(request), body, now))
  serve(app, deps, routes.withdraw, CANDIDATE, ({ trx, params, request, now }) => withdrawJoining(trx, params.slug, secretIn(request), now))
  serve(app, deps, routes.remove, CANDIDATE, ({ trx, params, request, now }) => removeJoining(trx, params.slug, secretIn(request), now))
  forgetOnTime(app, deps, 'sheets about joining', forgetJoining)
}
