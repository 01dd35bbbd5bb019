import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { Pairs } from './queries.ts'

/** A territory below another, with the days between which it lay there. */
export interface LinkBelow {
  parentId: string
  territoryId: string
  validFrom: string
  validTo: string | null
}

/** Bounds of one cell below. `slot` counts the asked pairs of version and period from 1. */
export interface BoundsBelow {
  slot: number
  territoryId: string
  category: string
  lower: string
  upper: string
  own: string | null
}

/** Everything below the given territories, each territory through the hierarchy of its own level, as cells are rolled up. */
export async function linksBelow(trx: Trx, initiativeId: string, territoryIds: readonly string[]): Promise<LinkBelow[]> {
  const { rows } = await sql<LinkBelow>`
    with recursive below as (
      select t.id, l.hierarchy from app.territories t join app.territory_levels l on l.initiative_id = t.initiative_id and l.id = t.level_id
      where t.initiative_id = ${initiativeId} and t.id = any (${territoryIds}::uuid[])
      union
      select c.id, l.hierarchy
      from below
      cross join lateral (
        select x.territory_id from app.territory_parents x where x.initiative_id = ${initiativeId} and x.parent_id = below.id and x.hierarchy = below.hierarchy offset 0) tp
      join app.territories c on c.initiative_id = ${initiativeId} and c.id = tp.territory_id
      join app.territory_levels l on l.initiative_id = ${initiativeId} and l.id = c.level_id)
    select tp.parent_id as "parentId", tp.territory_id as "territoryId", tp.valid_from as "validFrom", tp.valid_to as "validTo"
    from below
    join app.territory_parents tp on tp.initiative_id = ${initiativeId} and tp.parent_id = below.id and tp.hierarchy = below.hierarchy
    order by tp.territory_id, tp.valid_from`.execute(trx)
  return rows
}

/** Bounds of the given territories for the given pairs of version and period; those without any figure are left out. */
export async function boundsOf(
  trx: Trx,
  initiativeId: string,
  pairs: Pairs,
  territoryIds: readonly string[],
  basis: string,
  category: string,
): Promise<BoundsBelow[]> {
  const { rows } = await sql<BoundsBelow>`
    select u.slot::int as slot, c.territory_id as "territoryId", c.category, coalesce(c.lower_bound, c.sum_value) as lower,
      coalesce(c.upper_bound, c.sum_value) as upper, case when c.own_presence = 'reported' then c.own_value end as own
    from unnest(${pairs.versionIds}::uuid[], ${pairs.periodIds}::uuid[]) with ordinality as u(v, p, slot)
    cross join lateral (
      select * from app.cells x
      where x.initiative_id = ${initiativeId} and x.indicator_version_id = u.v and x.period_id = u.p and x.territory_id = any (${territoryIds}::uuid[])
        and x.flavour = ${basis} ${category === '*' ? sql`` : sql`and x.category = ${category}`} offset 0) c
    where c.sum_value is not null or (c.own_presence = 'reported' and c.own_value is not null)`.execute(trx)
  return rows.map((row) => ({ ...row, lower: row.lower ?? (row.own as string), upper: row.upper ?? (row.own as string) }))
}
