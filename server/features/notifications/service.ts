import { randomUUID } from 'node:crypto'
import type { Notification, NotificationFacts } from '#shared/notifications/contract.ts'
import type { LinkKind } from '#shared/notifications/rules.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { insertAccountMail, insertLinkMail } from './outbox-queries.ts'
import { contributorHats, countUnread, hatsOf, insertTold, listNotifications, markRead, type Told } from './queries.ts'
import { pathOf } from '#shared/notifications/wording.ts'

import { seal } from '#server/platform/sealed.ts'

/** Hats hold by the real day, whatever clock an initiative carries. */
const dayOf = (now: Date) => now.toISOString().slice(0, 10)

export { sealingKey } from './seal.ts'
export type { Told } from './queries.ts'

const PAGE = 50

/**
 * Tells people something, once for each reader, kind, thing and due moment, in the transaction of what is told; a mail
 * waits for each. @returns how many are new
 */
export async function tell(trx: Trx, initiativeId: string, told: readonly Told[], now: Date): Promise<number> {
  if (told.length === 0) return 0
  return withPurpose(trx, 'maintenance', () => insertTold(trx, initiativeId, told, now))
}

/** Tells contributors that figures of their partner were given back, in the transaction that gives them back: how many, never which nor why. */
export async function tellReturned(trx: Trx, actor: Actor, partnerIds: readonly (string | null)[], now: Date): Promise<void> {
  const counts = Map.groupBy(
    partnerIds.filter((id) => id !== null),
    (id) => id,
  )
  if (counts.size === 0) return
  const hats = await contributorHats(trx, actor.initiative.id, [...counts.keys()], dayOf(now))
  const dueKey = now.toISOString()
  const told = hats.map(({ hatId, userId, partnerId }): Told => ({
    userId,
    hatId,
    kind: 'figures_returned',
    objectKey: partnerId,
    dueKey,
    facts: { count: counts.get(partnerId)?.length ?? 0 },
  }))
  await tell(trx, actor.initiative.id, told, now)
}

/** Tells the backbone that a partner proposed a win, in the transaction that proposes it; which one, the page says. */
export async function tellWinProposed(trx: Trx, actor: Actor, winId: string, now: Date): Promise<void> {
  const hats = await hatsOf(trx, actor.initiative.id, 'backbone', dayOf(now))
  const told = hats.map((hat): Told => ({ ...hat, kind: 'win_proposed', objectKey: winId, dueKey: 'proposed', facts: {} }))
  await tell(trx, actor.initiative.id, told, now)
}

/** Tells a person, or a partner's contributors, that they are asked whether they may be named; for what and before whom, the page says. */
export async function tellConsentAsked(
  trx: Trx,
  actor: Actor,
  asked: { readonly partnerId: string | null; readonly userId: string | null },
  recognitionId: string,
  now: Date,
): Promise<void> {
  const hats = await hatsOf(trx, actor.initiative.id, asked, dayOf(now))
  const told = hats.map((hat): Told => ({ ...hat, kind: 'consent_asked', objectKey: recognitionId, dueKey: now.toISOString(), facts: {} }))
  await tell(trx, actor.initiative.id, told, now)
}

/** Tells the other leads that something waits for them, in the transaction that leaves it there: neither what nor from whom. */
export async function tellLeads(trx: Trx, actor: Actor, kind: 'breach_filed', objectKey: string, now: Date): Promise<void> {
  const leads = (await hatsOf(trx, actor.initiative.id, 'leads', dayOf(now))).filter(({ userId }) => userId !== actor.userId)
  const told = leads.map((lead): Told => ({ ...lead, kind, objectKey, dueKey: actor.today, facts: {} }))
  await tell(trx, actor.initiative.id, told, now)
}

/** Tells somebody that they are a co-author of a note, in the product alone and in the transaction that names them: which note, their own list says. */
export async function tellCoauthor(trx: Trx, actor: Actor, hat: { readonly hatId: string; readonly userId: string }, noteId: string, now: Date): Promise<void> {
  const told: Told = { userId: hat.userId, hatId: hat.hatId, kind: 'coauthor_named', objectKey: noteId, dueKey: now.toISOString(), facts: {} }
  await tell(trx, actor.initiative.id, [told], now)
}

/** Tells somebody, under one hat, that their password was chosen by a link of somebody else: by whom and when, their account says. */
export async function tellPasswordChosen(
  trx: Trx,
  initiativeId: string,
  hat: { readonly hatId: string; readonly userId: string },
  useId: string,
  now: Date,
): Promise<void> {
  await tell(trx, initiativeId, [{ ...hat, kind: 'password_chosen', objectKey: useId, dueKey: 'used', facts: {} }], now)
}

/** Leaves the mail that tells an account the same, with who made the link and when: who is shut out of the account has nothing else. */
export function mailPasswordChosen(
  trx: Trx,
  mail: { readonly hasServer: boolean },
  told: { readonly userId: string; readonly initiativeId: string | null; readonly facts: NotificationFacts },
  now: Date,
): Promise<void> {
  return insertAccountMail(trx, { ...told, id: randomUUID(), kind: 'password_chosen', hasServer: mail.hasServer }, now)
}

/**
 * Leaves the mail of a link, in the transaction that makes what the link opens. The secret waits sealed, and only where
 * there is a server that will send it; the link to copy stays whatever becomes of the mail.
 */
export async function mailLink(
  trx: Trx,
  mail: { readonly key: Buffer; readonly hasServer: boolean },
  link: { kind: LinkKind; email: string; locale: string; secret: string; initiativeId?: string | null; hatId?: string | null },
  now: Date,
): Promise<void> {
  const { kind, email, locale, secret, initiativeId = null, hatId = null } = link
  const sealed = mail.hasServer ? seal(mail.key, secret) : null
  await insertLinkMail(trx, { id: randomUUID(), kind, email, locale, initiativeId, hatId, sealed }, now)
}

/** How many notifications of a hat nobody has read: one look into an index. */
export function unreadOf(trx: Trx, initiativeId: string, hatId: string): Promise<number> {
  return countUnread(trx, initiativeId, hatId)
}

/** What the actor was told under its hat, newest first. */
export async function readNotifications(
  trx: Trx,
  actor: Actor,
  query: { before?: string | undefined },
): Promise<{ unread: number; items: Notification[]; next: string | null }> {
  const { id } = actor.initiative
  const rows = await listNotifications(trx, id, actor.hatId, query.before ?? null, PAGE + 1)
  const items = rows
    .slice(0, PAGE)
    .map(({ createdAt, readAt, objectKey: _key, ...row }): Notification => ({
      ...row,
      path: pathOf(row.kind, row.facts),
      createdAt: createdAt.toISOString(),
      readAt: readAt?.toISOString() ?? null,
    }))
  return { unread: await countUnread(trx, id, actor.hatId), items, next: rows.length > PAGE ? (items.at(-1)?.createdAt ?? null) : null }
}

/** Marks as read what is named, or all of it. No audit row: when somebody reads is their own affair. */
export async function readThem(trx: Trx, actor: Actor, ids: readonly string[] | undefined, now: Date): Promise<{ unread: number }> {
  await markRead(trx, actor.initiative.id, actor.hatId, ids ?? null, now)
  return { unread: await countUnread(trx, actor.initiative.id, actor.hatId) }
}
