import { sql } from 'kysely'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'

/**
 * The release that holds figures of an indicator and forbids to correct how its totals are made: a published one, else one that is prepared.
 * Those that are prepared are held until the transaction ends, so that none is published meanwhile.
 */
export async function releaseOfFigures(
  trx: Trx,
  initiativeId: string,
  indicator: { readonly id: string; readonly code: string },
): Promise<{ name: string; isPublished: boolean } | null> {
  await sql`
    select 1 from app.releases r where r.initiative_id = ${initiativeId}::uuid and r.state in ('building', 'ready') for share of r`.execute(trx)
  // Cells of a release are read of one release at a time; whether there are any is asked of all.
  const { rows } = await withPurpose(trx, 'maintenance', () =>
    sql<{ name: string; isPublished: boolean }>`
      select r.name, r.state = 'published' as "isPublished" from app.releases r
      where r.initiative_id = ${initiativeId}::uuid and r.state in ('building', 'ready', 'published')
        and (r.state = 'building' or exists (
          select 1 from app.release_cells c where c.initiative_id = r.initiative_id and c.release_id = r.id and c.indicator = ${indicator.code}
            and (c.presence = 'reported' or c.mask <> 'none')))
      union all
      select '', true where exists (
        select 1 from app.observations o
        join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
        where o.initiative_id = ${initiativeId}::uuid and v.indicator_id = ${indicator.id}::uuid and o.state = 'published')
      order by 2 desc limit 1`.execute(trx),
  )
  return rows[0] ?? null
}

/** The first day from which a new version would meet no figure of this one, as far as the hat sees; null where there is none. */
export async function firstFreeDay(trx: Trx, initiativeId: string, versionId: string): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select (max(rp.ends_on) + 1)::text as day from app.reporting_periods rp
    where rp.initiative_id = ${initiativeId}::uuid and (
      exists (select 1 from app.observations o where o.initiative_id = rp.initiative_id and o.indicator_version_id = ${versionId}::uuid and o.period_id = rp.id)
      or exists (select 1 from app.cell_sets s where s.initiative_id = rp.initiative_id and s.indicator_version_id = ${versionId}::uuid and s.period_id = rp.id))`.execute(
    trx,
  )
  return rows[0]?.day ?? null
}
