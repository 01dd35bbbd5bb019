import type { Pool } from 'pg'
import type { MailPreferences } from '#shared/notifications/contract.ts'
import { DEFAULT_QUIET, MAILED_KINDS, type NotificationKind } from '#shared/notifications/rules.ts'
import { problem } from '#server/platform/http/problem.ts'
import { userOfToken } from './seal.ts'

/** What an account wants by mail; the usual while it chose nothing. @throws not_found (no such account, or suspended) */
export async function readPreferences(pool: Pool, userId: string): Promise<MailPreferences> {
  const { rows } = await pool.query<{ wantsMail: boolean; muted: NotificationKind[]; quietFrom: number; quietTo: number }>(
    `select coalesce(p.wants_mail, true) as "wantsMail", coalesce(p.muted, '{}') as muted, coalesce(p.quiet_from, $2) as "quietFrom", coalesce(p.quiet_to, $3) as "quietTo"
     from auth.users u left join auth.mail_preferences p on p.user_id = u.id where u.id = $1 and u.suspended_at is null and u.anonymised_at is null`,
    [userId, DEFAULT_QUIET.from, DEFAULT_QUIET.to],
  )
  const [row] = rows
  if (row === undefined) throw problem('not_found')
  return row
}

/** @throws not_found */
export async function savePreferences(pool: Pool, userId: string, wanted: MailPreferences): Promise<MailPreferences> {
  await readPreferences(pool, userId)
  await pool.query(
    `insert into auth.mail_preferences (user_id, wants_mail, muted, quiet_from, quiet_to) values ($1, $2, $3, $4, $5)
     on conflict (user_id) do update set wants_mail = excluded.wants_mail, muted = excluded.muted, quiet_from = excluded.quiet_from,
       quiet_to = excluded.quiet_to, updated_at = now()`,
    [userId, wanted.wantsMail, MAILED_KINDS.filter((kind) => wanted.muted.includes(kind)), wanted.quietFrom, wanted.quietTo],
  )
  return readPreferences(pool, userId)
}

/** Whose preferences a token of a mail opens. @throws not_found */
export function holderOf(key: Buffer, token: string): string {
  const userId = userOfToken(key, token)
  if (userId === null) throw problem('not_found')
  return userId
}

/** One click in a mail program: no more of one kind, or of any. Doing it twice is doing it once. @throws not_found */
export async function unsubscribe(pool: Pool, userId: string, kind: NotificationKind | undefined): Promise<void> {
  const before = await readPreferences(pool, userId)
  await savePreferences(pool, userId, kind === undefined ? { ...before, wantsMail: false } : { ...before, muted: [...before.muted, kind] })
}
