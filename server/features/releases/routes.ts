import type { FastifyInstance } from 'fastify'
import { releaseRoutes } from '#shared/releases/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, BACKBONE_LEAD, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { problem } from '#server/platform/http/problem.ts'
import { serve } from '#server/platform/http/serve.ts'
import { workOn } from './job.ts'
import { beginRelease, changeRelease, discardRelease, publish, readChanges, readComments, readRelease, readReleaseCells, readReleases } from './service.ts'

/** Frozen, masked copies of validated figures: what funders and the public read. */
export function releases(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, releaseRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readReleases(trx, actor) }))
  serve(app, deps, releaseRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readRelease(trx, actor, params.release))
  serve(app, deps, releaseRoutes.changes, EVERY_MEMBER, async ({ trx, actor, params }) => ({ items: await readChanges(trx, actor, params.release) }))
  serve(app, deps, releaseRoutes.comments, EVERY_MEMBER, async ({ trx, actor, params, query }) => ({
    items: await readComments(trx, actor, params.release, query.indicator ?? null),
  }))
  serve(app, deps, releaseRoutes.cells, EVERY_MEMBER, async ({ trx, actor, params, query }) => {
    const answer = await readReleaseCells(trx, actor, params.release === 'latest' ? null : Number(params.release), query)
    if (answer === null) throw problem('not_found')
    return answer
  })
  serve(app, deps, releaseRoutes.build, BACKBONE, async ({ trx, actor, body, now, request, afterCommit }) => {
    const release = await beginRelease(trx, actor, now, body)
    // Nobody waits for it: how far it is stands in its row.
    afterCommit(() => void workOn(deps, actor, release.number, 'build', request.log))
    return release
  })
  serve(app, deps, releaseRoutes.change, BACKBONE, ({ trx, actor, params, body, now, ifMatch }) =>
    changeRelease(trx, actor, now, params.release, ifMatch(), body),
  )
  serve(app, deps, releaseRoutes.publish, BACKBONE_LEAD, async ({ trx, actor, params, body, now, ifMatch, request, afterCommit }) => {
    const release = await publish(trx, actor, now, params.release, ifMatch(), body.isPublic)
    afterCommit(() => void workOn(deps, actor, release.number, 'settle', request.log))
    return release
  })
  serve(app, deps, releaseRoutes.discard, BACKBONE, async ({ trx, actor, params, now }) => discardRelease(trx, actor, now, params.release))
}
