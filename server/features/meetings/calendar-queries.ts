import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Since when an account has a calendar address here. */
export function feedOf(trx: Trx, initiativeId: string, ownerId: string) {
  return trx
    .selectFrom('calendar_feeds')
    .select('made_at as madeAt')
    .where('initiative_id', '=', initiativeId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
}

/** The address of an account becomes this one: a former one leads nowhere. */
export async function saveFeed(trx: Trx, initiativeId: string, ownerId: string, secretHash: string, madeAt: Date): Promise<void> {
  await trx
    .insertInto('calendar_feeds')
    .values({ initiative_id: initiativeId, owner_id: ownerId, secret_hash: secretHash, made_at: madeAt })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'owner_id']).doUpdateSet({ secret_hash: secretHash, made_at: madeAt }))
    .execute()
}

/** @returns whether there was one */
export async function deleteFeed(trx: Trx, initiativeId: string, ownerId: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('calendar_feeds').where('initiative_id', '=', initiativeId).where('owner_id', '=', ownerId).executeTakeFirst()
  return numDeletedRows > 0n
}

/** Opens the address of an initiative; null when there is none. */
export async function enterAddress(trx: Trx, slug: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select e.initiative_id as id from app.enter_public(${slug}) e`.execute(trx)
  return rows[0]?.id ?? null
}

/** The account of the circle that a calendar address belongs to; undefined once its hat has ended. Asks for the purpose `maintenance`. */
export function holderOf(trx: Trx, initiativeId: string, secretHash: string, day: string) {
  return trx
    .selectFrom('calendar_feeds as f')
    .innerJoin('role_assignments as r', (join) => join.onRef('r.initiative_id', '=', 'f.initiative_id').onRef('r.user_id', '=', 'f.owner_id'))
    .select(['f.owner_id as ownerId', 'r.role', 'r.partner_id as partnerId'])
    .where('f.initiative_id', '=', initiativeId)
    .where('f.secret_hash', '=', secretHash)
    .where('r.role', '<>', 'funder')
    .where('r.starts_on', '<=', day)
    .where((eb) => eb.or([eb('r.ends_on', 'is', null), eb('r.ends_on', '>=', day)]))
    .orderBy('r.id')
    .limit(1)
    .executeTakeFirst()
}

/** What a calendar shows of meetings from a moment on: nothing else is read for it. */
export function listCalendarRows(trx: Trx, initiativeId: string, filter: { from?: Date; id?: string }) {
  return trx
    .selectFrom('meetings')
    .select(['id', 'title_fr as titleFr', 'title_en as titleEn', 'starts_at as startsAt', 'minutes', 'place', 'held', 'version'])
    .where('initiative_id', '=', initiativeId)
    .$if(filter.from !== undefined, (qb) => qb.where('starts_at', '>=', filter.from as Date))
    .$if(filter.id !== undefined, (qb) => qb.where('id', '=', filter.id as string))
    .orderBy('starts_at')
    .orderBy('id')
    .execute()
}
export type CalendarRow = Awaited<ReturnType<typeof listCalendarRows>>[number]

/** Name, language and address of an initiative. */
export function initiativeForCalendar(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('initiatives')
    .select(['slug', 'name_fr as nameFr', 'name_en as nameEn', 'main_language as mainLanguage'])
    .where('id', '=', initiativeId)
    .executeTakeFirstOrThrow()
}
