import { createHash, randomBytes } from 'node:crypto'
import { calendarFile } from '#shared/meetings/calendar.ts'
import type { CalendarFeed } from '#shared/meetings/series-contract.ts'
import { audit } from '#server/platform/audit.ts'
import { setContext, withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { deleteFeed, enterAddress, feedOf, holderOf, initiativeForCalendar, listCalendarRows, saveFeed, type CalendarRow } from './calendar-queries.ts'

/** 256 bits: nobody finds an address by trying. */
const SECRET_BYTES = 32
/** How far back a feed reaches: a calendar keeps what it has seen. */
const PAST_MS = 60 * 24 * 3_600_000

const hashSecret = (secret: string) => createHash('sha256').update(`calendar:${secret}`).digest('hex')

/** Whether one's own address exists; the address itself is told once, when it is made. */
export async function readFeed(trx: Trx, actor: Actor): Promise<CalendarFeed> {
  const feed = await feedOf(trx, actor.initiative.id, actor.userId)
  return { madeAt: feed?.madeAt.toISOString() ?? null, path: null }
}

/** Makes one's own address, in place of a former one. */
export async function makeFeed(trx: Trx, actor: Actor, now: Date): Promise<CalendarFeed> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  await saveFeed(trx, actor.initiative.id, actor.userId, hashSecret(secret), now)
  await audit(trx, actor, { action: 'calendar.make', objectType: 'calendar_feed', objectId: null }, now)
  return { madeAt: now.toISOString(), path: `/api/v1/calendars/${actor.initiative.slug}/links/${secret}` }
}

/** Ends one's own address; without one, nothing happens. */
export async function revokeFeed(trx: Trx, actor: Actor, now: Date): Promise<void> {
  if (!(await deleteFeed(trx, actor.initiative.id, actor.userId))) return
  await audit(trx, actor, { action: 'calendar.revoke', objectType: 'calendar_feed', objectId: null }, now)
}

async function fileOf(trx: Trx, initiativeId: string, rows: readonly CalendarRow[], origin: string, now: Date): Promise<string> {
  const { slug, nameFr, nameEn, mainLanguage } = await initiativeForCalendar(trx, initiativeId)
  const isEnglish = mainLanguage === 'en'
  const events = rows.map(({ titleFr, titleEn, held, startsAt, ...row }) => ({
    ...row,
    title: isEnglish ? (titleEn ?? titleFr) : titleFr,
    startsAt: startsAt.toISOString(),
    url: `${origin}/${isEnglish ? 'en' : 'fr-CA'}/i/${slug}/conditions/communication/meetings/${row.id}`,
    isCancelled: !held,
  }))
  return calendarFile(isEnglish ? (nameEn ?? nameFr) : nameFr, events, now.toISOString())
}

/** One meeting as an iCalendar file. @throws not_found */
export async function meetingFile(trx: Trx, actor: Actor, id: string, origin: string, now: Date): Promise<string> {
  const rows = await listCalendarRows(trx, actor.initiative.id, { id })
  if (rows.length === 0) throw problem('not_found')
  return fileOf(trx, actor.initiative.id, rows, origin, now)
}

/**
 * What a calendar program reads without a session. The address counts while its account wears a hat of the circle, and tells
 * title, time, place and link alone.
 * @throws link_invalid, in the same words whatever is wrong
 */
export async function feedFile(trx: Trx, slug: string, secret: string, origin: string, now: Date): Promise<string> {
  const initiativeId = await enterAddress(trx, slug)
  if (initiativeId === null) throw problem('link_invalid')
  await setContext(trx, { initiativeId, actorId: null, role: null, partnerId: null, commitment: false })
  const holder = await withPurpose(trx, 'maintenance', () => holderOf(trx, initiativeId, hashSecret(secret), now.toISOString().slice(0, 10)))
  if (holder === undefined) throw problem('link_invalid')
  await setContext(trx, { initiativeId, actorId: holder.ownerId, role: holder.role, partnerId: holder.partnerId, commitment: false })
  return fileOf(trx, initiativeId, await listCalendarRows(trx, initiativeId, { from: new Date(now.getTime() - PAST_MS) }), origin, now)
}
