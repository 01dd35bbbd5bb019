import { sql, type Expression, type SqlBool } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { askedFor } from '#server/platform/db/full-text.ts'
import type { NoteFacet, NoteFilter } from '#shared/notes/contract.ts'
import type { Attribution, Cause, NoteState, NoteType, Rung } from '#shared/notes/life.ts'

/** A note as the API role may read it: never who wrote. */
export interface NoteRow {
  id: string
  type: NoteType
  title: string
  what_happened: string
  what_was_expected: string | null
  why: string | null
  causes: Cause[]
  what_we_learned: string | null
  what_we_would_do: string | null
  failure_kind: 'preventable' | 'complex' | 'trial' | null
  happened_on: string | null
  language: string
  visibility: Rung
  attribution: Attribution
  state: NoteState
  no_adaptation_reason: string | null
  shared_on: string | null
  edited_on: string | null
  public_asked_on: string | null
  collective_agreed_on: string | null
  hidden_reason: string | null
  version: number
}

const NOTE_COLUMNS = [
  'n.id',
  'n.type',
  'n.title',
  'n.what_happened',
  'n.what_was_expected',
  'n.why',
  'n.causes',
  'n.what_we_learned',
  'n.what_we_would_do',
  'n.failure_kind',
  'n.happened_on',
  'n.language',
  'n.visibility',
  'n.attribution',
  'n.state',
  'n.no_adaptation_reason',
  'n.shared_on',
  'n.edited_on',
  'n.public_asked_on',
  'n.collective_agreed_on',
  'n.hidden_reason',
  'n.version',
] as const

const COWRITTEN = sql`nullif(current_setting('app.cowrites', true), '')::uuid[]`

/** Of a note that names nobody: `namesNobody` in the database. */
const UNSIGNED = sql<SqlBool>`attribution in ('a_partner', 'initiative')`

/** Written out, not as parameters: a plan that is made once would take nearly no note to be shared, and sort all of them instead of reading a page. */
const SHOWN = sql<SqlBool>`n.state not in ('draft', 'withdrawn') and n.visibility <> 'private'`

function linkedTo(condition: Expression<SqlBool>): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from note_links l where l.initiative_id = n.initiative_id and l.note_id = n.id and ${condition})`
}

/** What the list is asked for, with codes already looked up. */
export interface NoteQuestion {
  readonly view: NoteFilter['view']
  readonly type?: NoteType | undefined
  readonly condition?: string | undefined
  readonly stage?: string | undefined
  readonly indicatorId?: string | undefined
  /** The territory and those inside it. */
  readonly territoryIds?: readonly string[] | undefined
  readonly cause?: Cause | undefined
  readonly state?: NoteState | undefined
  readonly period?: { code: string; startsOn: string; endsOn: string } | undefined
  readonly openFollowUp: boolean
  readonly words?: string | undefined
  readonly after: { day: string; id: string } | null
  readonly limit: number
}

/**
 * Notes that the actor may read, newest first, whatever their type: keyset on (`list_day`, id). One that names nobody stands at the first of its
 * month, so that its place tells no day; its identifier, which is drawn by lot, comes after. Notes that are not shared yet come first.
 */
export async function listNotes(trx: Trx, initiativeId: string, question: NoteQuestion): Promise<(NoteRow & { list_day: string })[]> {
  let query = trx
    .selectFrom('learning_notes as n')
    .select([...NOTE_COLUMNS, 'n.list_day'])
    .where('n.initiative_id', '=', initiativeId)
  if (question.view === 'mine') {
    // Two short lists that the plan may start from, as an « or » could not.
    query = query.where(
      sql<SqlBool>`n.id in (select note_id from note_authorships where initiative_id = ${initiativeId}::uuid union all select unnest(${COWRITTEN}))`,
    )
  } else query = query.where(SHOWN).where('n.hidden_reason', question.view === 'hidden' ? 'is not' : 'is', null)
  if (question.type !== undefined) query = query.where('n.type', '=', question.type)
  if (question.state !== undefined) query = query.where('n.state', '=', question.state)
  if (question.cause !== undefined) query = query.where(sql<SqlBool>`${question.cause} = any(n.causes)`)
  if (question.condition !== undefined) query = query.where(linkedTo(sql`l.condition = ${question.condition}`))
  if (question.stage !== undefined) query = query.where(linkedTo(sql`l.stage = ${question.stage}`))
  if (question.indicatorId !== undefined) query = query.where(linkedTo(sql`l.indicator_id = ${question.indicatorId}::uuid`))
  if (question.territoryIds !== undefined) query = query.where(linkedTo(sql`l.territory_id = any(${[...question.territoryIds]}::uuid[])`))
  if (question.period !== undefined) {
    const { code, startsOn, endsOn } = question.period
    query = query.where(
      // A span of a few days finds every note of the months that it meets which names nobody: else it would find their day.
      sql<SqlBool>`(n.shared_on between ${startsOn}::date and ${endsOn}::date
        or (${UNSIGNED} and n.list_day between ${`${startsOn.slice(0, 7)}-01`}::date and ${endsOn}::date) or ${linkedTo(
          sql`exists (select 1 from reporting_periods p where p.initiative_id = l.initiative_id and p.id = l.period_id and p.code = ${code})`,
        )})`,
    )
  }
  if (question.openFollowUp) {
    query = query.where(sql<SqlBool>`n.visibility in ('circle', 'funder', 'public')
      and (n.state = 'adaptation_decided' or (n.type in ('failure', 'challenge') and n.state in ('shared', 'discussed')))`)
  }
  if (question.words !== undefined) {
    query = query.where(sql<SqlBool>`n.search @@ ${askedFor(question.words)}`)
  }
  if (question.after !== null) query = query.where(sql<SqlBool>`(n.list_day, n.id) < (${question.after.day}::date, ${question.after.id}::uuid)`)
  const rows = await query.orderBy('n.list_day', 'desc').orderBy('n.id', 'desc').limit(question.limit).execute()
  return rows as (NoteRow & { list_day: string })[]
}

/** Notes of others that share a cause or a thing with this one; places are weighed by the caller, who knows which may be told. */
export async function notesAround(trx: Trx, initiativeId: string, noteId: string, causes: readonly string[], limit: number): Promise<NoteRow[]> {
  const rows = await trx
    .selectFrom('learning_notes as n')
    .select(NOTE_COLUMNS)
    .where('n.initiative_id', '=', initiativeId)
    .where('n.id', '<>', noteId)
    .where('n.state', 'not in', ['draft', 'withdrawn'])
    .where('n.visibility', '<>', 'private')
    .where('n.hidden_reason', 'is', null)
    .where(
      sql<SqlBool>`(n.causes && ${[...causes]}::text[] or exists (
        select 1 from note_links a join note_links b on b.initiative_id = a.initiative_id and (b.indicator_id = a.indicator_id or b.activity_id = a.activity_id
          or b.goal_id = a.goal_id or b.condition = a.condition or b.stage = a.stage or b.territory_id = a.territory_id)
        where a.initiative_id = n.initiative_id and a.note_id = ${noteId}::uuid and b.note_id = n.id))`,
    )
    .orderBy('n.list_day', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute()
  return rows as NoteRow[]
}

/** Notes shared within two days and read at one of the rungs, oldest first. */
export async function notesSharedBetween(trx: Trx, initiativeId: string, from: string, to: string, rungs: readonly Rung[]): Promise<NoteRow[]> {
  const rows = await trx
    .selectFrom('learning_notes as n')
    .select(NOTE_COLUMNS)
    .where('n.initiative_id', '=', initiativeId)
    .where('n.visibility', 'in', [...rungs])
    .where('n.state', 'not in', ['draft', 'withdrawn'])
    .where('n.hidden_reason', 'is', null)
    .where('n.shared_on', '>=', from)
    .where('n.shared_on', '<=', to)
    .orderBy('n.list_day')
    .orderBy('n.id')
    .execute()
  return rows as NoteRow[]
}

/** Years in which notes were shared at one of the rungs, latest first. */
export async function yearsOfNotes(trx: Trx, initiativeId: string, rungs: readonly Rung[]): Promise<number[]> {
  const rows = await trx
    .selectFrom('learning_notes as n')
    .select(sql<number>`extract(year from n.shared_on)::int`.as('year'))
    .distinct()
    .where('n.initiative_id', '=', initiativeId)
    .where('n.visibility', 'in', [...rungs])
    .where('n.state', 'not in', ['draft', 'withdrawn'])
    .where('n.hidden_reason', 'is', null)
    .orderBy('year', 'desc')
    .execute()
  return rows.map((row) => row.year)
}

/** One note, when the actor may read it. */
export async function findNote(trx: Trx, initiativeId: string, noteId: string): Promise<NoteRow | undefined> {
  const row = await trx
    .selectFrom('learning_notes as n')
    .select(NOTE_COLUMNS)
    .where('n.initiative_id', '=', initiativeId)
    .where('n.id', '=', noteId)
    .executeTakeFirst()
  return row as NoteRow | undefined
}

/** Titles of those of these notes that the actor may read. */
export function titlesOf(trx: Trx, initiativeId: string, noteIds: readonly string[]) {
  return trx
    .selectFrom('learning_notes')
    .select(['id', 'title', 'language', 'visibility', 'guard'])
    .where('initiative_id', '=', initiativeId)
    .where('id', 'in', [...noteIds])
    .execute()
}

/** Which of these notes the actor writes under this hat: as their author, or as a co-author, who has no say in contact. */
export async function writtenByActor(trx: Trx, initiativeId: string, noteIds: readonly string[]) {
  const { rows } = await sql<{ note_id: string; is_author: boolean; backbone_may_contact: boolean }>`
    select note_id, true as is_author, backbone_may_contact from app.note_authorships
    where initiative_id = ${initiativeId}::uuid and note_id = any(${[...noteIds]}::uuid[])
    union all select w.id, false, false from unnest(${COWRITTEN}) as w (id) where w.id = any(${[...noteIds]}::uuid[])`.execute(trx)
  return rows
}

/** Whether the actor's account wrote this note or co-wrote it, under whatever hat: four eyes are two people. */
export async function wroteNote(trx: Trx, noteId: string): Promise<boolean> {
  const { rows } = await sql<{ wrote: boolean }>`select app.wrote_note(${noteId}::uuid) as wrote`.execute(trx)
  return rows[0]?.wrote === true
}

/** Former texts of a note that the actor writes, oldest first. */
export function versionsOf(trx: Trx, initiativeId: string, noteId: string) {
  return trx
    .selectFrom('note_versions')
    .select(['number', 'content', 'changed_on'])
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .orderBy('number')
    .execute()
}

export async function countVersions(trx: Trx, initiativeId: string, noteId: string): Promise<number> {
  const { count } = await trx
    .selectFrom('note_versions')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .executeTakeFirstOrThrow()
  return count
}

/** Shared notes that the actor reads by each value of each facet, where there are so many of them at least. */
export async function countFacets(trx: Trx, initiativeId: string, least: number): Promise<NoteFacet[]> {
  const { rows } = await sql<NoteFacet>`
    with shared as (
      select n.id, n.type, n.state, n.causes from app.learning_notes n
      where n.initiative_id = ${initiativeId}::uuid and n.visibility in ('circle', 'funder', 'public') and n.state not in ('draft', 'withdrawn') and n.hidden_reason is null),
    linked as (select l.note_id, l.condition, l.stage from app.note_links l join shared s on s.id = l.note_id where l.initiative_id = ${initiativeId}::uuid),
    said as (
      select 'type' as facet, type as key, id from shared union select 'state', state, id from shared
      union select 'cause', unnest(causes), id from shared
      union select 'condition', condition, note_id from linked where condition is not null
      union select 'stage', stage, note_id from linked where stage is not null)
    select facet, key, count(*)::int as count from said group by facet, key having count(*) >= ${least} order by facet, key`.execute(trx)
  return rows
}

export interface MeasureRow {
  notes: number
  failures: number
  challenges: number
  failures_due: number
  failures_adapted: number
  days: number[]
  failure_days: number[]
  undecided: number
  undecided_failures: number
  adaptations_due: number
  adaptations_checked: number
  checks_told: number
  checks_helped: number
  voices: number
  partners: number
  year_notes: number
  year_failures: number
  failures_this_year: number
}

/** Components of the learning measures of the whole initiative. */
export async function noteMeasures(trx: Trx, today: string, whole: boolean): Promise<MeasureRow> {
  const { rows } = await sql<MeasureRow>`select * from app.note_measures(${today}::date, ${whole}::boolean)`.execute(trx)
  return rows[0] as MeasureRow
}
