import { randomUUID } from 'node:crypto'
import type { Trx } from '#server/platform/db/context.ts'
import { sqlState } from '#server/platform/db/errors.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { AdaptationChange, AdaptationInput, CheckInput, CommentInput, Note } from '#shared/notes/contract.ts'
import { findIndicator, findPartner } from './lookup-queries.ts'
import { ownOrganisation } from './place-queries.ts'
import { auditNote, openNote, readNote, writeNote } from './service.ts'
import { deleteOwnComment, guardOf, insertAdaptation, insertCheck, insertComment, updateAdaptation, type AdaptationValues } from './write-queries.ts'

/** A part cannot be added to a note that its author narrows at the same moment: to the one who adds, it is gone. */
async function addPart(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (sqlState(error) === '23503') throw problem('not_found')
    throw error
  }
}

/** How a comment may be signed under this hat, by default without a name; the backbone answers as the backbone. */
async function signComment(trx: Trx, actor: Actor, wish: CommentInput['signature']) {
  const signature = wish ?? (actor.role === 'backbone' ? 'backbone' : 'a_partner')
  const nobody = { signature, signed_name: null, signed_partner_id: null }
  if (signature === 'backbone') {
    if (actor.role !== 'backbone') throw problem('unknown_reference', { field: 'signature', value: signature })
    return nobody
  }
  if (signature === 'a_partner') return nobody
  if (signature === 'named_person') return { signature, signed_name: actor.name, signed_partner_id: actor.partnerId }
  const name = (await ownOrganisation(trx, actor.initiative.id, actor.partnerId))?.name ?? null
  if (name === null) throw problem('unknown_reference', { field: 'signature', value: signature })
  return { signature, signed_name: name, signed_partner_id: actor.partnerId }
}

/** Answers a note. Thanks and « ça nous est arrivé aussi » need no words; a question, an idea or an offer do. */
export async function addComment(trx: Trx, actor: Actor, noteId: string, input: CommentInput, now: Date): Promise<Note> {
  const { row } = await openNote(trx, actor, noteId, 'comment')
  if (input.body === '' && input.kind !== 'thanks' && input.kind !== 'us_too') throw problem('invalid_request', {}, [{ pointer: '/body', code: 'required' }])
  const signed = await signComment(trx, actor, input.signature)
  const guard = await guardOf(trx, actor.initiative.id, noteId)
  await addPart(() =>
    insertComment(trx, actor.initiative.id, noteId, guard, actor.userId, {
      id: randomUUID(),
      kind: input.kind,
      body: input.body,
      language: input.language ?? actor.initiative.mainLanguage,
      said_on: actor.today,
      ...signed,
    }),
  )
  await auditNote(trx, actor, now, 'note.comment', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}

/** Takes one's own comment back; the comment of somebody else is not found. */
export async function removeComment(trx: Trx, actor: Actor, noteId: string, commentId: string, now: Date): Promise<Note> {
  const { row } = await openNote(trx, actor, noteId)
  if (!(await deleteOwnComment(trx, actor.initiative.id, noteId, commentId))) throw problem('not_found')
  await auditNote(trx, actor, now, 'note.uncomment', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}

async function ownerOf(trx: Trx, actor: Actor, code: string | null | undefined): Promise<string | null> {
  if (code === null || code === undefined || code === '') return null
  const id = await findPartner(trx, actor.initiative.id, code)
  if (id === undefined) throw problem('unknown_reference', { field: 'ownerPartnerCode', value: code })
  return id
}

/** Records what was decided after a note: the backbone or the author. */
export async function addAdaptation(trx: Trx, actor: Actor, noteId: string, input: AdaptationInput, now: Date): Promise<Note> {
  const { row } = await openNote(trx, actor, noteId, 'decide')
  const owner = await ownerOf(trx, actor, input.ownerPartnerCode)
  const guard = await guardOf(trx, actor.initiative.id, noteId)
  await addPart(() =>
    insertAdaptation(trx, actor.initiative.id, noteId, guard, {
      decision: input.decision,
      text: input.text,
      decided_on: input.decidedOn,
      decided_in: input.decidedIn || null,
      owner_name: input.ownerName || null,
      owner_partner_id: owner,
      due_on: input.dueOn ?? null,
    }),
  )
  await writeNote(trx, actor, row, row.version, { state: 'adaptation_decided', no_adaptation_reason: null })
  await auditNote(trx, actor, now, 'note.adapt', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}

function adaptationOf(note: Note, adaptationId: string) {
  const adaptation = note.adaptations.find((one) => one.id === adaptationId)
  if (adaptation === undefined) throw problem('not_found')
  return adaptation
}

/** Changes a decision: the backbone, the author, or a contributor of the partner that owns it. */
export async function changeAdaptation(
  trx: Trx,
  actor: Actor,
  noteId: string,
  adaptationId: string,
  input: AdaptationChange,
  version: number,
  now: Date,
): Promise<Note> {
  const { row, note } = await openNote(trx, actor, noteId)
  const adaptation = adaptationOf(note, adaptationId)
  if (!adaptation.abilities.change) throw problem('not_allowed')
  const changes: Partial<AdaptationValues> = {
    ...(input.decision === undefined ? {} : { decision: input.decision }),
    ...(input.text === undefined ? {} : { text: input.text }),
    ...(input.decidedOn === undefined ? {} : { decided_on: input.decidedOn }),
    ...(input.decidedIn === undefined ? {} : { decided_in: input.decidedIn || null }),
    ...(input.ownerName === undefined ? {} : { owner_name: input.ownerName || null }),
    ...(input.dueOn === undefined ? {} : { due_on: input.dueOn }),
    ...(input.ownerPartnerCode === undefined ? {} : { owner_partner_id: await ownerOf(trx, actor, input.ownerPartnerCode) }),
  }
  if (adaptation.version !== version || !(await updateAdaptation(trx, actor.initiative.id, noteId, adaptationId, version, changes))) {
    throw problem('version_stale', { version: adaptation.version })
  }
  await auditNote(trx, actor, now, 'note.change_adaptation', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}

/** Says whether an adaptation helped; any result but « trop tôt » follows the note up. */
export async function addCheck(trx: Trx, actor: Actor, noteId: string, adaptationId: string, input: CheckInput, now: Date): Promise<Note> {
  const { row, note } = await openNote(trx, actor, noteId)
  if (!adaptationOf(note, adaptationId).abilities.check) throw problem('not_allowed')
  const evidence = input.evidenceIndicator || null
  const indicatorId = evidence === null ? null : ((await findIndicator(trx, actor.initiative.id, evidence)) ?? null)
  if (evidence !== null && indicatorId === null) throw problem('unknown_reference', { field: 'evidenceIndicator', value: evidence })
  const guard = await guardOf(trx, actor.initiative.id, noteId)
  await addPart(() =>
    insertCheck(trx, actor.initiative.id, noteId, guard, adaptationId, {
      checked_on: input.checkedOn,
      result: input.result,
      evidence_indicator_id: indicatorId,
      note: input.note || null,
      next: input.next || null,
    }),
  )
  await auditNote(trx, actor, now, 'note.check', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}
