import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Partners with their organisation's name; `isActive` on the given day. */
export function listPartnerNames(trx: Trx, initiativeId: string, day: string) {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.id', 'p.code', 'o.name', sql<boolean>`p.joined_on <= ${day}::date and (p.left_on is null or p.left_on >= ${day}::date)`.as('isActive')])
    .where('p.initiative_id', '=', initiativeId)
    .orderBy('p.code')
    .execute()
}
