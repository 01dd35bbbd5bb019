import type { FastifyInstance } from 'fastify'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, BACKBONE_LEAD, CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { noteRoutes } from '#shared/notes/contract.ts'
import { addAdaptation, addCheck, addComment, changeAdaptation, removeComment } from './discussion.ts'
import { checkDraft, choicesFor, listForReader, measuresForReader } from './library.ts'
import { followUpFor, similarTo, yearReport } from './follow-up.ts'
import { agreeTo, hideNote, unhideNote } from './moderation.ts'
import { previewNote } from './preview.ts'
import { changeTrial, declareTrial, listTrials, reportingChannel, setReportingChannel } from './trials.ts'
import { changeNote, createNote, formerVersions, readNote, setState, setVisibility, withdrawNote } from './service.ts'

/** Learning notes (domain 4): failures have the rank of successes, and nobody counts them by partner. */
export function notes(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, noteRoutes.list, EVERY_MEMBER, ({ trx, actor, query }) => listForReader(trx, actor, query))
  serve(app, deps, noteRoutes.create, CONTRIBUTORS, ({ trx, actor, body, now }) => createNote(trx, actor, body, now))
  serve(app, deps, noteRoutes.choices, THE_CIRCLE, ({ trx, actor }) => choicesFor(trx, actor))
  serve(app, deps, noteRoutes.checkDraft, THE_CIRCLE, ({ trx, actor, body }) => checkDraft(trx, actor, body))
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
  serve(app, deps, noteRoutes.change, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now }) => changeNote(trx, actor, params.noteId, body, ifMatch(), now))
  serve(app, deps, noteRoutes.versions, THE_CIRCLE, ({ trx, actor, params }) => formerVersions(trx, actor, params.noteId))
  serve(app, deps, noteRoutes.setVisibility, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now }) =>
    setVisibility(trx, actor, params.noteId, body.visibility, ifMatch(), now),
  )
  serve(app, deps, noteRoutes.withdraw, THE_CIRCLE, ({ trx, actor, params, now }) => withdrawNote(trx, actor, params.noteId, now))
  serve(app, deps, noteRoutes.setState, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now }) => setState(trx, actor, params.noteId, body, ifMatch(), now))

  serve(app, deps, noteRoutes.agree, BACKBONE, ({ trx, actor, params, body, now }) => agreeTo(trx, actor, params.noteId, body.to, now))
  serve(app, deps, noteRoutes.hide, BACKBONE, ({ trx, actor, params, body, now }) => hideNote(trx, actor, params.noteId, body.reason, now))
  serve(app, deps, noteRoutes.unhide, BACKBONE, ({ trx, actor, params, now }) => unhideNote(trx, actor, params.noteId, now))

  serve(app, deps, noteRoutes.comment, THE_CIRCLE, ({ trx, actor, params, body, now }) => addComment(trx, actor, params.noteId, body, now))
  serve(app, deps, noteRoutes.removeComment, THE_CIRCLE, ({ trx, actor, params, now }) => removeComment(trx, actor, params.noteId, params.commentId, now))
  serve(app, deps, noteRoutes.adapt, THE_CIRCLE, ({ trx, actor, params, body, now }) => addAdaptation(trx, actor, params.noteId, body, now))
  serve(app, deps, noteRoutes.changeAdaptation, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeAdaptation(trx, actor, params.noteId, params.adaptationId, body, ifMatch(), now),
  )
  serve(app, deps, noteRoutes.check, THE_CIRCLE, ({ trx, actor, params, body, now }) => addCheck(trx, actor, params.noteId, params.adaptationId, body, now))
}
