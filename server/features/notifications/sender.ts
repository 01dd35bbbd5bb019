import { sql } from 'kysely'
import type { Pool } from 'pg'
import { isLocale } from '#shared/i18n/locales.ts'
import { dateOf } from '#shared/i18n/format.ts'
import {
  DEFAULT_QUIET,
  isFinalRefusal,
  isOfAccount,
  isReservedAddress,
  LINK_KINDS,
  lookAgain,
  nextAttempt,
  quietUntil,
  staleAfter,
} from '#shared/notifications/rules.ts'
import type { Db } from '#server/platform/db/connect.ts'
import { inContext } from '#server/platform/db/context.ts'
import { composeMail, type ComposedMail } from './compose.ts'
import { claimMail, forgetOldMails, settleMail, type ClaimedMail } from './outbox-queries.ts'
import { open } from '#server/platform/sealed.ts'
import { preferenceToken } from './seal.ts'

/** How long a process may be at one mail before another takes it up. */
export const CLAIM_MS = 5 * 60_000
/** How long what became of a mail is kept. */
const KEPT_MS = 90 * 24 * 3_600_000

/** Hands one mail to a mail server. @throws an error with `responseCode` when it was refused, without when no answer came */
export type Deliver = (to: string, mail: ComposedMail) => Promise<unknown>

export interface SenderDeps {
  readonly db: Db
  readonly authPool: Pool
  readonly key: Buffer
  readonly origin: string
  readonly deliver: Deliver
  readonly now: () => Date
}

interface Place {
  readonly slug: string
  readonly nameFr: string
  readonly nameEn: string | null
  readonly timeZone: string
  readonly isFrozen: boolean
  readonly holdsHat: boolean
}

const isLink = (kind: string) => (LINK_KINDS as readonly string[]).includes(kind)

/** The initiative of a mail as it is now, and whether its reader still has the hat under which it was told (P22). */
async function placeOf(db: Db, mail: ClaimedMail, now: Date): Promise<Place | null> {
  const { initiativeId } = mail
  if (initiativeId === null) return null
  return inContext(db, { initiativeId, actorId: null, role: 'backbone', partnerId: null, commitment: false }, async (trx) => {
    const today = dateOf(now.toISOString(), 'UTC')
    const { rows } = await sql<Place>`
      select i.slug, i.name_fr as "nameFr", i.name_en as "nameEn", i.time_zone as "timeZone", i.clock_frozen_at is not null as "isFrozen",
        exists (select 1 from app.role_assignments r where r.initiative_id = i.id and r.id = ${mail.hatId}::uuid
          and r.user_id is not distinct from ${mail.userId}::uuid and (r.ends_on is null or r.ends_on >= ${today}::date)) as "holdsHat"
      from app.initiatives i where i.id = ${initiativeId}::uuid`.execute(trx)
    return rows[0] ?? null
  })
}

/** Why a mail does not go at all; null when it does. */
function reasonNotToSend(mail: ClaimedMail, place: Place | null, now: Date): string | null {
  if (mail.isGone || mail.email === null || mail.email === '') return 'account_gone'
  if (isReservedAddress(mail.email)) return 'reserved_address'
  if (now.getTime() - mail.createdAt.getTime() > staleAfter(mail.kind)) return 'too_old'
  if (mail.hatId !== null && place?.holdsHat !== true) return 'hat_ended'
  if (isOfAccount(mail.kind)) return null
  if (place === null || place.isFrozen) return 'demo'
  return !mail.wantsMail || mail.muted.includes(mail.kind) ? 'unsubscribed' : null
}

/** Parts of the conversation in which a server speaks of one mail; before them it speaks of itself, or of our password. */
const ABOUT_THE_MAIL: ReadonlySet<unknown> = new Set(['RCPT TO', 'DATA'])

/** The code by which a server refused this mail; null when it was out of reach, or lets us in no more. */
function codeOf(error: unknown): number | null {
  const { responseCode, command, code } = (error ?? {}) as { responseCode?: unknown; command?: unknown; code?: unknown }
  // An address that no server would take never leaves: as if it had been refused.
  if (code === 'EENVELOPE' && command === 'API') return 553
  return typeof responseCode === 'number' && ABOUT_THE_MAIL.has(command) ? responseCode : null
}

/**
 * Sends every mail that is due. Before a mail goes its claim is committed, after it went so is that; a process that dies
 * between the two leaves a claim that ends, and the mail goes again under the same Message-ID, by which mailboxes know it.
 * A server that does not answer ends the round: every other mail would meet the same.
 * @returns how many went, and whether the server was out of reach
 */
export async function sendDue(deps: SenderDeps): Promise<{ sent: number; isUnreachable: boolean }> {
  const { authPool, key, origin } = deps
  let sent = 0
  for (;;) {
    const now = deps.now()
    const mail = await claimMail(authPool, now, CLAIM_MS)
    if (mail === null) break
    const place = await placeOf(deps.db, mail, now)
    const refusal = reasonNotToSend(mail, place, now)
    if (refusal !== null) {
      await settleMail(authPool, mail.id, { state: 'not_sent', reason: refusal })
      continue
    }
    const quiet = { from: mail.quietFrom ?? DEFAULT_QUIET.from, to: mail.quietTo ?? DEFAULT_QUIET.to }
    const until = isOfAccount(mail.kind) ? null : quietUntil(now, quiet, place?.timeZone ?? 'UTC')
    if (until !== null) {
      await settleMail(authPool, mail.id, { state: 'waiting', reason: null, nextAt: until, wasTried: false })
      continue
    }
    const secret = mail.sealed === null ? null : open(key, mail.sealed)
    if (isLink(mail.kind) && secret === null) {
      await settleMail(authPool, mail.id, { state: 'not_sent', reason: 'unsealed' })
      continue
    }
    const composed = composeMail({
      ...mail,
      locale: isLocale(mail.locale) ? mail.locale : 'fr-CA',
      origin,
      initiative: place,
      secret,
      preferences: mail.userId === null || isOfAccount(mail.kind) ? null : preferenceToken(key, mail.userId),
    })
    try {
      await deps.deliver(mail.email ?? '', composed)
    } catch (error) {
      const code = codeOf(error)
      if (code === null) {
        await settleMail(authPool, mail.id, { state: 'waiting', reason: 'unreachable', nextAt: lookAgain(mail.createdAt, now), wasTried: false })
        return { sent, isUnreachable: true }
      }
      const nextAt = isFinalRefusal(code) ? null : nextAttempt(mail.attempts, now)
      const reason = String(code)
      await settleMail(authPool, mail.id, nextAt === null ? { state: 'dead', reason } : { state: 'waiting', reason, nextAt, wasTried: true })
      continue
    }
    await settleMail(authPool, mail.id, { state: 'sent', at: deps.now() })
    sent += 1
  }
  await forgetOldMails(authPool, new Date(deps.now().getTime() - KEPT_MS))
  return { sent, isUnreachable: false }
}
