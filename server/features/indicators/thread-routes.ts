import type { FastifyInstance } from 'fastify'
import { threadRoutes } from '#shared/indicators/threads-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { openThread, readThreads, replyToThread, resolveThread } from './threads.ts'

/** What the circle says of definitions (domain 5, row 14): partners comment, viewers too; funders read the definition alone. */
export function definitionThreads(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, threadRoutes.list, THE_CIRCLE, ({ trx, actor, params }) => readThreads(trx, actor, params.indicator))
  serve(app, deps, threadRoutes.open, THE_CIRCLE, ({ trx, actor, params, body, now }) => openThread(trx, actor, now, params.indicator, body))
  serve(app, deps, threadRoutes.reply, THE_CIRCLE, ({ trx, actor, params, body, now }) =>
    replyToThread(trx, actor, now, params.indicator, params.threadId, body.body),
  )
  serve(app, deps, threadRoutes.resolve, THE_CIRCLE, ({ trx, actor, params, body, ifMatch, now }) =>
    resolveThread(trx, actor, now, params.indicator, params.threadId, body.body ?? null, ifMatch()),
  )
}
