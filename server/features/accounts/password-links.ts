import type { Pool, PoolClient } from 'pg'
import type { PasswordLinkUse } from '#shared/accounts/contract.ts'
import { mailPasswordChosen, tellPasswordChosen } from '#server/features/notifications/service.ts'
import type { MailDeps } from '#server/app.ts'
import { setContext, type Trx } from '#server/platform/db/context.ts'
import { insertPasswordLinkUse, listPasswordLinkUses } from './password-link-queries.ts'
import { listOwnHats, type LinkRow } from './queries.ts'

/** A password that was chosen by a link which somebody else than the account made. */
export interface PasswordChosen {
  readonly useId: string
  readonly userId: string
  readonly madeBy: string | null
  readonly madeAt: Date
  readonly usedAt: Date
}

/**
 * Keeps that an account's password was chosen by a link, in the transaction that chooses it: who holds the link reads what the
 * account alone reads, so no use goes untold. Null for a link that was no such thing, or that the account made itself.
 */
export async function recordPasswordChosen(client: PoolClient, link: LinkRow, userId: string, now: Date): Promise<PasswordChosen | null> {
  if (link.kind !== 'password_reset' || link.created_by === userId) return null
  const made = await insertPasswordLinkUse(client, { userId, madeBy: link.created_by, madeAt: link.created_at, usedAt: now })
  return { useId: made.id, userId, madeBy: made.madeByName, madeAt: link.created_at, usedAt: now }
}

/** Tells the account beside its own page: under one hat in each initiative where it has any, and by mail. */
export async function tellOfPasswordLink(trx: Trx, mail: MailDeps, chosen: PasswordChosen, now: Date): Promise<void> {
  const { userId } = chosen
  const account = { initiativeId: null, actorId: userId, role: null, partnerId: null, commitment: false }
  await setContext(trx, account)
  const hats = new Map((await listOwnHats(trx, userId)).toReversed().map((hat) => [hat.initiative_id, hat.id]))
  for (const [initiativeId, hatId] of hats) {
    await setContext(trx, { ...account, initiativeId })
    await tellPasswordChosen(trx, initiativeId, { hatId, userId }, chosen.useId, now)
  }
  await setContext(trx, account)
  const facts = { by: chosen.madeBy, madeAt: chosen.madeAt.toISOString(), usedAt: chosen.usedAt.toISOString() }
  await mailPasswordChosen(trx, mail, { userId, initiativeId: [...hats.keys()][0] ?? null, facts }, now)
}

/** Links made by somebody else that chose a password of this account within a year, newest first. */
export async function readPasswordLinks(pool: Pool, userId: string): Promise<{ items: PasswordLinkUse[] }> {
  const rows = await listPasswordLinkUses(pool, userId)
  return {
    items: rows.map((row) => ({
      id: row.id,
      madeBy: row.maker_name === null || row.maker_email === null ? null : { name: row.maker_name, email: row.maker_email },
      madeAt: row.made_at.toISOString(),
      usedAt: row.used_at.toISOString(),
      dismissedAt: row.dismissed_at?.toISOString() ?? null,
    })),
  }
}
