import type { FastifyInstance } from 'fastify'
import { definitionRoutes } from '#shared/indicators/administration.ts'
import { versionRoutes } from '#shared/indicators/carrying-contract.ts'
import { targetRoutes } from '#shared/indicators/contract.ts'
import { assignmentRoutes, proposalRoutes, waitingRoute } from '#shared/targets/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, BACKBONE_LEAD, CONTRIBUTORS, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import {
  answerProposal,
  assign,
  changeAssignments,
  correctDefinition,
  openVersionOf,
  previewVersionOf,
  propose,
  readAssignments,
  readProposals,
  readWaiting,
  saveAssignments,
  saveBaselines,
  saveTargets,
  withdrawProposal,
} from './service.ts'

/** Where indicators start, where they should go, and who reports them. */
export function targets(app: FastifyInstance, deps: FeatureDeps): void {
  // Totals, which are of the figures, follow a correction of how they are made.
  serve(app, deps, definitionRoutes.edit, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    correctDefinition(trx, actor, now, params.indicator, body, ifMatch()),
  )
  // A version opens with what hangs on the indicator, which the definition alone does not know.
  serve(app, deps, versionRoutes.preview, BACKBONE_LEAD, ({ trx, actor, params, body }) => previewVersionOf(trx, actor, params.indicator, body))
  serve(app, deps, versionRoutes.open, BACKBONE_LEAD, ({ trx, actor, params, body, now }) => openVersionOf(trx, actor, now, params.indicator, body))
  serve(app, deps, targetRoutes.saveBaselines, BACKBONE_LEAD, ({ trx, actor, params, body, now }) => saveBaselines(trx, actor, now, params.indicator, body))
  serve(app, deps, targetRoutes.saveTargets, BACKBONE_LEAD, ({ trx, actor, params, body, now }) => saveTargets(trx, actor, now, params.indicator, body))
  serve(app, deps, targetRoutes.saveAssignments, BACKBONE, ({ trx, actor, params, body, now }) => saveAssignments(trx, actor, now, params.indicator, body))
  serve(app, deps, proposalRoutes.list, THE_CIRCLE, async ({ trx, actor, params }) => ({ items: await readProposals(trx, actor, params.indicator) }))
  serve(app, deps, proposalRoutes.propose, CONTRIBUTORS, ({ trx, actor, params, body, now }) => propose(trx, actor, now, params.indicator, body))
  serve(app, deps, proposalRoutes.answer, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    answerProposal(trx, actor, now, params.indicator, params.proposalId, body, ifMatch()),
  )
  serve(app, deps, proposalRoutes.withdraw, CONTRIBUTORS, ({ trx, actor, params, ifMatch, now }) =>
    withdrawProposal(trx, actor, now, params.indicator, params.proposalId, ifMatch()),
  )
  serve(app, deps, waitingRoute, BACKBONE, async ({ trx, actor }) => ({ items: await readWaiting(trx, actor) }))
  serve(app, deps, assignmentRoutes.list, THE_CIRCLE, ({ trx, actor, query }) => readAssignments(trx, actor, query))
  serve(app, deps, assignmentRoutes.assign, BACKBONE, ({ trx, actor, body, now }) => assign(trx, actor, now, body))
  serve(app, deps, assignmentRoutes.change, BACKBONE, ({ trx, actor, body, now }) => changeAssignments(trx, actor, now, body))
}
