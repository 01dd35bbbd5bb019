import type { FastifyInstance, FastifyReply } from 'fastify'
import type { FeatureDeps } from '#server/app.ts'
import { pageMark, visit } from '#server/features/releases/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { BACKBONE, BACKBONE_LEAD, CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE, type Policy } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { noteBreachRoutes } from '#shared/notes/breaches.ts'
import { noteRoutes } from '#shared/notes/contract.ts'
import { publicNoteRoutes } from '#shared/notes/public.ts'
import { attachments, tellFile } from './attachment-routes.ts'
import { leaveNote, nameCoauthor, readCoauthors, removeCoauthor } from './coauthors.ts'
import { addAdaptation, addCheck, addComment, changeAdaptation, removeComment } from './discussion.ts'
import { checkDraft, choicesFor, facetsForReader, listForReader, measuresForReader } from './library.ts'
import { followUpFor, similarTo, yearReport } from './follow-up.ts'
import { closeBreach, correctBreach, fileBreach, liftSuspension, readBreaches, readCommitment, readSuspensions, suspend } from './breaches.ts'
import { agreeTo, hideNote, unhideNote } from './moderation.ts'
import { previewNote } from './preview.ts'
import { listPublicNotes, readPublicContent, readPublicNote } from './public.ts'
import { changeTrial, declareTrial, listTrials, reportingChannel, setReportingChannel } from './trials.ts'
import { changeNote, createNote, formerVersions, readNote, setState, setVisibility, withdrawNote } from './service.ts'

/** What happens when a funder uses a note against a partner (domain 8, situation 12). */
export function noteBreaches(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, noteBreachRoutes.list, THE_CIRCLE, ({ trx, actor }) => readBreaches(trx, actor))
  serve(app, deps, noteBreachRoutes.file, THE_CIRCLE, ({ trx, actor, body, now }) => fileBreach(trx, actor, body, now))
  serve(app, deps, noteBreachRoutes.close, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    closeBreach(trx, actor, params.breachId, body.outcome, ifMatch(), now),
  )
  serve(app, deps, noteBreachRoutes.correct, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    correctBreach(trx, actor, params.breachId, body, ifMatch(), now),
  )
  serve(app, deps, noteBreachRoutes.suspensions, BACKBONE_LEAD, ({ trx, actor }) => readSuspensions(trx, actor))
  serve(app, deps, noteBreachRoutes.suspend, BACKBONE_LEAD, ({ trx, actor, body, now }) => suspend(trx, actor, body, now))
  serve(app, deps, noteBreachRoutes.lift, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    liftSuspension(trx, actor, params.suspensionId, body.reason, ifMatch(), now),
  )
  serve(app, deps, noteBreachRoutes.commitment, { kind: 'tenant', roles: ['funder'] }, ({ trx, actor }) => readCommitment(trx, actor))
}

/** Who writes a note with its author. */
function coauthors(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, noteRoutes.coauthors, THE_CIRCLE, ({ trx, actor, params }) => readCoauthors(trx, actor, params.noteId))
  serve(app, deps, noteRoutes.nameCoauthor, THE_CIRCLE, ({ trx, actor, params, body, now }) => nameCoauthor(trx, actor, params.noteId, body.hatId, now))
  serve(app, deps, noteRoutes.removeCoauthor, THE_CIRCLE, ({ trx, actor, params, now }) => removeCoauthor(trx, actor, params.noteId, params.hatId, now))
  serve(app, deps, noteRoutes.leave, THE_CIRCLE, ({ trx, actor, params, now }) => leaveNote(trx, actor, params.noteId, now))
}

/** Learning notes (domain 4): failures have the rank of successes, and nobody counts them by partner. */
export function notes(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, noteRoutes.list, EVERY_MEMBER, ({ trx, actor, query }) => listForReader(trx, actor, query))
  serve(app, deps, noteRoutes.create, CONTRIBUTORS, ({ trx, actor, body, now }) => createNote(trx, actor, body, now))
  serve(app, deps, noteRoutes.choices, THE_CIRCLE, ({ trx, actor }) => choicesFor(trx, actor))
  serve(app, deps, noteRoutes.checkDraft, THE_CIRCLE, ({ trx, actor, body }) => checkDraft(trx, actor, body))
  serve(app, deps, noteRoutes.facets, EVERY_MEMBER, ({ trx, actor }) => facetsForReader(trx, actor))
  serve(app, deps, noteRoutes.measures, EVERY_MEMBER, ({ trx, actor, query }) => measuresForReader(trx, actor, query.over))

  serve(app, deps, noteRoutes.followUp, THE_CIRCLE, ({ trx, actor }) => followUpFor(trx, actor))
  serve(app, deps, noteRoutes.yearReport, EVERY_MEMBER, ({ trx, actor, query }) => yearReport(trx, actor, query))
  serve(app, deps, noteRoutes.trials, THE_CIRCLE, ({ trx, actor }) => listTrials(trx, actor))
  serve(app, deps, noteRoutes.declareTrial, CONTRIBUTORS, ({ trx, actor, body, now }) => declareTrial(trx, actor, body, now))
  serve(app, deps, noteRoutes.changeTrial, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) =>
    changeTrial(trx, actor, params.trialId, body, ifMatch(), now),
  )
  serve(app, deps, noteRoutes.reportingChannel, EVERY_MEMBER, ({ trx, actor }) => reportingChannel(trx, actor))
  serve(app, deps, noteRoutes.setReportingChannel, BACKBONE_LEAD, ({ trx, actor, body, ifMatch, now }) => setReportingChannel(trx, actor, body, ifMatch(), now))

  serve(app, deps, noteRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readNote(trx, actor, params.noteId))
  serve(app, deps, noteRoutes.similar, EVERY_MEMBER, ({ trx, actor, params }) => similarTo(trx, actor, params.noteId))
  serve(app, deps, noteRoutes.preview, THE_CIRCLE, ({ trx, actor, params, query }) => previewNote(trx, actor, params.noteId, query.as))
  serve(app, deps, noteRoutes.change, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return changeNote(trx, actor, params.noteId, body, ifMatch(), now)
  })
  attachments(app, deps)
  coauthors(app, deps)
  serve(app, deps, noteRoutes.versions, THE_CIRCLE, ({ trx, actor, params }) => formerVersions(trx, actor, params.noteId))
  serve(app, deps, noteRoutes.setVisibility, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return setVisibility(trx, actor, params.noteId, body.visibility, ifMatch(), now)
  })
  serve(app, deps, noteRoutes.withdraw, THE_CIRCLE, ({ trx, actor, params, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return withdrawNote(trx, actor, params.noteId, now)
  })
  serve(app, deps, noteRoutes.setState, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return setState(trx, actor, params.noteId, body, ifMatch(), now)
  })

  serve(app, deps, noteRoutes.agree, BACKBONE, ({ trx, actor, params, body, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return agreeTo(trx, actor, params.noteId, body.to, now)
  })
  serve(app, deps, noteRoutes.hide, BACKBONE, ({ trx, actor, params, body, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return hideNote(trx, actor, params.noteId, body.reason, now)
  })
  serve(app, deps, noteRoutes.unhide, BACKBONE, ({ trx, actor, params, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return unhideNote(trx, actor, params.noteId, now)
  })

  serve(app, deps, noteRoutes.comment, THE_CIRCLE, ({ trx, actor, params, body, now }) => addComment(trx, actor, params.noteId, body, now))
  serve(app, deps, noteRoutes.removeComment, THE_CIRCLE, ({ trx, actor, params, now }) => removeComment(trx, actor, params.noteId, params.commentId, now))
  serve(app, deps, noteRoutes.adapt, THE_CIRCLE, ({ trx, actor, params, body, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return addAdaptation(trx, actor, params.noteId, body, now)
  })
  serve(app, deps, noteRoutes.changeAdaptation, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return changeAdaptation(trx, actor, params.noteId, params.adaptationId, body, ifMatch(), now)
  })
  serve(app, deps, noteRoutes.check, THE_CIRCLE, ({ trx, actor, params, body, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return addCheck(trx, actor, params.noteId, params.adaptationId, body, now)
  })
}

const PUBLIC: Extract<Policy, { kind: 'public' }> = {
  kind: 'public',
  reason: 'notes that their author and the backbone made public, read by a role that sees neither who wrote an unsigned one nor what the circle answered',
}

/** Notes that everybody reads. Asked anew each time: what is narrowed or withdrawn is in no copy that somebody kept. */
export function publicNotes(app: FastifyInstance, deps: FeatureDeps): void {
  const enter = async ({ trx, params, reply, now }: { trx: Trx; params: { slug: string }; reply: FastifyReply; now: Date }) => {
    const visitor = await visit(trx, params.slug, null, now)
    reply.header('cache-control', 'public, no-cache').header('etag', `"${await pageMark(trx, visitor)}"`)
    return visitor
  }
  serve(app, deps, publicNoteRoutes.list, PUBLIC, async (call) => listPublicNotes(call.trx, await enter(call), call.query))
  serve(app, deps, publicNoteRoutes.read, PUBLIC, async (call) => readPublicNote(call.trx, await enter(call), call.params.noteId))
  serve(app, deps, publicNoteRoutes.attachment, PUBLIC, async ({ trx, params, reply, now }) => {
    const { kind, content } = await readPublicContent(trx, await visit(trx, params.slug, null, now), params.noteId, params.attachmentId)
    tellFile(reply, kind)
    return content
  })
}
