import type { Pool, PoolClient } from 'pg'

/** Keeps one use of a link, with the name of who made it. */
export async function insertPasswordLinkUse(
  client: PoolClient,
  use: { userId: string; madeBy: string | null; madeAt: Date; usedAt: Date },
): Promise<{ id: string; madeByName: string | null }> {
  const { rows } = await client.query<{ id: string; madeByName: string | null }>(
    `insert into auth.password_link_uses (user_id, made_by, made_at, used_at) values ($1, $2, $3, $4)
     returning id, (select u.name from auth.users u where u.id = made_by) as "madeByName"`,
    [use.userId, use.madeBy, use.madeAt, use.usedAt],
  )
  return rows[0] as { id: string; madeByName: string | null }
}

export interface PasswordLinkUseRow {
  id: string
  maker_name: string | null
  maker_email: string | null
  made_at: Date
  used_at: Date
  dismissed_at: Date | null
}

/** Those of the last year, newest first. */
export async function listPasswordLinkUses(pool: Pool, userId: string): Promise<PasswordLinkUseRow[]> {
  const { rows } = await pool.query<PasswordLinkUseRow>(
    `select l.id, u.name as maker_name, u.email as maker_email, l.made_at, l.used_at, l.dismissed_at
     from auth.password_link_uses l left join auth.users u on u.id = l.made_by
     where l.user_id = $1 and l.used_at > now() - interval '1 year' order by l.used_at desc, l.id`,
    [userId],
  )
  return rows
}

/** Hides the notice of uses of one's own account; of another's, nothing happens. */
export async function dismissPasswordLinkUses(pool: Pool, userId: string, ids: readonly string[], now: Date): Promise<void> {
  await pool.query('update auth.password_link_uses set dismissed_at = $3 where user_id = $1 and id = any ($2::uuid[]) and dismissed_at is null', [
    userId,
    [...ids],
    now,
  ])
}

/** What `/me` says beside the account itself: the hat of the session, and whether a link is still to be told of. */
export interface SessionState {
  readonly hatId: string | null
  readonly isToldOfPasswordLink: boolean
}

export async function sessionState(pool: Pool, sessionId: string): Promise<SessionState> {
  const { rows } = await pool.query<SessionState>(
    `select s.hat_id as "hatId", exists (select 1 from auth.password_link_uses l
       where l.user_id = s.user_id and l.dismissed_at is null and l.used_at > now() - interval '1 year') as "isToldOfPasswordLink"
     from auth.sessions s where s.id = $1`,
    [sessionId],
  )
  return rows[0] ?? { hatId: null, isToldOfPasswordLink: false }
}
