import { sql } from 'kysely'
import type { NotificationFacts } from '#shared/notifications/contract.ts'
import { MAILED_KINDS, type NotificationKind } from '#shared/notifications/rules.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** One thing to tell one person under one hat. */
export interface Told {
  readonly userId: string
  readonly hatId: string
  readonly kind: NotificationKind
  readonly objectKey: string
  readonly dueKey: string
  readonly facts: NotificationFacts
}

/**
 * Writes notifications and, in the same statement, the mail of each that is new and may be mailed; what was told already is left alone.
 * Asks for the purpose of maintenance. @returns how many are new
 */
export async function insertTold(trx: Trx, initiativeId: string, told: readonly Told[], now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with made as (
      insert into app.notifications (initiative_id, user_id, hat_id, kind, object_key, due_key, facts, created_at)
      select ${initiativeId}::uuid, t."userId", t."hatId", t.kind, t."objectKey", t."dueKey", t.facts, ${now}::timestamptz
      from json_to_recordset(${JSON.stringify(told)}::json) as t("userId" uuid, "hatId" uuid, kind text, "objectKey" text, "dueKey" text, facts jsonb)
      on conflict on constraint notifications_once_key do nothing
      returning id, user_id, hat_id, kind, facts
    ), mailed as (
      insert into auth.mail_outbox (id, kind, user_id, initiative_id, hat_id, facts, created_at, next_attempt_at)
      select id, kind, user_id, ${initiativeId}::uuid, hat_id, facts, ${now}::timestamptz, ${now}::timestamptz from made where kind = any (${[...MAILED_KINDS]}::text[])
    )
    select count(*)::int as count from made`.execute(trx)
  return rows[0]?.count ?? 0
}

/** Hats of contributors of partners that hold on a day and have an account. */
export async function contributorHats(trx: Trx, initiativeId: string, partnerIds: readonly string[], today: string) {
  const { rows } = await sql<{ hatId: string; userId: string; partnerId: string }>`
    select id as "hatId", user_id as "userId", partner_id as "partnerId" from app.role_assignments
    where initiative_id = ${initiativeId}::uuid and role = 'partner_contributor' and partner_id = any (${partnerIds}::uuid[]) and user_id is not null
      and starts_on <= ${today}::date and (ends_on is null or ends_on >= ${today}::date)`.execute(trx)
  return rows
}

/** Hats that hold on a day and have an account: of the backbone, of its leads, of a partner's contributors, or one of a person, the one that it would wear first. */
export async function hatsOf(
  trx: Trx,
  initiativeId: string,
  who: { readonly partnerId: string | null; readonly userId: string | null } | 'backbone' | 'leads',
  today: string,
) {
  const of =
    who === 'backbone'
      ? sql`role = 'backbone'`
      : who === 'leads'
        ? sql`is_lead`
        : who.userId === null
          ? sql`role = 'partner_contributor' and partner_id = ${who.partnerId}::uuid`
          : sql`user_id = ${who.userId}::uuid`
  const { rows } = await sql<{ hatId: string; userId: string }>`
    select distinct on (user_id) id as "hatId", user_id as "userId" from app.role_assignments
    where initiative_id = ${initiativeId}::uuid and user_id is not null and starts_on <= ${today}::date and (ends_on is null or ends_on >= ${today}::date) and ${of}
    order by user_id, array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], role), id`.execute(trx)
  return rows
}

export interface NotificationRow {
  readonly id: string
  readonly kind: NotificationKind
  readonly objectKey: string
  readonly facts: NotificationFacts
  readonly createdAt: Date
  readonly readAt: Date | null
}

/** Of one hat, newest first, before a moment when one is given. */
export async function listNotifications(trx: Trx, initiativeId: string, hatId: string, before: string | null, most: number): Promise<NotificationRow[]> {
  const { rows } = await sql<NotificationRow>`
    select id, kind, object_key as "objectKey", facts, created_at as "createdAt", read_at as "readAt" from app.notifications
    where initiative_id = ${initiativeId}::uuid and hat_id = ${hatId}::uuid and (${before}::timestamptz is null or created_at < ${before}::timestamptz)
    order by created_at desc, id limit ${most}`.execute(trx)
  return rows
}

/** How many of one hat nobody has read. */
export async function countUnread(trx: Trx, initiativeId: string, hatId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from app.notifications
    where initiative_id = ${initiativeId}::uuid and hat_id = ${hatId}::uuid and read_at is null`.execute(trx)
  return rows[0]?.count ?? 0
}

/** Marks these as read, or all of the hat's. */
export async function markRead(trx: Trx, initiativeId: string, hatId: string, ids: readonly string[] | null, now: Date): Promise<void> {
  await sql`
    update app.notifications set read_at = ${now}::timestamptz
    where initiative_id = ${initiativeId}::uuid and hat_id = ${hatId}::uuid and read_at is null
      and (${ids === null} or id = any (${ids ?? []}::uuid[]))`.execute(trx)
}
