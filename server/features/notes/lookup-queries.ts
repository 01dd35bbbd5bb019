import { sql, type SqlBool } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Identifiers of what codes name, in one initiative; undefined when nothing has that name. */

export async function findGoal(trx: Trx, initiativeId: string, id: string): Promise<string | undefined> {
  return (await trx.selectFrom('goals').select('id').where('initiative_id', '=', initiativeId).where('id', '=', id).executeTakeFirst())?.id
}

export async function findActivity(trx: Trx, initiativeId: string, id: string): Promise<string | undefined> {
  return (await trx.selectFrom('activities').select('id').where('initiative_id', '=', initiativeId).where('id', '=', id).executeTakeFirst())?.id
}

export async function findIndicator(trx: Trx, initiativeId: string, code: string): Promise<string | undefined> {
  return (await trx.selectFrom('indicators').select('id').where('initiative_id', '=', initiativeId).where('code', '=', code).executeTakeFirst())?.id
}

export async function findPeriod(trx: Trx, initiativeId: string, code: string): Promise<string | undefined> {
  return (await trx.selectFrom('reporting_periods').select('id').where('initiative_id', '=', initiativeId).where('code', '=', code).executeTakeFirst())?.id
}

/** The territory of this code that holds on a day, else the latest one. */
export async function findTerritory(trx: Trx, initiativeId: string, code: string, day: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('territories')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', code)
    .orderBy(sql<SqlBool>`(valid_from is null or valid_from <= ${day}::date) and (valid_to is null or valid_to > ${day}::date)`, 'desc')
    .orderBy('valid_from', (by) => by.desc().nullsLast())
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

export async function findPartner(trx: Trx, initiativeId: string, code: string): Promise<string | undefined> {
  return (await trx.selectFrom('partners').select('id').where('initiative_id', '=', initiativeId).where('code', '=', code).executeTakeFirst())?.id
}
