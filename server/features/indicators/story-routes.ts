import type { FastifyInstance } from 'fastify'
import { markRoutes } from '#shared/indicators/marks.ts'
import { storyRoutes } from '#shared/indicators/stories.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, BACKBONE_LEAD, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { readRevisions } from './marks.ts'
import { publishStory, readStories, tellStory, withdrawStory } from './story.ts'

/** What stands beside a curve: the story behind it, and the figures that were revised. */
export function stories(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, storyRoutes.list, EVERY_MEMBER, ({ trx, actor, params }) => readStories(trx, actor, params.indicator))
  serve(app, deps, storyRoutes.tell, BACKBONE, ({ trx, actor, params, body, now }) => tellStory(trx, actor, now, params.indicator, body))
  serve(app, deps, storyRoutes.publish, BACKBONE_LEAD, ({ trx, actor, params, ifMatch, now }) =>
    publishStory(trx, actor, now, params.indicator, params.storyId, ifMatch()),
  )
  serve(app, deps, storyRoutes.withdraw, BACKBONE_LEAD, ({ trx, actor, params, ifMatch, now }) =>
    withdrawStory(trx, actor, now, params.indicator, params.storyId, ifMatch()),
  )
  serve(app, deps, markRoutes.revisions, EVERY_MEMBER, async ({ trx, actor, params }) => ({ items: await readRevisions(trx, actor, params.indicator) }))
}
