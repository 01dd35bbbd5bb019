import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { dueDateOf } from '#server/platform/db/due-date.ts'
import type { RevisionRecord, WriteFacts } from './write-queries.ts'

export type MoveFacts = Pick<WriteFacts, 'initiativeId' | 'actorId' | 'now'>

/** A move of a locked figure. */
export interface MoveRecord {
  readonly id: string
  readonly state: string
  readonly version: number
  readonly samePerson: boolean
  /** Why it is given back. */
  readonly comment: string | null
}

/** Moves figures that the transaction has locked along their life. */
export async function storeMoves(trx: Trx, facts: MoveFacts, moves: readonly MoveRecord[]): Promise<void> {
  if (moves.length === 0) return
  await sql`
    update app.observations o set
      state = r.state, version = r.version, same_person = r."samePerson", updated_at = ${facts.now}::timestamptz,
      submitted_at = case r.state when 'submitted' then ${facts.now}::timestamptz when 'draft' then null else o.submitted_at end,
      return_comment = case r.state when 'returned' then r.comment when 'draft' then o.return_comment end,
      validated_by = case when r.state = 'validated' then ${facts.actorId}::uuid end, validated_at = case when r.state = 'validated' then ${facts.now}::timestamptz end
    from json_to_recordset(${JSON.stringify(moves)}::json) as r(id uuid, state text, version integer, "samePerson" boolean, comment text)
    where o.initiative_id = ${facts.initiativeId}::uuid and o.id = r.id`.execute(trx)
}

/** A line of history whose author is not the person who acts now: a change that two people made. */
export interface SharedRevisionRecord extends RevisionRecord {
  readonly author: string | null
  readonly samePerson: boolean
  readonly request: string | null
}

export async function insertSharedRevisions(trx: Trx, facts: MoveFacts, revisions: readonly SharedRevisionRecord[]): Promise<void> {
  if (revisions.length === 0) return
  await sql`
    insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason, note, author_id, approver_id,
      same_person, request_id, at)
    select ${facts.initiativeId}::uuid, r.observation, r.number, r.partner, r.old, r.new, r."oldState", r."newState", r.reason, r.note, r.author, r.approver,
      r."samePerson", r.request, ${facts.now}::timestamptz
    from json_to_recordset(${JSON.stringify(revisions)}::json)
      as r(observation uuid, number integer, partner uuid, old jsonb, new jsonb, "oldState" text, "newState" text, reason text, note text, author uuid, approver uuid,
        "samePerson" boolean, request uuid)`.execute(trx)
}

/** What a figure was when it was last validated, and why it was reopened. */
export interface Reopening {
  id: string
  figure: Record<string, unknown>
  reason: string
  note: string | null
}

/** The last reopening of each figure that was ever reopened. */
export async function lastReopenings(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Map<string, Reopening>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Reopening>`
    select distinct on (r.observation_id) r.observation_id as id, r.old_figure as figure, r.reason, r.note
    from app.observation_revisions r
    where r.initiative_id = ${initiativeId}::uuid and r.observation_id = any (${ids}::uuid[]) and r.old_state = 'validated' and r.new_state = 'returned'
    order by r.observation_id, r.number desc`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Last day of each figure before its period locks. */
export async function lastOpenDays(trx: Trx, initiativeId: string, ids: readonly string[], lockDays: number): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; day: string }>`
    select o.id, (${dueDateOf('o.partner_id')} + ${lockDays}::integer)::text as day
    from app.observations o
    join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
    join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    where o.initiative_id = ${initiativeId}::uuid and o.id = any (${ids}::uuid[])`.execute(trx)
  return new Map(rows.map(({ id, day }) => [id, day]))
}
