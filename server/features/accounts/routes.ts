import { verifyPassword } from 'better-auth/crypto'
import { fromNodeHeaders } from 'better-auth/node'
import type { FastifyInstance } from 'fastify'
import { accountRoutes } from '#shared/accounts/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { acceptHat } from '#server/features/initiatives/service.ts'
import { AUTH_ENDPOINTS } from '#server/platform/auth.ts'
import { problem } from '#server/platform/http/problem.ts'
import { serve } from '#server/platform/http/serve.ts'
import { dismissPasswordLinkUses, sessionState } from './password-link-queries.ts'
import { readPasswordLinks, tellOfPasswordLink } from './password-links.ts'
import { endOtherSessions } from './queries.ts'
import { makeSignInLimiter } from './sign-in-limiter.ts'
import { checkPassword, consumeSecret, previewLink, readMe } from './service.ts'

const SESSION = { kind: 'session' } as const

/** Account, hats, sessions and one-use links; sign-in itself is better-auth's. */
export function accounts(app: FastifyInstance, deps: FeatureDeps): void {
  const limiter = makeSignInLimiter(deps.authPool, deps.now)
  const stateOf = (sessionId: string) => sessionState(deps.authPool, sessionId)

  serve(app, deps, accountRoutes.me, SESSION, async ({ trx, session }) => readMe(trx, session, await stateOf(session.sessionId)))

  serve(app, deps, accountRoutes.updateMe, SESSION, async ({ trx, session, body }) => {
    await deps.authPool.query('update auth.users set name = coalesce($2, name), locale = coalesce($3, locale), updated_at = now() where id = $1', [
      session.userId,
      body.name ?? null,
      body.locale ?? null,
    ])
    return readMe(trx, { ...session, name: body.name ?? session.name, locale: body.locale ?? session.locale }, await stateOf(session.sessionId))
  })

  serve(app, deps, accountRoutes.wearHat, SESSION, async ({ trx, session, body }) => {
    const me = await readMe(trx, session, null)
    if (!me.initiatives.some((initiative) => initiative.hats.some((hat) => hat.id === body.hatId))) throw problem('not_found')
    await deps.authPool.query('update auth.sessions set hat_id = $2 where id = $1', [session.sessionId, body.hatId])
    return undefined
  })

  serve(app, deps, accountRoutes.sessions, SESSION, async ({ session }) => {
    const { rows } = await deps.authPool.query<{ id: string; created_at: Date; updated_at: Date; user_agent: string | null }>(
      'select id, created_at, updated_at, user_agent from auth.sessions s where user_id = $1 and auth.session_end(s) > now() order by updated_at desc',
      [session.userId],
    )
    return {
      items: rows.map((row) => ({
        id: row.id,
        startedAt: row.created_at.toISOString(),
        lastSeenAt: row.updated_at.toISOString(),
        userAgent: row.user_agent,
        isCurrent: row.id === session.sessionId,
      })),
    }
  })

  serve(app, deps, accountRoutes.endSession, SESSION, async ({ session, params }) => {
    const { rowCount } = await deps.authPool.query('delete from auth.sessions where id = $1 and user_id = $2', [params.sessionId, session.userId])
    if (rowCount === 0) throw problem('not_found')
    return undefined
  })

  serve(app, deps, accountRoutes.passwordLinks, SESSION, ({ session }) => readPasswordLinks(deps.authPool, session.userId))
  serve(app, deps, accountRoutes.dismissPasswordLinks, SESSION, async ({ session, body, now }) => {
    await dismissPasswordLinkUses(deps.authPool, session.userId, body.ids, now)
    return undefined
  })

  const open = { kind: 'public', reason: 'the secret in the address is the permission; only its hash is kept' } as const
  serve(app, deps, accountRoutes.linkPreview, open, ({ params }) => previewLink(deps.authPool, params.secret))
  serve(app, deps, accountRoutes.useLink, open, async ({ trx, params, body, request, now }) => {
    const { email, chosen } = await consumeSecret(
      deps.authPool,
      params.secret,
      body,
      { limiter, ip: request.ip },
      async (userId, password, client) => {
        const { rows } = await client.query<{ password: string | null }>(
          "select password from auth.credentials where user_id = $1 and provider_id = 'credential'",
          [userId],
        )
        const hash = rows[0]?.password
        return hash !== null && hash !== undefined && verifyPassword({ hash, password })
      },
      acceptHat,
      now,
    )
    if (chosen !== null) await tellOfPasswordLink(trx, deps.mail, chosen, now)
    return { email }
  })

  for (const endpoint of AUTH_ENDPOINTS) {
    app.route({
      method: endpoint.method,
      url: `/api/auth${endpoint.path}`,
      config: {
        policy: endpoint.open
          ? { kind: 'public', reason: 'signing in and out is for everybody; attempts are limited per account and address' }
          : { kind: 'session' },
      },
      schema: { hide: true } as object,
      onRequest: async (request) => {
        if (!endpoint.open && deps.tokenOf(request) === null) throw problem('not_signed_in')
      },
      handler: async (request, reply) => {
        const body = (request.body ?? {}) as { email?: unknown; newPassword?: unknown }
        const signIn = endpoint.path === '/sign-in/email'
        const email = typeof body.email === 'string' ? body.email : ''
        if (signIn) await limiter.check(email, request.ip)
        if (endpoint.path === '/change-password') checkPassword(typeof body.newPassword === 'string' ? body.newPassword : '')
        const answer = await deps.auth.handler(
          new Request(`${deps.origin}${request.url}`, {
            method: request.method,
            headers: fromNodeHeaders(request.headers),
            body: JSON.stringify(request.body ?? {}),
          }),
        )
        if (signIn) await limiter.record(email, request.ip, answer.ok)
        if (!answer.ok) throw problem(signIn ? 'sign_in_refused' : endpoint.path === '/change-password' ? 'password_wrong' : 'invalid_request')
        if (endpoint.path === '/change-password') await endOtherSessions(deps.authPool, deps.tokenOf(request) ?? '')
        for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
        return reply.header('cache-control', 'no-store').status(204).send()
      },
    })
  }
}
