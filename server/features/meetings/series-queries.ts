import { sql } from 'kysely'
import type { MeetingKind } from '#shared/meetings/contract.ts'
import type { z } from 'zod'
import type { Trx } from '#server/platform/db/context.ts'

/** Series with how many of their meetings took place, were skipped and are to come, at a moment. */
export async function listSeriesRows(trx: Trx, initiativeId: string, moment: Date, id?: string) {
  const rows = await trx
    .selectFrom('meeting_series as s')
    .leftJoin('meetings as m', (join) => join.onRef('m.initiative_id', '=', 's.initiative_id').onRef('m.series_id', '=', 's.id'))
    .select([
      's.id',
      's.title_fr as titleFr',
      's.title_en as titleEn',
      's.kind',
      's.rule',
      's.starts_on as startsOn',
      's.starts_time as startsTime',
      's.minutes',
      's.place',
      's.planned_until as plannedUntil',
      's.ended_on as endedOn',
      's.version',
      sql<number>`(count(m.id) filter (where m.held and m.starts_at <= ${moment}))::int`.as('held'),
      sql<number>`(count(m.id) filter (where not m.held))::int`.as('skipped'),
      sql<number>`(count(m.id) filter (where m.held and m.starts_at > ${moment}))::int`.as('coming'),
    ])
    .where('s.initiative_id', '=', initiativeId)
    .$if(id !== undefined, (qb) => qb.where('s.id', '=', id as string))
    .groupBy(['s.initiative_id', 's.id'])
    .orderBy(sql`s.ended_on is not null`)
    .orderBy('s.title_fr')
    .orderBy('s.id')
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as z.infer<typeof MeetingKind> }))
}
export type SeriesRow = Awaited<ReturnType<typeof listSeriesRows>>[number]

/** One series, locked. */
export function seriesForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('meeting_series')
    .select(['id', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function insertSeries(
  trx: Trx,
  initiativeId: string,
  columns: {
    title_fr: string
    title_en: string | null
    kind: string
    rule: string
    starts_on: string
    starts_time: string
    minutes: number | null
    place: string | null
    planned_until: string
  },
): Promise<string> {
  const { id } = await trx
    .insertInto('meeting_series')
    .values({ ...columns, initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateSeries(trx: Trx, initiativeId: string, id: string, columns: { planned_until?: string; ended_on?: string }): Promise<void> {
  await trx
    .updateTable('meeting_series')
    .set({ ...columns, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Coming meetings of a series are skipped, with a reason. */
export async function skipComing(trx: Trx, initiativeId: string, seriesId: string, moment: Date, reason: string): Promise<void> {
  await trx
    .updateTable('meetings')
    .set({ held: false, not_held_reason: reason, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('series_id', '=', seriesId)
    .where('held', '=', true)
    .where('starts_at', '>', moment)
    .execute()
}
