import type { FastifyInstance } from 'fastify'
import { progressRoutes } from '#shared/progress/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { readCompleteness, readProgressKnownOn } from './service.ts'

/** Reads figures against their targets; writes nothing. */
export function progress(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, progressRoutes.completeness, EVERY_MEMBER, ({ trx, actor, query }) => readCompleteness(trx, actor, query))
  serve(app, deps, progressRoutes.read, EVERY_MEMBER, ({ trx, actor, query }) => readProgressKnownOn(trx, actor, query))
}
