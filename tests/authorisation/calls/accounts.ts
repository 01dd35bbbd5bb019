import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { DEMO_PASSWORD } from '#shared/accounts/demo.ts'
import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'

/** An account that no other call uses. */
async function newAccount(stage: Stage): Promise<string> {
  return (await stage.world.account({ name: stage.unique() })).userId as string
}

/** A link that lets its holder choose a password, and its secret. */
async function newLink(stage: Stage): Promise<string> {
  const secret = randomBytes(24).toString('base64url')
  await stage.world.owner.query(
    `insert into auth.one_use_links (kind, secret_hash, user_id, email, expires_at) select 'password_reset', $2, id, email, now() + interval '1 hour' from auth.users where id = $1`,
    [await newAccount(stage), createHash('sha256').update(secret).digest('hex')],
  )
  return secret
}

/** Accounts, sessions and one-use links; the few routes that are for everybody. */
export const accountCalls: Readonly<Record<string, MakeCall>> = {
  'GET /api/v1/openapi.json': () => ({}),
  'GET /live': () => ({}),
  'GET /ready': () => ({}),
  'POST /api/auth/sign-in/email': () => ({ body: { email: 'lecture@demo.maillage.example', password: DEMO_PASSWORD } }),
  // Whoever calls, it is the session in the call that ends.
  'POST /api/auth/sign-out': async (stage) => ({ headers: { cookie: (await stage.world.account()).cookie as string }, body: {} }),
  'POST /api/auth/change-password': () => ({ body: { currentPassword: DEMO_PASSWORD, newPassword: DEMO_PASSWORD } }),
  'accounts.linkPreview': async (stage) => ({ params: { secret: await newLink(stage) } }),
  'accounts.useLink': async (stage) => ({ params: { secret: await newLink(stage) }, body: { password: 'une phrase assez longue' } }),
  'accounts.me': () => ({}),
  'accounts.updateMe': () => ({ body: { locale: 'fr-CA' } }),
  'accounts.sessions': () => ({}),
  'accounts.passwordLinks': () => ({}),
  // Uses of the caller's own account alone: of others, nothing happens.
  'accounts.dismissPasswordLinks': () => ({ body: { ids: [randomUUID()] } }),
  // The hat and the session are of the contributor: nobody else wears the one or ends the other.
  'accounts.wearHat': ({ actors }) => ({ body: { hatId: actors.contribution.hatId } }),
  'accounts.endSession': async ({ world, actors, unique }) => {
    const { rows } = await world.owner.query<{ id: string }>(
      `insert into auth.sessions (user_id, token, expires_at) values ($1, $2, now() + interval '1 hour') returning id`,
      [actors.contribution.userId, unique()],
    )
    return { params: { sessionId: rows[0]?.id ?? '' } }
  },
  'accountAdministration.list': () => ({ query: { search: 'lecture' } }),
  'accountAdministration.resetPassword': async (stage) => ({ params: { userId: await newAccount(stage) } }),
  'accountAdministration.suspend': async (stage) => ({ params: { userId: await newAccount(stage) } }),
  'accountAdministration.restore': async (stage) => {
    const userId = await newAccount(stage)
    await stage.world.owner.query('update auth.users set suspended_at = now() where id = $1', [userId])
    return { params: { userId } }
  },
}
