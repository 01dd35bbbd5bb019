import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Every indicator with the names of all its versions, in both languages. */
export async function listIndicatorNames(trx: Trx, initiativeId: string): Promise<{ code: string; names: string[] }[]> {
  const { rows } = await sql<{ code: string; names: string[] }>`
    select i.code, array_remove(array_agg(distinct v.name_fr) || array_agg(distinct v.name_en), null) as names
    from app.indicators i join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id
    where i.initiative_id = ${initiativeId}::uuid group by i.code order by i.code`.execute(trx)
  return rows
}

/** Every dimension's names. */
export async function listDimensionNames(trx: Trx, initiativeId: string): Promise<{ code: string; name_fr: string; name_en: string | null }[]> {
  return trx.selectFrom('dimensions').where('initiative_id', '=', initiativeId).select(['code', 'name_fr', 'name_en']).orderBy('code').execute()
}
