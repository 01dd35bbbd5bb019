import type { FastifyInstance } from 'fastify'
import { accountAdministrationRoutes } from '#shared/accounts/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { serve } from '#server/platform/http/serve.ts'
import { giveResetLink, readAccounts, setSuspended } from './administration.ts'

const INSTANCE = { kind: 'instance' } as const

/** Accounts of the installation, for its administrators: no content of any initiative. */
export function accountAdministration(app: FastifyInstance, deps: FeatureDeps): void {
  const { authPool, mail } = deps
  serve(app, deps, accountAdministrationRoutes.list, INSTANCE, ({ query }) => readAccounts(authPool, query.search ?? '', query.after ?? ''))
  serve(app, deps, accountAdministrationRoutes.resetPassword, INSTANCE, ({ trx, session, params, now }) =>
    giveResetLink({ pool: authPool, trx, mail, now }, session, params.userId),
  )
  serve(app, deps, accountAdministrationRoutes.suspend, INSTANCE, ({ session, params }) => setSuspended(authPool, session, params.userId, true))
  serve(app, deps, accountAdministrationRoutes.restore, INSTANCE, ({ session, params }) => setSuspended(authPool, session, params.userId, false))
}
