import type { FastifyInstance } from 'fastify'
import { agreementRoutes } from '#shared/governance/agreement-contract.ts'
import { governanceRoutes } from '#shared/governance/contract.ts'
import { protocolRoutes } from '#shared/governance/protocol-contract.ts'
import { decisionRoutes } from '#shared/governance/decision-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { visit } from '#server/features/releases/service.ts'
import { BACKBONE, BACKBONE_LEAD, CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE, type Policy } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { mayEdit } from './access.ts'
import { changeAgreement, draftAgreement, listAgreements, publishAgreement, signAgreement } from './agreements-service.ts'
import { addBody, addSeat, changeBody, changeSeat, readBodies } from './bodies-service.ts'
import { addDecision, changeDecision, closeDecision, listDecisions, readDecision, takePosition } from './decisions-service.ts'
import { addLeadership, changeLeadership, readLeadership } from './leadership-service.ts'
import { readPublicDecisions, showDecision } from './public-decisions.ts'
import { addRole, changeRole, readRoles, readStatutes, saveStatutes } from './roles-service.ts'
import { readProtocol, saveProtocol } from './service.ts'

const PUBLIC: Extract<Policy, { kind: 'public' }> = {
  kind: 'public',
  reason: 'decisions that a lead showed to everybody, read by a role that sees their words, results and days alone',
}

/** Who decides: bodies and seats, leadership, roles, statutes, decisions, the agreement, the conflict protocol. */
export function governance(app: FastifyInstance, deps: FeatureDeps): void {
  const routes = governanceRoutes
  serve(app, deps, routes.bodies, THE_CIRCLE, ({ trx, actor }) => readBodies(trx, actor))
  serve(app, deps, routes.addBody, BACKBONE, ({ trx, actor, body, now }) => addBody(trx, actor, body, now))
  serve(app, deps, routes.changeBody, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) => changeBody(trx, actor, params.bodyId, body, ifMatch(), now))
  serve(app, deps, routes.addSeat, BACKBONE, ({ trx, actor, params, body, now }) => addSeat(trx, actor, params.bodyId, body, now))
  serve(app, deps, routes.changeSeat, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) => changeSeat(trx, actor, params.seatId, body, ifMatch(), now))
  serve(app, deps, routes.leadership, THE_CIRCLE, ({ trx, actor }) => readLeadership(trx, actor))
  serve(app, deps, routes.addLeadership, BACKBONE, ({ trx, actor, body, now }) => addLeadership(trx, actor, body, now))
  serve(app, deps, routes.changeLeadership, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeLeadership(trx, actor, params.modelId, body, ifMatch(), now),
  )
  serve(app, deps, routes.roles, THE_CIRCLE, ({ trx, actor }) => readRoles(trx, actor))
  serve(app, deps, routes.addRole, BACKBONE, ({ trx, actor, body, now }) => addRole(trx, actor, body, now))
  serve(app, deps, routes.changeRole, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) => changeRole(trx, actor, params.roleId, body, ifMatch(), now))
  serve(app, deps, routes.statutes, THE_CIRCLE, ({ trx, actor }) => readStatutes(trx, actor))
  serve(app, deps, routes.saveStatutes, BACKBONE, ({ trx, actor, body, ifMatch, now }) => saveStatutes(trx, actor, body, ifMatch, now))
  serve(app, deps, protocolRoutes.read, THE_CIRCLE, ({ trx, actor }) => readProtocol(trx, actor))
  serve(app, deps, protocolRoutes.save, BACKBONE, ({ trx, actor, body, ifMatch, now }) => saveProtocol(trx, actor, body, ifMatch, now))

  serve(app, deps, decisionRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({
    items: await listDecisions(trx, actor),
    abilities: { create: mayEdit(actor) },
  }))
  serve(app, deps, decisionRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readDecision(trx, actor, params.decisionId))
  serve(app, deps, decisionRoutes.create, BACKBONE, ({ trx, actor, body, now }) => addDecision(trx, actor, body, now))
  serve(app, deps, decisionRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeDecision(trx, actor, params.decisionId, body, ifMatch(), now),
  )
  serve(app, deps, decisionRoutes.takePosition, CONTRIBUTORS, ({ trx, actor, params, body, now }) => takePosition(trx, actor, params, body, now))
  serve(app, deps, decisionRoutes.close, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    closeDecision(trx, actor, params.decisionId, body, ifMatch(), now),
  )
  serve(app, deps, decisionRoutes.show, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return showDecision(trx, actor, params.decisionId, body.isPublic, ifMatch(), now)
  })
  serve(app, deps, decisionRoutes.public, PUBLIC, async ({ trx, params, reply, now }) => {
    const { mark, items } = await readPublicDecisions(trx, await visit(trx, params.slug, null, now))
    // Asked anew each time: what was taken back is in no copy that somebody kept.
    reply.header('cache-control', 'public, no-cache').header('etag', `"${mark}"`)
    return { items }
  })

  serve(app, deps, agreementRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({
    items: await listAgreements(trx, actor),
    abilities: { draft: mayEdit(actor) },
  }))
  serve(app, deps, agreementRoutes.draft, BACKBONE, ({ trx, actor, body, now }) => draftAgreement(trx, actor, body, now))
  serve(app, deps, agreementRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeAgreement(trx, actor, params.agreementId, body, ifMatch(), now),
  )
  serve(app, deps, agreementRoutes.publish, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    publishAgreement(trx, actor, params.agreementId, body, ifMatch(), now),
  )
  serve(app, deps, agreementRoutes.sign, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) => signAgreement(trx, actor, params, body, ifMatch(), now))
}
