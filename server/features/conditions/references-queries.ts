import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Codes and identifiers of other features' records that agenda, goals and backbone point at. */
export interface Named {
  readonly id: string
  readonly code: string
}

/** Territories that exist on a day. */
export function listTerritoryCodes(trx: Trx, initiativeId: string, day: string): Promise<Named[]> {
  return trx
    .selectFrom('territories')
    .select(['id', 'code'])
    .where('initiative_id', '=', initiativeId)
    .where((eb) => eb.or([eb('valid_from', 'is', null), eb('valid_from', '<=', day)]))
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', day)]))
    .execute()
}

/** Indicators by code, archived ones too. */
export function listIndicatorCodes(trx: Trx, initiativeId: string): Promise<Named[]> {
  return trx.selectFrom('indicators').select(['id', 'code']).where('initiative_id', '=', initiativeId).execute()
}

/** Partners with their organisation's name; `isActive` on the given day. */
export function listPartnerNames(trx: Trx, initiativeId: string, day: string): Promise<(Named & { name: string; isActive: boolean })[]> {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.id', 'p.code', 'o.name', sql<boolean>`p.joined_on <= ${day}::date and (p.left_on is null or p.left_on >= ${day}::date)`.as('isActive')])
    .where('p.initiative_id', '=', initiativeId)
    .orderBy('p.code')
    .execute()
}
