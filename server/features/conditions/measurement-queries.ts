import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** How many indicators are followed, how many are core and how many describe a whole population. */
export function countIndicators(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('indicators')
    .select([
      sql<number>`count(*)::int`.as('indicators'),
      sql<number>`(count(*) filter (where is_core))::int`.as('core'),
      sql<number>`(count(*) filter (where scope = 'population'))::int`.as('population'),
    ])
    .where('initiative_id', '=', initiativeId)
    .where('archived_on', 'is', null)
    .executeTakeFirstOrThrow()
}

/** Figures that were submitted and wait for a validation; 0 for a hat that may not read them. */
export async function countSubmitted(trx: Trx, initiativeId: string): Promise<number> {
  const { count } = await trx
    .selectFrom('observations')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('initiative_id', '=', initiativeId)
    .where('state', '=', 'submitted')
    .executeTakeFirstOrThrow()
  return count
}
