import type { FastifyInstance } from 'fastify'
import { activityRoutes } from '#shared/activities/contract.ts'
import { planRoutes } from '#shared/activities/plan-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { addLink, readCoverage, readLinks, removeLink } from './links.ts'
import { addParticipation, changeParticipation, readParticipation } from './participation.ts'
import { addResponsibility, readResponsibilities, removeResponsibility } from './responsibilities.ts'
import { addActivity, changeActivity, listActivities, readActivity } from './service.ts'

/** Activities: who does what, where, for which goal and which indicators. */
export function activities(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, activityRoutes.list, EVERY_MEMBER, async ({ trx, actor, query }) => ({ items: await listActivities(trx, actor, query) }))
  serve(app, deps, activityRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readActivity(trx, actor, params.activityId))
  serve(app, deps, activityRoutes.create, CONTRIBUTORS, ({ trx, actor, body, now }) => addActivity(trx, actor, body, now))
  serve(app, deps, activityRoutes.change, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) =>
    changeActivity(trx, actor, params.activityId, body, ifMatch(), now),
  )
  serve(app, deps, planRoutes.links, EVERY_MEMBER, ({ trx, actor }) => readLinks(trx, actor))
  serve(app, deps, planRoutes.addLink, CONTRIBUTORS, ({ trx, actor, body, now }) => addLink(trx, actor, body, now))
  serve(app, deps, planRoutes.removeLink, CONTRIBUTORS, ({ trx, actor, params, ifMatch, now }) => removeLink(trx, actor, params.activityLinkId, ifMatch(), now))
  serve(app, deps, planRoutes.coverage, THE_CIRCLE, async ({ trx, actor }) => ({ items: await readCoverage(trx, actor) }))
  serve(app, deps, planRoutes.responsibilities, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readResponsibilities(trx, actor) }))
  serve(app, deps, planRoutes.addResponsibility, CONTRIBUTORS, ({ trx, actor, body, now }) => addResponsibility(trx, actor, body, now))
  serve(app, deps, planRoutes.removeResponsibility, CONTRIBUTORS, ({ trx, actor, params, ifMatch, now }) =>
    removeResponsibility(trx, actor, params.responsibilityId, ifMatch(), now),
  )
  serve(app, deps, planRoutes.participation, THE_CIRCLE, ({ trx, actor }) => readParticipation(trx, actor))
  serve(app, deps, planRoutes.addParticipation, CONTRIBUTORS, ({ trx, actor, body, now }) => addParticipation(trx, actor, body, now))
  serve(app, deps, planRoutes.changeParticipation, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) =>
    changeParticipation(trx, actor, params.recordId, body, ifMatch(), now),
  )
}
