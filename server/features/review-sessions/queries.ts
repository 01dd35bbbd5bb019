import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** What is written of reviews, by occasion. */
export async function listSessions(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('review_sessions')
    .select([
      'occasion',
      'occurred_on as occurredOn',
      'due_on as dueOn',
      'wanted',
      'happened',
      'why',
      'kept',
      'note_ids as noteIds',
      'closed_on as closedOn',
      'closing_reason as closingReason',
      'version',
    ])
    .where('initiative_id', '=', initiativeId)
    .execute()
  return new Map(rows.map((row) => [row.occasion, row]))
}
export type SessionRow = Awaited<ReturnType<typeof listSessions>> extends Map<string, infer Row> ? Row : never

/** What stands of one review, locked; whoever writes the first words waits for nobody: the second is refused by the key. */
export function sessionForUpdate(trx: Trx, initiativeId: string, occasion: string) {
  return trx
    .selectFrom('review_sessions')
    .select(['id', 'note_ids as noteIds', 'closed_on as closedOn', 'closing_reason as closingReason', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('occasion', '=', occasion)
    .forUpdate()
    .executeTakeFirst()
}

/** Columns of a review; absent ones stay as they are. */
export interface SessionColumns {
  readonly wanted?: string | null | undefined
  readonly happened?: string | null | undefined
  readonly why?: string | null | undefined
  readonly kept?: string | null | undefined
  readonly note_ids?: string[] | undefined
  readonly closed_on?: string | null | undefined
  readonly closing_reason?: string | null | undefined
}

/** Writes the first words of a review. @returns false where somebody else did meanwhile */
export async function insertSession(
  trx: Trx,
  initiativeId: string,
  occasion: { key: string; occurredOn: string; dueOn: string },
  columns: SessionColumns,
): Promise<boolean> {
  const rows = await trx
    .insertInto('review_sessions')
    .values({ ...columns, initiative_id: initiativeId, occasion: occasion.key, occurred_on: occasion.occurredOn, due_on: occasion.dueOn })
    .onConflict((conflict) => conflict.constraint('review_sessions_occasion_key').doNothing())
    .returning('id')
    .execute()
  return rows.length > 0
}

export async function updateSession(trx: Trx, initiativeId: string, id: string, columns: SessionColumns): Promise<void> {
  await trx
    .updateTable('review_sessions')
    .set({ ...columns, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Success pictures of adopted goals that fell due within two days. */
export function duePictures(trx: Trx, initiativeId: string, from: string, to: string) {
  return trx
    .selectFrom('success_pictures as s')
    .innerJoin('goals as g', (join) => join.onRef('g.initiative_id', '=', 's.initiative_id').onRef('g.id', '=', 's.goal_id'))
    .select(['s.id', 's.description_fr as nameFr', 's.description_en as nameEn', sql<string>`s.due_on::text`.as('dueOn')])
    .where('s.initiative_id', '=', initiativeId)
    .where('g.state', '=', 'adopted')
    .where('s.due_on', '>=', from)
    .where('s.due_on', '<=', to)
    .execute()
}

/**
 * Indicators in force whose steps are looked back on: milestones, and others with the targets of the whole initiative that
 * fell due within two days.
 */
export async function indicatorSteps(trx: Trx, initiativeId: string, from: string, to: string) {
  const { rows } = await sql<{
    code: string
    nameFr: string
    nameEn: string | null
    isMilestone: boolean
    direction: 'increase' | 'decrease' | 'maintain'
    lo: string | null
    hi: string | null
    targets: { period: string; endsOn: string; value: string }[]
  }>`
    select i.code, v.name_fr as "nameFr", v.name_en as "nameEn", v.unit_kind = 'milestone' as "isMilestone", v.direction, v.maintain_lo::text as lo, v.maintain_hi::text as hi,
      coalesce((select json_agg(json_build_object('period', p.code, 'endsOn', p.ends_on, 'value', t.value::text) order by p.ends_on)
        from app.target_points t join app.reporting_periods p on p.initiative_id = t.initiative_id and p.id = t.period_id
        where t.initiative_id = v.initiative_id and t.indicator_version_id = v.id and t.scope = 'whole' and t.partner_id is null and t.category = 'TOTAL'
          and t.superseded_on is null and p.ends_on between ${from}::date and ${to}::date), '[]') as targets
    from app.indicators i
    join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id and v.valid_from <= ${to}::date and (v.valid_to is null or v.valid_to >= ${to}::date)
    where i.initiative_id = ${initiativeId}::uuid and i.archived_on is null
    order by i.position, i.code`.execute(trx)
  return rows
}

/** Notes that the circle reads, of these, by title: the order of sharing would tell on which day an unsigned one was. One that was narrowed, hidden or withdrawn is none. */
export function circleNotes(trx: Trx, initiativeId: string, ids: readonly string[]) {
  return trx
    .selectFrom('learning_notes')
    .select(['id', 'title', 'language'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', sql<string>`any (${[...ids]}::uuid[])`)
    .where('visibility', 'in', ['circle', 'funder', 'public'])
    .where('state', 'not in', ['draft', 'withdrawn'])
    .where('hidden_reason', 'is', null)
    .orderBy('title')
    .orderBy('id')
    .execute()
}
