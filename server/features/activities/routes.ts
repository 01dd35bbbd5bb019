import type { FastifyInstance } from 'fastify'
import { activityRoutes } from '#shared/activities/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { CONTRIBUTORS, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { addActivity, changeActivity, listActivities, readActivity } from './service.ts'

/** Activities: who does what, where, for which goal and which indicators. */
export function activities(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, activityRoutes.list, EVERY_MEMBER, async ({ trx, actor, query }) => ({ items: await listActivities(trx, actor, query) }))
  serve(app, deps, activityRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readActivity(trx, actor, params.activityId))
  serve(app, deps, activityRoutes.create, CONTRIBUTORS, ({ trx, actor, body, now }) => addActivity(trx, actor, body, now))
  serve(app, deps, activityRoutes.change, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) =>
    changeActivity(trx, actor, params.activityId, body, ifMatch(), now),
  )
}
