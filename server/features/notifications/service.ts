import { randomUUID } from 'node:crypto'
import type { Notification } from '#shared/notifications/contract.ts'
import type { LinkKind } from '#shared/notifications/rules.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { insertLinkMail } from './outbox-queries.ts'
import { contributorHats, countUnread, insertTold, listNotifications, markRead, type Told } from './queries.ts'
import { pathOf } from '#shared/notifications/wording.ts'

import { seal } from './seal.ts'

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
  const hats = await contributorHats(trx, actor.initiative.id, [...counts.keys()], now.toISOString().slice(0, 10))
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
