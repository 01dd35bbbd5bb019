import { sql, type SqlBool } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Notes as the readers' role of releases sees them: its walls let it read what is public, column by column, and nothing else. */

const FACE = ['id', 'type', 'title', 'language', 'what_happened', 'attribution', 'shared_on', 'collective_agreed_on'] as const

/** Public notes, newest first: keyset on (`list_day`, id). */
export function publicNotes(trx: Trx, initiativeId: string, after: { day: string; id: string } | null, limit: number) {
  let query = trx
    .selectFrom('learning_notes')
    .select([...FACE, 'list_day'])
    .where('initiative_id', '=', initiativeId)
    .where('guard', '=', 'public')
  if (after !== null) query = query.where(sql<SqlBool>`(list_day, id) < (${after.day}::date, ${after.id}::uuid)`)
  return query.orderBy('list_day', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
export type PublicNoteRow = Awaited<ReturnType<typeof publicNotes>>[number]

/** One public note; undefined when it is none, whatever else it is. */
export function findPublicNote(trx: Trx, initiativeId: string, noteId: string) {
  return trx
    .selectFrom('learning_notes')
    .select([...FACE, 'what_was_expected', 'why', 'what_we_learned', 'what_we_would_do', 'causes', 'edited_on', 'no_adaptation_reason'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', noteId)
    .where('guard', '=', 'public')
    .executeTakeFirst()
}

export interface PublicFactsRow {
  noteId: string
  personName: string | null
  partnerName: string | null
  /** Once it has passed. */
  partnerLeftOn: string | null
  indicators: string[]
  /** Days, or months of a note that names nobody. */
  happenedOn: string | null
  startsOn: string | null
  endsOn: string | null
  declaredOn: string | null
  /** Of a note that names nobody: for each indicator that partners report, who does, numbered within the note. */
  reporters: Record<string, number[]> | null
}

/** What these notes tell that their own rows do not hold for this role: who signed by name, which indicators they are about, when it was. */
export async function publicFacts(trx: Trx, noteIds: readonly string[]): Promise<PublicFactsRow[]> {
  const { rows } = await sql<PublicFactsRow>`
    select t.note_id as "noteId", t.person_name as "personName", t.partner_name as "partnerName", t.partner_left_on as "partnerLeftOn", t.indicators,
      t.happened_on as "happenedOn", t.trial_starts_on as "startsOn", t.trial_ends_on as "endsOn", t.trial_declared_on as "declaredOn", t.reporters
    from app.public_note_facts() t where t.note_id = any(${[...noteIds]}::uuid[])`.execute(trx)
  return rows
}

/** Conditions and stages that a note is about. */
export function publicLinks(trx: Trx, initiativeId: string, noteId: string) {
  return trx
    .selectFrom('note_links')
    .select(['condition', 'stage'])
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .where('kind', 'in', ['condition', 'stage'])
    .orderBy('condition')
    .orderBy('stage')
    .execute()
}

export function publicTrial(trx: Trx, initiativeId: string, noteId: string) {
  return trx
    .selectFrom('note_trials')
    .select(['title', 'hypothesis', 'cost_limit', 'sign_it_works', 'sign_it_fails'])
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .executeTakeFirst()
}

/** What was decided after a note, oldest first. */
export function publicAdaptations(trx: Trx, initiativeId: string, noteId: string) {
  return trx
    .selectFrom('adaptations')
    .select(['id', 'decision', 'text', 'decided_on'])
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .orderBy('decided_on')
    .orderBy('id')
    .execute()
}

export function publicChecks(trx: Trx, initiativeId: string, noteId: string) {
  return trx
    .selectFrom('follow_up_checks')
    .select(['id', 'adaptation_id', 'checked_on', 'result', 'note', 'next'])
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .orderBy('checked_on')
    .orderBy('id')
    .execute()
}
