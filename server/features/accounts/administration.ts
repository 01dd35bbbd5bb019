import type { Pool } from 'pg'
import type { AccountRow as Account } from '#shared/accounts/contract.ts'
import { mailLink } from '#server/features/notifications/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Session } from '#server/platform/http/actor.ts'
import type { MailDeps } from '#server/app.ts'
import { problem } from '#server/platform/http/problem.ts'
import { findAccountRow, listAccounts, recordReset, restoreAccount, suspendAccount, type AccountRow } from './administration-queries.ts'
import { makeLink } from './service.ts'

const PAGE = 100

function present(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    isInstanceAdmin: row.is_instance_admin,
    suspendedAt: row.suspended_at?.toISOString() ?? null,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  }
}

async function accountOr404(pool: Pool, userId: string): Promise<AccountRow> {
  const row = await findAccountRow(pool, userId)
  if (row === null) throw problem('not_found')
  return row
}

/** A page of accounts; `next` is the address to go on after. */
export async function readAccounts(pool: Pool, search: string, after: string): Promise<{ items: Account[]; next: string | null }> {
  const rows = await listAccounts(pool, search, after, PAGE + 1)
  return { items: rows.slice(0, PAGE).map(present), next: rows.length > PAGE ? (rows[PAGE - 1]?.email ?? null) : null }
}

export interface ResetDeps {
  readonly pool: Pool
  readonly trx: Trx
  readonly mail: MailDeps
  readonly now: Date
}

/** @throws not_found, not_allowed (one's own: there is the change of password) */
export async function giveResetLink({ pool, trx, mail, now }: ResetDeps, session: Session, userId: string): Promise<{ link: string; expiresAt: string }> {
  const account = await accountOr404(pool, userId)
  if (userId === session.userId) throw problem('not_allowed')
  const made = await makeLink(pool, { kind: 'password_reset', userId, email: account.email, createdBy: session.userId }, now)
  await recordReset(pool, userId, session.userId)
  await mailLink(trx, mail, { kind: 'password_reset', email: account.email, locale: session.locale, secret: made.secret }, now)
  return { link: `/${session.locale}/links/${made.secret}`, expiresAt: made.expiresAt.toISOString() }
}

/** Suspends or restores an account. @throws not_found, not_allowed (oneself) */
export async function setSuspended(pool: Pool, session: Session, userId: string, isSuspended: boolean): Promise<Account> {
  await accountOr404(pool, userId)
  if (userId === session.userId) throw problem('not_allowed')
  await (isSuspended ? suspendAccount : restoreAccount)(pool, userId, session.userId)
  return present(await accountOr404(pool, userId))
}
