import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { MOST_ATTACHMENTS, type AttachmentKind } from '#shared/notes/attachments.ts'
import type { Note } from '#shared/notes/contract.ts'
import { requireAbility, requireCommitment } from './access.ts'
import { attachmentsOf, deleteAttachment, findContent, insertAttachment } from './attachment-queries.ts'
import { cleanAttachment } from './attachments/clean.ts'
import { auditNote, keepVersion, openNote, readNote, writeNote, type Opened } from './service.ts'
import { noteTitles } from './titles.ts'
import { guardOf } from './write-queries.ts'

/** A change of what hangs on the note is a change of the note: its version, its day, and after sharing what it was before. */
async function opened(trx: Trx, actor: Actor, noteId: string, version: number): Promise<Opened> {
  const found = await openNote(trx, actor, noteId)
  if (found.note.isMine && !found.note.abilities.attach) throw problem('note_closed')
  requireAbility(found.note.abilities, 'attach')
  if (found.row.version !== version) throw problem('version_stale', { version: found.row.version })
  return found
}

/**
 * Adds a file to the author's note: cleaned, never the bytes that came.
 * @throws not_allowed, note_closed, version_stale, attachment_too_many and what `cleanAttachment` throws
 */
export async function addAttachment(trx: Trx, actor: Actor, noteId: string, caption: string, bytes: Buffer, version: number, now: Date): Promise<Note> {
  const { row, note } = await opened(trx, actor, noteId, version)
  const taken = new Set((await attachmentsOf(trx, actor.initiative.id, noteId)).map(({ position }) => position))
  const position = Array.from({ length: MOST_ATTACHMENTS }, (_, index) => index + 1).find((place) => !taken.has(place))
  if (position === undefined) throw problem('attachment_too_many', { maximum: MOST_ATTACHMENTS })
  const cleaned = await cleanAttachment(bytes)
  await writeNote(trx, actor, row, version, row.state === 'draft' ? {} : { edited_on: actor.today })
  await keepVersion(trx, actor, row, note)
  await insertAttachment(trx, actor.initiative.id, noteId, await guardOf(trx, actor.initiative.id, noteId), { position, caption, ...cleaned })
  await auditNote(trx, actor, now, 'note.attach', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}

/** Takes a file off the author's note: its bytes go, its caption stays in what the author may read of former texts. @throws not_found, note_closed, version_stale */
export async function removeAttachment(trx: Trx, actor: Actor, noteId: string, attachmentId: string, version: number, now: Date): Promise<Note> {
  const { row, note } = await opened(trx, actor, noteId, version)
  if (!(await deleteAttachment(trx, actor.initiative.id, noteId, attachmentId))) throw problem('not_found')
  await writeNote(trx, actor, row, version, row.state === 'draft' ? {} : { edited_on: actor.today })
  await keepVersion(trx, actor, row, note)
  await auditNote(trx, actor, now, 'note.detach', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}

/** One file for whoever reads the note at this moment. @throws commitment_required, not_found */
export async function readContent(trx: Trx, actor: Actor, noteId: string, attachmentId: string): Promise<{ kind: AttachmentKind; content: Buffer }> {
  requireCommitment(actor)
  if (!(await noteTitles(trx, actor, [noteId])).has(noteId)) throw problem('not_found')
  const found = await findContent(trx, actor.initiative.id, noteId, attachmentId)
  if (found === undefined) throw problem('not_found')
  return found
}
