import { sql } from 'kysely'
import type { Depth, Moment } from '#shared/activities/participation.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Records of participation, newest first. */
export async function listParticipationRows(trx: Trx, initiativeId: string, id?: string) {
  const rows = await trx
    .selectFrom('participation_records as r')
    .leftJoin('activities as a', (join) => join.onRef('a.initiative_id', '=', 'r.initiative_id').onRef('a.id', '=', 'r.activity_id'))
    .leftJoin('decisions as d', (join) => join.onRef('d.initiative_id', '=', 'r.initiative_id').onRef('d.id', '=', 'r.decision_id'))
    .select([
      'r.id',
      'r.activity_id as activityId',
      'a.name_fr as activityFr',
      'a.name_en as activityEn',
      sql<string | null>`coalesce(r.decision, d.title_fr)`.as('decision'),
      'r.decision_id as decisionId',
      'r.group_name as groupName',
      'r.moment',
      'r.depth',
      'r.what_changed as whatChanged',
      'r.recorded_on as recordedOn',
      'r.version',
    ])
    .where('r.initiative_id', '=', initiativeId)
    .$if(id !== undefined, (qb) => qb.where('r.id', '=', id as string))
    .orderBy('r.recorded_on', 'desc')
    .orderBy('r.id')
    .execute()
  return rows.map((row) => ({ ...row, moment: row.moment as Moment, depth: row.depth as Depth }))
}
export type ParticipationRow = Awaited<ReturnType<typeof listParticipationRows>>[number]

export interface ParticipationColumns {
  activity_id?: string | null | undefined
  decision?: string | null | undefined
  decision_id?: string | null | undefined
  group_name?: string | undefined
  moment?: Moment | undefined
  depth?: Depth | undefined
  what_changed?: string | null | undefined
  recorded_on?: string | undefined
}

export async function insertParticipation(
  trx: Trx,
  initiativeId: string,
  columns: ParticipationColumns & { group_name: string; moment: Moment; depth: Depth; recorded_on: string },
): Promise<string> {
  const { id } = await trx
    .insertInto('participation_records')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Whether a decision is recorded in this initiative. */
export async function hasDecision(trx: Trx, initiativeId: string, id: string): Promise<boolean> {
  const row = await trx.selectFrom('decisions').select('id').where('initiative_id', '=', initiativeId).where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

/** Version of one record, locked. */
export function participationForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('participation_records')
    .select(['id', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateParticipation(trx: Trx, initiativeId: string, id: string, columns: ParticipationColumns): Promise<void> {
  await trx
    .updateTable('participation_records')
    .set({ ...blanksToNull(columns), version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}
