import type { AccessibilityMeasure } from '#shared/meetings/accessibility.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** What people asked for a meeting, as far as the hat may read it. */
export async function listRequestRows(trx: Trx, initiativeId: string, meetingId: string) {
  const rows = await trx
    .selectFrom('accessibility_requests as r')
    .innerJoin('persons as n', (join) => join.onRef('n.initiative_id', '=', 'r.initiative_id').onRef('n.id', '=', 'r.person_id'))
    .select(['r.id', 'r.measure', 'r.detail', 'r.person_id as personId', 'n.name as requestedBy', 'r.requested_on as requestedOn'])
    .where('r.initiative_id', '=', initiativeId)
    .where('r.meeting_id', '=', meetingId)
    .orderBy('r.measure')
    .orderBy('n.name')
    .execute()
  return rows.map((row) => ({ ...row, measure: row.measure as AccessibilityMeasure }))
}

/** @returns the identifier; null when this person asked for it already */
export async function insertRequest(
  trx: Trx,
  initiativeId: string,
  columns: { meeting_id: string; measure: AccessibilityMeasure; detail: string | null; requester_id: string; person_id: string; requested_on: string },
): Promise<string | null> {
  const row = await trx
    .insertInto('accessibility_requests')
    .values({ ...columns, initiative_id: initiativeId })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'meeting_id', 'measure', 'person_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** @returns whether it was there and of this person */
export async function deleteRequest(trx: Trx, initiativeId: string, id: string, personId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('accessibility_requests')
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
