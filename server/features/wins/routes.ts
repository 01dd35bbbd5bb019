import type { FastifyInstance } from 'fastify'
import { recognitionRoutes, winRoutes } from '#shared/wins/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { pageMark, visit } from '#server/features/releases/service.ts'
import { BACKBONE, CONTRIBUTORS, EVERY_MEMBER, type Policy } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { readCelebrations } from './public.ts'
import { addRecognition, answerConsent, changeRecognition, listRecognitions } from './recognitions.ts'
import { addWin, changeWin, listWins, readChoices } from './service.ts'

const PUBLIC: Extract<Policy, { kind: 'public' }> = {
  kind: 'public',
  reason: 'wins and recognitions that the backbone made public, read by a role that sees a name only while its holder agrees',
}

/** Wins that are celebrated (S47) and contributions that are recognised by name (S48). */
export function wins(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, winRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await listWins(trx, actor) }))
  serve(app, deps, winRoutes.choices, CONTRIBUTORS, ({ trx, actor }) => readChoices(trx, actor))
  serve(app, deps, winRoutes.create, CONTRIBUTORS, ({ trx, actor, body, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return addWin(trx, actor, body, now)
  })
  serve(app, deps, winRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return changeWin(trx, actor, params.winId, body, ifMatch(), now)
  })
  serve(app, deps, recognitionRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await listRecognitions(trx, actor) }))
  serve(app, deps, recognitionRoutes.create, CONTRIBUTORS, ({ trx, actor, body, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return addRecognition(trx, actor, body, now)
  })
  serve(app, deps, recognitionRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return changeRecognition(trx, actor, params.recognitionId, body, ifMatch(), now)
  })
  // Under whatever hat: a funder or a viewer may be thanked too.
  serve(app, deps, recognitionRoutes.answer, EVERY_MEMBER, ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return answerConsent(trx, actor, params.recognitionId, body.consent, ifMatch(), now)
  })
  serve(app, deps, winRoutes.public, PUBLIC, async ({ trx, params, reply, now }) => {
    const visitor = await visit(trx, params.slug, null, now)
    // Asked anew each time: a name that was withdrawn is in no copy that somebody kept.
    reply.header('cache-control', 'public, no-cache').header('etag', `"${await pageMark(trx, visitor)}"`)
    return readCelebrations(trx, visitor)
  })
}
