import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** @throws a foreign key violation when something refers to it */
export async function deletePeriod(trx: Trx, initiativeId: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from app.reporting_periods p where p.initiative_id = ${initiativeId}::uuid and p.id = ${id}::uuid`.execute(trx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Nothing in the database holds a category that texts name: whoever names it is looked for. */
export async function deleteCategory(trx: Trx, initiativeId: string, dimension: string, code: string): Promise<boolean> {
  const pair = `${dimension}:${code}`
  const names = sql`x.initiative_id = ${initiativeId}::uuid and string_to_array(x.category, ';') @> array[${pair}::text]`
  const { numAffectedRows } = await sql`
    delete from app.categories c using app.dimensions d
    where c.initiative_id = ${initiativeId}::uuid and d.initiative_id = c.initiative_id and d.id = c.dimension_id and d.code = ${dimension} and c.code = ${code}
      and not exists (select 1 from app.observations x where ${names}) and not exists (select 1 from app.baselines x where ${names})
      and not exists (select 1 from app.target_points x where ${names})`.execute(trx)
  return (numAffectedRows ?? 0n) > 0n
}

/** A dimension without categories, with its links to indicators' versions. @throws a foreign key violation when something else refers to it */
export async function deleteEmptyDimension(trx: Trx, initiativeId: string, code: string): Promise<boolean> {
  await sql`
    delete from app.indicator_dimensions l using app.dimensions d
    where l.initiative_id = ${initiativeId}::uuid and d.initiative_id = l.initiative_id and d.id = l.dimension_id and d.code = ${code}
      and not exists (select 1 from app.categories c where c.initiative_id = d.initiative_id and c.dimension_id = d.id)`.execute(trx)
  const { numAffectedRows } = await sql`
    delete from app.dimensions d where d.initiative_id = ${initiativeId}::uuid and d.code = ${code}
      and not exists (select 1 from app.categories c where c.initiative_id = d.initiative_id and c.dimension_id = d.id)`.execute(trx)
  return (numAffectedRows ?? 0n) > 0n
}

/** An indicator with its versions. @throws a foreign key violation when something refers to it */
export async function deleteIndicator(trx: Trx, initiativeId: string, id: string): Promise<true> {
  const versions = sql`select v.id from app.indicator_versions v where v.initiative_id = ${initiativeId}::uuid and v.indicator_id = ${id}::uuid`
  await sql`delete from app.indicator_dimensions d where d.initiative_id = ${initiativeId}::uuid and d.indicator_version_id in (${versions})`.execute(trx)
  await sql`delete from app.indicator_versions v where v.initiative_id = ${initiativeId}::uuid and v.indicator_id = ${id}::uuid`.execute(trx)
  await sql`delete from app.indicators i where i.initiative_id = ${initiativeId}::uuid and i.id = ${id}::uuid`.execute(trx)
  return true
}
