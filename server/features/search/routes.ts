import type { FastifyInstance } from 'fastify'
import type { FeatureDeps } from '#server/app.ts'
import { EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { searchRoutes } from '#shared/search/contract.ts'
import { search } from './service.ts'

/** Search across the initiative, in what each hat may read. */
export function searching(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, searchRoutes.find, EVERY_MEMBER, ({ trx, actor, query }) => search(trx, actor, query))
}
