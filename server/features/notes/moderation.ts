import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { Note } from '#shared/notes/contract.ts'
import { wroteNote } from './queries.ts'
import { openNote, readNote, writeNote } from './service.ts'

/** Acts of the backbone on notes of others. They are accounted for by name: the actor is never the author. */

/** The second act: publishing, or letting the note speak for the initiative. @throws four_eyes on a note that one wrote or co-wrote, under whatever hat */
export async function agreeTo(trx: Trx, actor: Actor, noteId: string, to: 'public' | 'initiative', now: Date): Promise<Note> {
  const { row, note } = await openNote(trx, actor, noteId)
  if (note.isMine || (await wroteNote(trx, noteId))) throw problem('four_eyes')
  if (!note.abilities.agree || !note.awaits.includes(to)) throw problem('move_not_allowed', { from: row.visibility, to })
  await writeNote(
    trx,
    actor,
    row,
    row.version,
    to === 'public' ? { visibility: 'public', public_agreed_on: actor.today } : { collective_agreed_on: actor.today },
  )
  await audit(trx, actor, { action: `note.agree_${to}`, objectType: 'note', objectId: noteId }, now)
  return readNote(trx, actor, noteId)
}

/** Hides a note that exposes a third person; who writes it reads why and can reword it. @throws four_eyes */
export async function hideNote(trx: Trx, actor: Actor, noteId: string, reason: string, now: Date): Promise<Note> {
  const { row } = await openNote(trx, actor, noteId, 'hide')
  if (await wroteNote(trx, noteId)) throw problem('four_eyes')
  await writeNote(trx, actor, row, row.version, { hidden_reason: reason })
  await audit(trx, actor, { action: 'note.hide', objectType: 'note', objectId: noteId }, now)
  return readNote(trx, actor, noteId)
}

/** Shows a hidden note again. @throws four_eyes on a note that one wrote or co-wrote, under whatever hat */
export async function unhideNote(trx: Trx, actor: Actor, noteId: string, now: Date): Promise<Note> {
  const { row } = await openNote(trx, actor, noteId, 'unhide')
  if (await wroteNote(trx, noteId)) throw problem('four_eyes')
  await writeNote(trx, actor, row, row.version, { hidden_reason: null })
  await audit(trx, actor, { action: 'note.unhide', objectType: 'note', objectId: noteId }, now)
  return readNote(trx, actor, noteId)
}
