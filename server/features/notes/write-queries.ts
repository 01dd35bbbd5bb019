import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { Attribution, Cause, NoteState, NoteType, Rung } from '#shared/notes/life.ts'

/** Columns of a note's text. */
export interface NoteText {
  type: NoteType
  title: string
  what_happened: string
  what_was_expected: string | null
  why: string | null
  causes: Cause[]
  what_we_learned: string | null
  what_we_would_do: string | null
  failure_kind: string | null
  happened_on: string | null
  language: string
  attribution: Attribution
}

export interface Author {
  initiativeId: string
  authorId: string
  partnerId: string | null
  asBackbone: boolean
}

export async function insertNote(
  trx: Trx,
  author: Author,
  noteId: string,
  text: NoteText,
  start: { visibility: Rung; state: NoteState; shared_on: string | null; collective_agreed_on: string | null },
): Promise<void> {
  await trx
    .insertInto('learning_notes')
    .values({
      initiative_id: author.initiativeId,
      id: noteId,
      author_id: author.authorId,
      partner_id: author.partnerId,
      as_backbone: author.asBackbone,
      ...text,
      ...start,
    })
    .execute()
}

export async function insertAuthorship(trx: Trx, author: Author, noteId: string, backboneMayContact: boolean): Promise<void> {
  await trx
    .insertInto('note_authorships')
    .values({
      initiative_id: author.initiativeId,
      note_id: noteId,
      author_id: author.authorId,
      partner_id: author.partnerId,
      as_backbone: author.asBackbone,
      backbone_may_contact: backboneMayContact,
    })
    .execute()
}

export async function updateContact(trx: Trx, initiativeId: string, noteId: string, backboneMayContact: boolean): Promise<void> {
  await trx
    .updateTable('note_authorships')
    .set({ backbone_may_contact: backboneMayContact })
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .execute()
}

type NoteChanges = Partial<NoteText> & {
  visibility?: Rung
  state?: NoteState
  shared_on?: string
  edited_on?: string
  no_adaptation_reason?: string | null
  public_asked_on?: string | null
  public_agreed_on?: string | null
  collective_agreed_on?: string | null
  hidden_reason?: string | null
}

/** What measures as of a day that is over read as it stood then. */
const MEASURED = ['type', 'visibility', 'state', 'hidden_reason'] as const

/**
 * Changes a note that is still at this version, and gives its parts the guard that follows. The foreign keys
 * that tie a part to its note's guard wait until both are done.
 * @returns whether the note was at this version and the actor may write it
 */
export async function updateNote(trx: Trx, initiativeId: string, noteId: string, version: number, changes: NoteChanges): Promise<boolean> {
  await sql`set constraints all deferred`.execute(trx)
  if (MEASURED.some((key) => key in changes)) await sql`select app.keep_note_standing(${noteId}::uuid)`.execute(trx)
  const { numUpdatedRows } = await trx
    .updateTable('learning_notes')
    .set({ ...changes, version: version + 1 })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', noteId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await sql`select app.sync_note_guard(${noteId}::uuid)`.execute(trx)
  await sql`set constraints all immediate`.execute(trx)
  return true
}

/** The guard to give to a part that is added. */
export async function guardOf(trx: Trx, initiativeId: string, noteId: string): Promise<string> {
  const { guard } = await trx
    .selectFrom('learning_notes')
    .select('guard')
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', noteId)
    .executeTakeFirstOrThrow()
  return guard
}

export async function insertVersion(trx: Trx, author: Author, noteId: string, version: { number: number; content: unknown; changedOn: string }): Promise<void> {
  await trx
    .insertInto('note_versions')
    .values({
      initiative_id: author.initiativeId,
      note_id: noteId,
      number: version.number,
      content: JSON.stringify(version.content),
      changed_on: version.changedOn,
      author_id: author.authorId,
      partner_id: author.partnerId,
    })
    .execute()
}

export interface SignatureInput {
  audience: 'readers' | 'backbone'
  partner_id: string | null
  person_name: string | null
}

/** Replaces the names given with a note. */
export async function replaceSignatures(trx: Trx, initiativeId: string, noteId: string, guard: string, signatures: readonly SignatureInput[]): Promise<void> {
  await trx.deleteFrom('note_signatures').where('initiative_id', '=', initiativeId).where('note_id', '=', noteId).execute()
  if (signatures.length > 0) {
    await trx
      .insertInto('note_signatures')
      .values(signatures.map((signature) => ({ initiative_id: initiativeId, note_id: noteId, guard, ...signature })))
      .execute()
  }
}

export interface LinkTarget {
  kind: string
  goal_id?: string
  activity_id?: string
  indicator_id?: string
  period_id?: string | null
  condition?: string
  stage?: string
  territory_id?: string
}

/** Replaces what a note is linked to. */
export async function replaceLinks(trx: Trx, initiativeId: string, noteId: string, guard: string, targets: readonly LinkTarget[]): Promise<void> {
  await trx.deleteFrom('note_links').where('initiative_id', '=', initiativeId).where('note_id', '=', noteId).execute()
  for (const target of targets)
    await trx
      .insertInto('note_links')
      .values({ initiative_id: initiativeId, note_id: noteId, guard, ...target })
      .execute()
}

export interface AdaptationValues {
  decision: string
  text: string
  decided_on: string
  decided_in: string | null
  owner_name: string | null
  owner_partner_id: string | null
  due_on: string | null
}

export async function insertAdaptation(trx: Trx, initiativeId: string, noteId: string, guard: string, values: AdaptationValues): Promise<void> {
  await trx
    .insertInto('adaptations')
    .values({ initiative_id: initiativeId, note_id: noteId, guard, ...values })
    .execute()
}

/** @returns whether the adaptation was at this version */
export async function updateAdaptation(
  trx: Trx,
  initiativeId: string,
  noteId: string,
  adaptationId: string,
  version: number,
  changes: Partial<AdaptationValues>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('adaptations')
    .set({ ...changes, version: version + 1 })
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .where('id', '=', adaptationId)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Keeps a check and takes the step that follows from it. */
export async function insertCheck(
  trx: Trx,
  initiativeId: string,
  noteId: string,
  guard: string,
  adaptationId: string,
  values: { checked_on: string; result: string; evidence_indicator_id: string | null; note: string | null; next: string | null },
): Promise<void> {
  await trx
    .insertInto('follow_up_checks')
    .values({ initiative_id: initiativeId, note_id: noteId, guard, adaptation_id: adaptationId, ...values })
    .execute()
  await sql`select app.mark_note_followed_up(${noteId}::uuid)`.execute(trx)
}

export async function insertComment(
  trx: Trx,
  initiativeId: string,
  noteId: string,
  guard: string,
  authorId: string,
  values: {
    id: string
    kind: string
    body: string
    language: string
    said_on: string
    signature: string
    signed_name: string | null
    signed_partner_id: string | null
  },
): Promise<void> {
  await trx
    .insertInto('note_comments')
    .values({ initiative_id: initiativeId, note_id: noteId, guard, ...values })
    .execute()
  await trx.insertInto('note_comment_authorships').values({ initiative_id: initiativeId, comment_id: values.id, author_id: authorId }).execute()
}

/** Takes a comment back; only its author finds its authorship. @returns whether it was the actor's */
export async function deleteOwnComment(trx: Trx, initiativeId: string, noteId: string, commentId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('note_comments')
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .where('id', '=', commentId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('note_comment_authorships as own')
          .select('own.comment_id')
          .whereRef('own.initiative_id', '=', 'note_comments.initiative_id')
          .whereRef('own.comment_id', '=', 'note_comments.id'),
      ),
    )
    .executeTakeFirst()
  return numDeletedRows > 0n
}
