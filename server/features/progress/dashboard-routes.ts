import type { FastifyInstance } from 'fastify'
import { newsRoutes } from '#shared/progress/news.ts'
import { viewRoutes } from '#shared/progress/views.ts'
import type { FeatureDeps } from '#server/app.ts'
import { EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { look, readNews } from './news.ts'
import { changeView, readViews, removeView, saveView } from './views.ts'

/** The dashboard of one person: views kept under a name, and what changed since the last look. */
export function dashboard(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, viewRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readViews(trx, actor) }))
  serve(app, deps, viewRoutes.save, EVERY_MEMBER, ({ trx, actor, body, now }) => saveView(trx, actor, now, body))
  serve(app, deps, viewRoutes.change, EVERY_MEMBER, ({ trx, actor, params, body, now, ifMatch }) => changeView(trx, actor, now, params.viewId, ifMatch(), body))
  serve(app, deps, viewRoutes.remove, EVERY_MEMBER, ({ trx, actor, params, now }) => removeView(trx, actor, now, params.viewId))
  serve(app, deps, newsRoutes.look, EVERY_MEMBER, ({ trx, actor }) => look(trx, actor))
  serve(app, deps, newsRoutes.news, EVERY_MEMBER, ({ trx, actor }) => readNews(trx, actor))
}
