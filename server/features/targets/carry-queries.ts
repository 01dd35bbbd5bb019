import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** What is owed in territories from a day on, by partners who are still there then. */
export function owedIn(trx: Trx, initiativeId: string, territoryIds: readonly string[], on: string) {
  return trx
    .selectFrom('reporting_assignments as a')
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'a.initiative_id').onRef('i.id', '=', 'a.indicator_id'))
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'a.initiative_id').onRef('t.id', '=', 'a.territory_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'a.initiative_id').onRef('p.id', '=', 'a.partner_id'))
    .select(['a.id as assignmentId', 'a.indicator_id as indicatorId', 'a.territory_id as territoryId', 'a.partner_id as partnerId', 'p.code as partnerCode'])
    .select(['a.valid_from as validFrom', 'a.valid_to as validTo', 'a.period_filter as periodFilter', 'a.paused'])
    .where('a.initiative_id', '=', initiativeId)
    .where('a.territory_id', '=', sql<string>`any (${territoryIds}::uuid[])`)
    .where((eb) => eb.or([eb('a.valid_to', 'is', null), eb('a.valid_to', '>=', on)]))
    .where((eb) => eb.or([eb('p.left_on', 'is', null), eb('p.left_on', '>=', on)]))
    .where('i.archived_on', 'is', null)
    .orderBy('i.position')
    .orderBy('i.code')
    .orderBy('p.code')
    .orderBy('t.code')
    .orderBy('a.valid_from')
    .orderBy('a.id')
    .execute()
}

/** Who owes what in territories at some time from a day on. */
export function heldIn(trx: Trx, initiativeId: string, territoryIds: readonly string[], on: string) {
  return trx
    .selectFrom('reporting_assignments')
    .select(['indicator_id as indicatorId', 'territory_id as territoryId', 'partner_id as partnerId'])
    .where('initiative_id', '=', initiativeId)
    .where('territory_id', '=', sql<string>`any (${territoryIds}::uuid[])`)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', on)]))
    .execute()
}

/**
 * Puts assignments of an indicator back as they were known at the end of a day; one that nobody had spoken of yet binds
 * nobody. For a transaction that goes back afterwards.
 * @returns territories concerned
 */
export async function putBackAssignmentRows(
  trx: Trx,
  initiativeId: string,
  indicatorId: string,
  known: { readonly on: string; readonly timeZone: string },
): Promise<string[]> {
  const cutoff = sql`((${known.on}::date + 1)::timestamp at time zone ${known.timeZone})`
  const { rows } = await sql<{ territoryId: string }>`
    update app.reporting_assignments a set
      valid_to = case when k.is_unknown then a.valid_from - 1 else k.valid_to end,
      period_filter = case when k.is_unknown then a.period_filter else k.period_filter end,
      paused = case when k.is_unknown then a.paused else k.paused end
    from (
      select x.id, coalesce(x.created_at >= ${cutoff}, false) as is_unknown, former.id as revision, former.valid_to, former.period_filter, former.paused
      from app.reporting_assignments x
      left join lateral (
        select r.id, r.valid_to, r.period_filter, r.paused from app.assignment_revisions r
        where r.initiative_id = x.initiative_id and r.assignment_id = x.id and r.replaced_at >= ${cutoff} order by r.number limit 1) former on true
      where x.initiative_id = ${initiativeId}::uuid and x.indicator_id = ${indicatorId}::uuid) k
    where a.initiative_id = ${initiativeId}::uuid and a.id = k.id and (k.is_unknown or k.revision is not null)
    returning a.territory_id as "territoryId"`.execute(trx)
  return [...new Set(rows.map(({ territoryId }) => territoryId))]
}
