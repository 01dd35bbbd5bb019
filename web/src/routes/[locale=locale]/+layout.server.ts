import { accountRoutes, type Me } from '#shared/accounts/contract.ts'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { failPage } from '#lib/api/read.server.ts'
import type { LayoutServerLoad } from './$types'

/** Pages are pages: the framework's script travels only where typing needs it (ux.md e). */
export const csr = false

/** The account, when there is a session: the head of every page shows it. */
export const load: LayoutServerLoad = async (event) => {
  const { locale, theme } = event.locals
  let me: Me | null = null
  if (event.cookies.getAll().some(({ name }) => name.endsWith('maillage.session_token'))) {
    try {
      me = await call(event.fetch, accountRoutes.me, {})
    } catch (cause) {
      // A session that ended is no error here: pages that need one send to sign-in.
      if (!(cause instanceof ApiProblem && cause.status === 401)) failPage(event, cause)
    }
  }
  return { locale, theme, me }
}
