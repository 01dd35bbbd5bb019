import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { MailKind, NotificationFacts } from '#shared/notifications/contract.ts'
import type { LinkKind } from '#shared/notifications/rules.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Writes the mail of a link in the transaction that makes what the link opens. Without a server it is told as not sent, and keeps no secret. */
export async function insertLinkMail(
  trx: Trx,
  mail: { id: string; kind: LinkKind; email: string; locale: string; initiativeId: string | null; hatId: string | null; sealed: string | null },
  now: Date,
): Promise<void> {
  const [state, reason] = mail.sealed === null ? ['not_sent', 'no_server'] : ['waiting', null]
  await sql`
    insert into auth.mail_outbox (id, kind, email, locale, initiative_id, hat_id, sealed, state, reason, created_at, next_attempt_at)
    values (${mail.id}::uuid, ${mail.kind}, ${mail.email}, ${mail.locale}, ${mail.initiativeId}::uuid, ${mail.hatId}::uuid, ${mail.sealed}, ${state}, ${reason},
      ${now}::timestamptz, ${now}::timestamptz)`.execute(trx)
}

/** Writes a mail about an account, to the address that it has when the mail goes; an initiative lends its clock. Without a server it is told as not sent. */
export async function insertAccountMail(
  trx: Trx,
  mail: { id: string; kind: 'password_chosen'; userId: string; initiativeId: string | null; facts: NotificationFacts; hasServer: boolean },
  now: Date,
): Promise<void> {
  const [state, reason] = mail.hasServer ? ['waiting', null] : ['not_sent', 'no_server']
  await sql`
    insert into auth.mail_outbox (id, kind, user_id, initiative_id, facts, state, reason, created_at, next_attempt_at)
    values (${mail.id}::uuid, ${mail.kind}, ${mail.userId}::uuid, ${mail.initiativeId}::uuid, ${JSON.stringify(mail.facts)}::jsonb, ${state}, ${reason},
      ${now}::timestamptz, ${now}::timestamptz)`.execute(trx)
}

/** A mail that this process has begun to send, with what the account says of its reader. */
export interface ClaimedMail {
  readonly id: string
  readonly kind: MailKind
  readonly userId: string | null
  readonly email: string | null
  readonly locale: string
  readonly isGone: boolean
  readonly initiativeId: string | null
  readonly hatId: string | null
  readonly facts: NotificationFacts
  readonly sealed: string | null
  readonly attempts: number
  readonly createdAt: Date
  readonly wantsMail: boolean
  readonly muted: readonly string[]
  readonly quietFrom: number | null
  readonly quietTo: number | null
}

/** Whether anything is due: one look into an index. */
export async function isAnythingDue(pool: Pool, now: Date): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>(
    `select exists (select 1 from auth.mail_outbox where next_attempt_at <= $1 and (state = 'waiting' or (state = 'sending' and claimed_until <= $1))) as due`,
    [now],
  )
  return rows[0]?.due === true
}

/**
 * Takes the mail that is due first, committed before anything is sent: of two processes one has it. A mail that a process
 * died over comes again when its claim ends.
 */
export async function claimMail(pool: Pool, now: Date, claimMs: number): Promise<ClaimedMail | null> {
  const { rows } = await pool.query<ClaimedMail>(
    `with one as (
       select id from auth.mail_outbox
       where next_attempt_at <= $1 and (state = 'waiting' or (state = 'sending' and claimed_until <= $1))
       order by next_attempt_at, id limit 1 for update skip locked
     ), taken as (
       update auth.mail_outbox m set state = 'sending', attempts = m.attempts + 1, claimed_until = $2 from one where m.id = one.id returning m.*
     )
     select t.id, t.kind, t.user_id as "userId", coalesce(t.email, u.email) as email, coalesce(t.locale, u.locale, 'fr-CA') as locale,
       coalesce(u.suspended_at is not null or u.anonymised_at is not null, false) as "isGone", t.initiative_id as "initiativeId", t.hat_id as "hatId",
       t.facts, t.sealed, t.attempts, t.created_at as "createdAt", coalesce(p.wants_mail, true) as "wantsMail", coalesce(p.muted, '{}') as muted,
       p.quiet_from as "quietFrom", p.quiet_to as "quietTo"
     from taken t left join auth.users u on u.id = t.user_id left join auth.mail_preferences p on p.user_id = t.user_id`,
    [now, new Date(now.getTime() + claimMs)],
  )
  return rows[0] ?? null
}

/** What became of a claimed mail. A secret is kept only while the mail may still go. */
export async function settleMail(
  pool: Pool,
  id: string,
  outcome:
    | { readonly state: 'sent'; readonly at: Date }
    | { readonly state: 'dead' | 'not_sent'; readonly reason: string }
    | { readonly state: 'waiting'; readonly reason: string | null; readonly nextAt: Date; readonly wasTried: boolean },
): Promise<void> {
  const { state } = outcome
  await pool.query(
    `update auth.mail_outbox set state = $2, reason = $3, sent_at = $4, claimed_until = null, next_attempt_at = coalesce($5, next_attempt_at),
       attempts = attempts - $6::int, sealed = case when $2 in ('sent', 'not_sent') then null else sealed end
     where id = $1 and state = 'sending'`,
    [
      id,
      state,
      state === 'sent' ? null : outcome.reason,
      state === 'sent' ? outcome.at : null,
      state === 'waiting' ? outcome.nextAt : null,
      state === 'waiting' && !outcome.wasTried ? 1 : 0,
    ],
  )
}

/** Mails that went or were given up long ago, and the secrets of links that no longer open anything. */
export async function forgetOldMails(pool: Pool, before: Date): Promise<void> {
  await pool.query(`delete from auth.mail_outbox where created_at < $1 and state in ('sent', 'not_sent', 'dead')`, [before])
}

export interface OutboxRow {
  readonly id: string
  readonly kind: MailKind
  readonly email: string
  readonly facts: NotificationFacts
  readonly state: 'waiting' | 'sending' | 'sent' | 'dead' | 'not_sent'
  readonly reason: string | null
  readonly attempts: number
  readonly createdAt: Date
  readonly nextAt: Date
  readonly sentAt: Date | null
}

/** The newest mails in some states. */
export async function listOutbox(pool: Pool, states: readonly string[], most: number): Promise<OutboxRow[]> {
  const { rows } = await pool.query<OutboxRow>(
    `select m.id, m.kind, coalesce(m.email, u.email, '') as email, m.facts, m.state, m.reason, m.attempts, m.created_at as "createdAt",
       m.next_attempt_at as "nextAt", m.sent_at as "sentAt"
     from auth.mail_outbox m left join auth.users u on u.id = m.user_id where m.state = any ($1) order by m.created_at desc, m.id limit $2`,
    [states, most],
  )
  return rows
}

/** How many mails are in each state. */
export async function countOutbox(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ state: string; count: number }>('select state, count(*)::int as count from auth.mail_outbox group by state')
  return new Map(rows.map(({ state, count }) => [state, count]))
}

/** Sends a mail that was put aside again from the beginning. @returns whether there was such a one */
export async function requeueMail(pool: Pool, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update auth.mail_outbox set state = 'waiting', reason = null, attempts = 0, next_attempt_at = $2, created_at = $2 where id = $1 and state = 'dead'`,
    [id, now],
  )
  return rowCount === 1
}
