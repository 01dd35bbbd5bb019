import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Limits of one version. */
export function limitsOfVersion(trx: Trx, initiativeId: string, versionId: string) {
  return trx
    .selectFrom('indicator_limits')
    .select(['id', 'low', 'high'])
    .where('initiative_id', '=', initiativeId)
    .where('indicator_version_id', '=', versionId)
    .execute()
}

/** Gives limits to another version as they are: when and how they were set stays said. */
export async function copyLimits(trx: Trx, initiativeId: string, ids: readonly string[], toVersionId: string): Promise<void> {
  await sql`
    insert into app.indicator_limits (initiative_id, indicator_version_id, territory_id, partner_id, low, high, source, set_on)
    select l.initiative_id, ${toVersionId}::uuid, l.territory_id, l.partner_id, l.low, l.high, l.source, l.set_on
    from app.indicator_limits l where l.initiative_id = ${initiativeId}::uuid and l.id = any (${ids}::uuid[])`.execute(trx)
}

/** Measured overlaps that hold from a day on: for every version of the indicator, and for this version alone. */
export async function overlapCounts(
  trx: Trx,
  initiativeId: string,
  version: { readonly id: string; readonly indicatorId: string },
  from: string,
): Promise<{ ofIndicator: number; ofVersion: number }> {
  const { rows } = await sql<{ ofIndicator: number; ofVersion: number }>`
    select count(*) filter (where o.indicator_id is not null)::int as "ofIndicator", count(*) filter (where o.indicator_id is null)::int as "ofVersion"
    from app.overlap_estimates o
    where o.initiative_id = ${initiativeId}::uuid and o.withdrawn_at is null and (o.applies_to is null or o.applies_to >= ${from}::date)
      and (o.indicator_id = ${version.indicatorId}::uuid or o.indicator_version_id = ${version.id}::uuid)`.execute(trx)
  return rows[0] ?? { ofIndicator: 0, ofVersion: 0 }
}

/** Gives overlaps of one version alone to the next one, from its first day. */
export async function copyOverlaps(trx: Trx, initiativeId: string, fromId: string, toId: string, from: string, at: Date): Promise<void> {
  await sql`
    insert into app.overlap_estimates (initiative_id, indicator_version_id, territory_id, rate, method, estimated_on, applies_from, applies_to, note_fr, note_en, created_at)
    select o.initiative_id, ${toId}::uuid, o.territory_id, o.rate, o.method, o.estimated_on, greatest(o.applies_from, ${from}::date), o.applies_to, o.note_fr, o.note_en, ${at}
    from app.overlap_estimates o
    where o.initiative_id = ${initiativeId}::uuid and o.indicator_version_id = ${fromId}::uuid and o.withdrawn_at is null
      and (o.applies_to is null or o.applies_to >= ${from}::date)`.execute(trx)
}
