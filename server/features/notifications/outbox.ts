import type { Pool } from 'pg'
import type { Locale } from '#shared/i18n/locales.ts'
import type { OutboxMail } from '#shared/notifications/contract.ts'
import { titleOf } from '#shared/notifications/wording.ts'
import { problem } from '#server/platform/http/problem.ts'
import { countOutbox, listOutbox, requeueMail } from './outbox-queries.ts'

const MOST = 200

/**
 * The mails of the installation as its operator sees them: to whom, of which kind, what became of it. Neither the
 * initiative nor a text nor a link: an administrator reads no content (domain 5).
 */
export async function readOutbox(pool: Pool, hasServer: boolean, locale: Locale, view: 'dead' | 'waiting' | 'sent' | 'not_sent') {
  const counts = await countOutbox(pool)
  const rows = await listOutbox(pool, view === 'waiting' ? ['waiting', 'sending'] : [view], MOST)
  const count = (state: string) => counts.get(state) ?? 0
  return {
    hasServer,
    counts: { dead: count('dead'), waiting: count('waiting') + count('sending'), sent: count('sent'), not_sent: count('not_sent') },
    items: rows.map((row): OutboxMail => ({
      id: row.id,
      kind: row.kind,
      to: row.email,
      subject: titleOf(row.kind, row.facts, locale),
      state: row.state,
      reason: row.reason,
      attempts: row.attempts,
      createdAt: row.createdAt.toISOString(),
      at: row.state === 'sent' ? (row.sentAt?.toISOString() ?? null) : row.state === 'waiting' && hasServer ? row.nextAt.toISOString() : null,
    })),
  }
}

/** @throws not_found (none, or not put aside) */
export async function retryMail(pool: Pool, id: string, now: Date): Promise<undefined> {
  if (!(await requeueMail(pool, id, now))) throw problem('not_found')
  return undefined
}
