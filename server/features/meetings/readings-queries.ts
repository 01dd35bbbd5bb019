import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { hatHolds } from '#server/platform/db/hats.ts'

export async function insertReadings(trx: Trx, initiativeId: string, marks: readonly { updateId: string; mark: string }[], on: string): Promise<void> {
  await trx
    .insertInto('update_readings')
    .values(marks.map(({ updateId, mark }) => ({ initiative_id: initiativeId, update_id: updateId, mark, read_on: on })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Organisations that opened each update before a day. */
export async function readingCounts(trx: Trx, before: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; readers: number }>`select update_id as id, readers from app.update_reading_counts(${before}::date)`.execute(trx)
  return new Map(rows.map(({ id, readers }) => [id, readers]))
}

/** Organisations of each audience: active partners, and with funders those that wear a funder's hat; the backbone is not its own audience. */
export async function audienceSizes(trx: Trx, initiativeId: string, today: string): Promise<{ circle: number; funder: number }> {
  const { rows } = await sql<{ partners: number; funders: number }>`
    select (select count(*) from app.partners p where p.initiative_id = ${initiativeId}::uuid and p.joined_on <= ${today}::date
        and (p.left_on is null or p.left_on >= ${today}::date))::int as partners,
      (select count(distinct coalesce(r.organization_id, r.person_id)) from app.role_assignments r where r.initiative_id = ${initiativeId}::uuid
        and r.role = 'funder' and ${hatHolds('r')})::int as funders`.execute(trx)
  const { partners, funders } = rows[0] ?? { partners: 0, funders: 0 }
  return { circle: partners, funder: partners + funders }
}
