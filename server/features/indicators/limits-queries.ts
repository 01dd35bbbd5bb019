import { sql } from 'kysely'
import type { IndicatorLimit } from '#shared/indicators/limits-contract.ts'
import type { Limit } from '#shared/indicators/limits.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Limits of versions by the ids of their places and partners: those the hat may read. */
export function limitsOfVersions(trx: Trx, initiativeId: string, versionIds: readonly string[]): Promise<Limit[]> {
  return trx
    .selectFrom('indicator_limits')
    .select(['indicator_version_id as versionId', 'territory_id as territoryId', 'partner_id as partnerId', 'low', 'high'])
    .where('initiative_id', '=', initiativeId)
    .where('indicator_version_id', '=', sql<string>`any (${versionIds}::uuid[])`)
    .execute()
}

/** Limits of an indicator's versions by code, the general ones first. */
export function listLimits(trx: Trx, initiativeId: string, versionIds: readonly string[]): Promise<IndicatorLimit[]> {
  return trx
    .selectFrom('indicator_limits as l')
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'l.initiative_id').onRef('v.id', '=', 'l.indicator_version_id'))
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'l.initiative_id').onRef('t.id', '=', 'l.territory_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'l.initiative_id').onRef('p.id', '=', 'l.partner_id'))
    .select(['v.number as versionNumber', 't.code as territoryCode', 'p.code as partnerCode', 'l.low', 'l.high', 'l.set_on as setOn'])
    .select(sql<'typed' | 'history'>`l.source`.as('source'))
    .where('l.initiative_id', '=', initiativeId)
    .where('l.indicator_version_id', '=', sql<string>`any (${versionIds}::uuid[])`)
    .orderBy('v.number', 'desc')
    .orderBy(sql`p.code nulls first`)
    .orderBy(sql`t.code nulls first`)
    .execute()
}

export interface LimitRecord {
  readonly territory: string | null
  readonly partner: string | null
  readonly low: string | null
  readonly high: string | null
  readonly source: 'typed' | 'history'
}

/** Sets limits by territory and partner. */
export async function upsertLimits(trx: Trx, initiativeId: string, versionId: string, on: string, records: readonly LimitRecord[]): Promise<void> {
  await sql`
    insert into app.indicator_limits (initiative_id, indicator_version_id, territory_id, partner_id, low, high, source, set_on)
    select ${initiativeId}::uuid, ${versionId}::uuid, r.territory, r.partner, r.low, r.high, r.source, ${on}::date
    from json_to_recordset(${JSON.stringify(records)}::json) as r(territory uuid, partner uuid, low numeric, high numeric, source text)
    order by r.partner, r.territory
    on conflict (initiative_id, indicator_version_id, territory_id, partner_id) do update set
      low = excluded.low, high = excluded.high, source = excluded.source, set_on = excluded.set_on`.execute(trx)
}

export async function removeLimits(
  trx: Trx,
  initiativeId: string,
  versionId: string,
  records: readonly Pick<LimitRecord, 'territory' | 'partner'>[],
): Promise<void> {
  await sql`
    delete from app.indicator_limits l
    using json_to_recordset(${JSON.stringify(records)}::json) as r(territory uuid, partner uuid)
    where l.initiative_id = ${initiativeId}::uuid and l.indicator_version_id = ${versionId}::uuid
      and l.territory_id is not distinct from r.territory and l.partner_id is not distinct from r.partner`.execute(trx)
}

/** Undivided figures of a version that somebody validated, with place and partner. */
export function validatedFigures(trx: Trx, initiativeId: string, versionId: string) {
  return trx
    .selectFrom('observations as o')
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'o.initiative_id').onRef('t.id', '=', 'o.territory_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'o.initiative_id').onRef('p.id', '=', 'o.partner_id'))
    .select(['t.code as territoryCode', 'p.code as partnerCode', 'o.value', 'o.numerator', 'o.denominator'])
    .where('o.initiative_id', '=', initiativeId)
    .where('o.indicator_version_id', '=', versionId)
    .where('o.category', '=', 'TOTAL')
    .where('o.presence', '=', 'reported')
    .where('o.state', 'in', ['validated', 'published'])
    .execute()
}

/** Ids of territories by code. */
export function territoriesByCodes(trx: Trx, initiativeId: string, codes: readonly string[]) {
  return trx
    .selectFrom('territories')
    .select(['id', 'code'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .execute()
}

/** Ids of partners by code. */
export function partnersByCodes(trx: Trx, initiativeId: string, codes: readonly string[]) {
  return trx
    .selectFrom('partners')
    .select(['id', 'code'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .execute()
}
