import { sql } from 'kysely'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Populations of focus with the code of their place. */
export function listPopulationRows(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('populations_of_focus as p')
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'p.initiative_id').onRef('t.id', '=', 'p.territory_id'))
    .select([
      'p.id',
      'p.label_fr as labelFr',
      'p.label_en as labelEn',
      'p.age_range as ageRange',
      't.code as territoryCode',
      'p.estimated_size as estimatedSize',
      'p.size_source as sizeSource',
      'p.size_year as sizeYear',
      'p.version',
    ])
    .where('p.initiative_id', '=', initiativeId)
    .orderBy('p.label_fr')
    .execute()
}
export type PopulationRow = Awaited<ReturnType<typeof listPopulationRows>>[number]

/** One population, locked. */
export function populationForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('populations_of_focus')
    .select(['id', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface PopulationColumns {
  label_fr?: string | undefined
  label_en?: string | null | undefined
  age_range?: string | null | undefined
  territory_id?: string | null | undefined
  estimated_size?: number | null | undefined
  size_source?: string | null | undefined
  size_year?: number | null | undefined
}

export async function insertPopulation(trx: Trx, initiativeId: string, columns: PopulationColumns & { label_fr: string }): Promise<string> {
  const { id } = await trx
    .insertInto('populations_of_focus')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updatePopulation(trx: Trx, initiativeId: string, id: string, columns: PopulationColumns): Promise<void> {
  await trx
    .updateTable('populations_of_focus')
    .set({ ...blanksToNull(columns), version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}
