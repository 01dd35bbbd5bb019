import { sql } from 'kysely'
import type { ReleaseCatalogue, ReleaseChange, ReleaseName } from '#shared/releases/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** What the readers' role may ask: these columns and no others are granted to it. */

/** A published release as it is cited, with the day its statuses speak of. */
export async function releaseRowOf(trx: Trx, initiativeId: string, id: string): Promise<{ name: ReleaseName; asOf: string } | undefined> {
  const { rows } = await sql<{ number: number; name: string; edition: number; isPreliminary: boolean; isLatest: boolean; builtAt: Date; asOf: string }>`
    select r.number, r.name, r.edition, r.is_preliminary as "isPreliminary", r.is_latest as "isLatest", r.built_at as "builtAt", r.as_of as "asOf"
    from app.releases r where r.initiative_id = ${initiativeId} and r.id = ${id}`.execute(trx)
  const [row] = rows
  if (row === undefined) return undefined
  const { asOf, builtAt, ...name } = row
  return { name: { ...name, builtAt: builtAt.toISOString() }, asOf }
}

/** What is frozen beside the figures of a release. */
export async function catalogueOf(trx: Trx, initiativeId: string, id: string): Promise<ReleaseCatalogue | null> {
  const row = await trx.selectFrom('releases').select('catalogue').where('initiative_id', '=', initiativeId).where('id', '=', id).executeTakeFirst()
  return (row?.catalogue ?? null) as ReleaseCatalogue | null
}

/** Places of the open release. */
export async function territoriesOf(trx: Trx, initiativeId: string, id: string) {
  const { rows } = await sql<{
    code: string
    nameFr: string
    nameEn: string | null
    level: string
    levelRank: number
    hierarchy: string
    parent: string | null
    isTop: boolean
    hasShape: boolean
  }>`
    select t.code, t.name_fr as "nameFr", t.name_en as "nameEn", t.level, t.level_rank as "levelRank", t.hierarchy, t.parent, t.is_top as "isTop", t.shape is not null as "hasShape"
    from app.release_territories t where t.initiative_id = ${initiativeId} and t.release_id = ${id}
    order by t.level_rank desc, t.code`.execute(trx)
  return rows
}

/** What the open release says otherwise than the one before. */
export async function changesOf(trx: Trx, initiativeId: string, id: string): Promise<ReleaseChange[]> {
  const { rows } = await sql<ReleaseChange>`
    select c.indicator, c.period, c.territory, c.category, nullif(c.partner, '') as partner, c.old_value as "oldValue", c.new_value as "newValue",
      c.old_status as "oldStatus", c.new_status as "newStatus", c.is_material as "isMaterial", c.reasons
    from app.release_changes c where c.initiative_id = ${initiativeId} and c.release_id = ${id} order by c.is_material desc, c.id`.execute(trx)
  return rows
}
