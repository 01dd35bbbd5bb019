import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { LinkRow, TerritoryRow } from './plan.ts'

/** A territory as far as sums depend on it. */
export type FormerTerritory = Pick<TerritoryRow, 'id' | 'level_id' | 'valid_from' | 'valid_to'>
/** Where a territory lay in a hierarchy before a change, whole. */
export interface FormerLinks {
  readonly territoryId: string
  readonly hierarchy: string
  readonly rows: readonly LinkRow[]
}

interface MapRevision {
  readonly territories: readonly FormerTerritory[]
  readonly links: readonly FormerLinks[]
  readonly created: readonly string[]
}

export async function insertMapRevision(trx: Trx, initiativeId: string, { territories, links, created }: MapRevision, at: Date): Promise<void> {
  await trx
    .insertInto('map_revisions')
    .values({ initiative_id: initiativeId, territories: JSON.stringify(territories), links: JSON.stringify(links), created: [...created], replaced_at: at })
    .execute()
}

/** What changes after the end of a day replaced, newest first. */
export async function mapRevisionsSince(trx: Trx, initiativeId: string, on: string, timeZone: string): Promise<MapRevision[]> {
  const { rows } = await sql<MapRevision>`
    select m.territories, m.links, m.created from app.map_revisions m
    where m.initiative_id = ${initiativeId}::uuid and m.replaced_at >= ((${on}::date + 1)::timestamp at time zone ${timeZone})
    order by m.number desc`.execute(trx)
  return rows
}

/** Writes former rows and links over those that stand; what did not exist lies in nothing and never begins. */
export async function putBackRows(trx: Trx, initiativeId: string, { territories, links, created }: MapRevision): Promise<void> {
  const keys = sql`jsonb_to_recordset(${JSON.stringify(links.map(({ territoryId, hierarchy }) => ({ territory_id: territoryId, hierarchy })))}::jsonb) as r(territory_id uuid, hierarchy text)`
  await sql`delete from app.territory_parents tp where tp.initiative_id = ${initiativeId}::uuid
    and ((tp.territory_id, tp.hierarchy) in (select r.territory_id, r.hierarchy from ${keys}) or tp.territory_id = any (${created}::uuid[]))`.execute(trx)
  await sql`update app.territories t set valid_from = '9999-01-01'::date + r.place::int, valid_to = null
    from unnest(${created}::uuid[]) with ordinality as r(id, place) where t.initiative_id = ${initiativeId}::uuid and t.id = r.id`.execute(trx)
  await sql`update app.territories t set level_id = r.level_id, valid_from = r.valid_from, valid_to = r.valid_to
    from jsonb_to_recordset(${JSON.stringify(territories)}::jsonb) as r(id uuid, level_id uuid, valid_from date, valid_to date)
    where t.initiative_id = ${initiativeId}::uuid and t.id = r.id`.execute(trx)
  await sql`insert into app.territory_parents (initiative_id, hierarchy, territory_id, parent_id, valid_from, valid_to)
    select ${initiativeId}::uuid, r.hierarchy, r.territory_id, r.parent_id, r.valid_from, r.valid_to
    from jsonb_to_recordset(${JSON.stringify(links.flatMap(({ rows }) => rows))}::jsonb) as r(hierarchy text, territory_id uuid, parent_id uuid, valid_from date, valid_to date)`.execute(
    trx,
  )
}
