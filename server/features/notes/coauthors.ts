import { tellCoauthor } from '#server/features/notifications/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { MOST_COAUTHORS, type Coauthors, type Note } from '#shared/notes/contract.ts'
import { authorOf, requireAbility } from './access.ts'
import { choicesOf, insertCoauthor, lockAuthorship, removeCoauthors, writersOf } from './coauthor-queries.ts'
import { openNote } from './service.ts'

/** One action for all of it and never which note: how many write a note, and since when, is told to nobody else. */
const audited = (trx: Trx, actor: Actor, now: Date) => audit(trx, actor, { action: 'note.coauthors', objectType: 'note', objectId: null, anonymous: true }, now)

async function listFor(trx: Trx, actor: Actor, note: Note): Promise<Coauthors> {
  const { author, coauthors } = await writersOf(trx, actor, note.id, note.isMine)
  if (!note.abilities.nameCoauthors) return { author, items: coauthors, choices: [] }
  const named = new Set(coauthors.map(({ hatId }) => hatId))
  const choices = (await choicesOf(trx, actor)).filter(({ hatId }) => !named.has(hatId)).map(({ userId: _, ...choice }) => choice)
  return { author, items: coauthors, choices }
}

/** With whom the actor writes a note. @throws not_found, not_allowed for a reader, whether there are any or not */
export async function readCoauthors(trx: Trx, actor: Actor, noteId: string): Promise<Coauthors> {
  const { note } = await openNote(trx, actor, noteId)
  if (note.writing === null) throw problem('not_allowed')
  return listFor(trx, actor, note)
}

/**
 * The author names somebody, who is told that there is a note to write and not which. Naming twice is naming once.
 * @throws not_allowed, note_closed, unknown_reference for anybody who may not be named, coauthors_too_many
 */
export async function nameCoauthor(trx: Trx, actor: Actor, noteId: string, hatId: string, now: Date): Promise<Coauthors> {
  await lockAuthorship(trx, actor.initiative.id, noteId)
  const { note } = await openNote(trx, actor, noteId)
  if (note.isMine && !note.abilities.edit) throw problem('note_closed')
  requireAbility(note.abilities, 'nameCoauthors')
  const chosen = (await choicesOf(trx, actor)).find((choice) => choice.hatId === hatId)
  if (chosen === undefined) throw problem('unknown_reference', { field: 'hatId', value: hatId })
  if (note.writing?.coauthors.some((one) => one.hatId === hatId) === true) return listFor(trx, actor, note)
  await removeCoauthors(trx, actor, noteId, 'ended')
  if (!(await insertCoauthor(trx, authorOf(actor), noteId, chosen))) throw problem('coauthors_too_many', { maximum: MOST_COAUTHORS })
  await tellCoauthor(trx, actor, chosen, noteId, now)
  await audited(trx, actor, now)
  return listFor(trx, actor, note)
}

/** The author takes a co-author off, at any state of the note. @throws not_allowed, not_found when nobody of that hat writes it */
export async function removeCoauthor(trx: Trx, actor: Actor, noteId: string, hatId: string, now: Date): Promise<Coauthors> {
  const { note } = await openNote(trx, actor, noteId)
  if (!note.isMine) throw problem('not_allowed')
  if ((await removeCoauthors(trx, actor, noteId, { hatId })) === 0) throw problem('not_found')
  await audited(trx, actor, now)
  return listFor(trx, actor, note)
}

/** A co-author leaves. @throws not_allowed for anybody else */
export async function leaveNote(trx: Trx, actor: Actor, noteId: string, now: Date): Promise<{ left: true }> {
  await openNote(trx, actor, noteId, 'leave')
  await removeCoauthors(trx, actor, noteId, { hatId: actor.hatId })
  await audited(trx, actor, now)
  return { left: true }
}
