import type { Pool } from 'pg'

export interface AccountRow {
  id: string
  name: string
  email: string
  is_instance_admin: boolean
  suspended_at: Date | null
  last_seen_at: Date | null
}

const COLUMNS = `u.id, u.name, u.email, u.is_instance_admin, u.suspended_at, (select max(s.updated_at) from auth.sessions s where s.user_id = u.id) as last_seen_at`

/** Accounts whose name or address contains a text, by address, after one of them. */
export async function listAccounts(pool: Pool, search: string, after: string, limit: number): Promise<AccountRow[]> {
  const { rows } = await pool.query<AccountRow>(
    `select ${COLUMNS} from auth.users u
     where u.anonymised_at is null and u.email > $2 and ($1 = '' or position(lower($1) in lower(u.name)) > 0 or position(lower($1) in u.email) > 0)
     order by u.email limit $3`,
    [search, after, limit],
  )
  return rows
}

/** One account that was not anonymised. */
export async function findAccountRow(pool: Pool, userId: string): Promise<AccountRow | null> {
  const { rows } = await pool.query<AccountRow>(`select ${COLUMNS} from auth.users u where u.id = $1 and u.anonymised_at is null`, [userId])
  return rows[0] ?? null
}

/** Suspends an account and ends its sessions and its links, in one statement with the record of it. */
export async function suspendAccount(pool: Pool, userId: string, actorId: string): Promise<void> {
  await pool.query(
    `with suspended as (update auth.users set suspended_at = coalesce(suspended_at, now()), updated_at = now() where id = $1),
       ended as (delete from auth.sessions where user_id = $1),
       gone as (delete from auth.one_use_links where user_id = $1 and kind = 'password_reset')
     insert into auth.account_events (actor_id, user_id, action) values ($2, $1, 'account.suspend')`,
    [userId, actorId],
  )
}

/** Gives an account back, with the record of it. */
export async function restoreAccount(pool: Pool, userId: string, actorId: string): Promise<void> {
  await pool.query(
    `with restored as (update auth.users set suspended_at = null, updated_at = now() where id = $1)
     insert into auth.account_events (actor_id, user_id, action) values ($2, $1, 'account.restore')`,
    [userId, actorId],
  )
}

/** Records that a link to choose a new password was made. */
export async function recordReset(pool: Pool, userId: string, actorId: string): Promise<void> {
  await pool.query(`insert into auth.account_events (actor_id, user_id, action) values ($2, $1, 'account.reset_link')`, [userId, actorId])
}
