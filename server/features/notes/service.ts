import { randomUUID } from 'node:crypto'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { Note, NoteChange, NoteInput } from '#shared/notes/contract.ts'
import { defaultAttribution, isInCircle, mayMove, stepOf, type Attribution, type NoteType, type Rung } from '#shared/notes/life.ts'
import { authorOf, requireAbility, requireCommitment, type NoteAbilities } from './access.ts'
import { authorOfCowritten, markWritten, removeCoauthors } from './coauthor-queries.ts'
import { findNote, versionsOf, type NoteRow } from './queries.ts'
import { targetsOf } from './link-targets.ts'
import { isOfLeftPartner, toNote } from './reading.ts'
import { replaceTrial } from './trial-queries.ts'
import { ownTrial } from './trials.ts'
import {
  guardOf,
  insertAuthorship,
  insertNote,
  insertVersion,
  replaceLinks,
  replaceSignatures,
  updateContact,
  updateNote,
  type NoteText,
  type SignatureInput,
} from './write-queries.ts'

export { requireCommitment } from './access.ts'
export { listForReader } from './library.ts'
export { noteTitles } from './titles.ts'

/** What an act on one note starts from. */
export interface Opened {
  readonly row: NoteRow
  readonly note: Note
}

/**
 * The note as the actor may read it, with the right to do something.
 * @throws commitment_required, not_found when it may not be known, not_allowed when it may be read but not this
 */
export async function openNote(trx: Trx, actor: Actor, noteId: string, ability?: keyof NoteAbilities): Promise<Opened> {
  requireCommitment(actor)
  const row = await findNote(trx, actor.initiative.id, noteId)
  if (row === undefined) throw problem('not_found')
  const note = await toNote(trx, actor, row)
  if (!note.isMine && note.visibility !== 'partner' && (await isOfLeftPartner(trx, actor))) throw problem('not_found')
  if (ability !== undefined) requireAbility(note.abilities, ability)
  return { row, note }
}

export async function readNote(trx: Trx, actor: Actor, noteId: string): Promise<Note> {
  return (await openNote(trx, actor, noteId)).note
}

/** Writes the changes of one act. @throws version_stale */
export async function writeNote(trx: Trx, actor: Actor, row: NoteRow, version: number, changes: Parameters<typeof updateNote>[4]): Promise<void> {
  if (row.version !== version || !(await updateNote(trx, actor.initiative.id, row.id, version, changes)))
    throw problem('version_stale', { version: row.version })
}

/**
 * The audit row of an act: neither actor nor partner nor hour (D35). Of a note that only its author or team
 * knows, not even which note: its later identifier would be tied to the week it was begun.
 */
export async function auditNote(trx: Trx, actor: Actor, now: Date, action: string, noteId: string, visibility: Rung): Promise<void> {
  await audit(trx, actor, { action, objectType: 'note', objectId: isInCircle(visibility) ? noteId : null, anonymous: true }, now)
}

/** Names that leave with a note: only those that its author gives. */
function signaturesFor(actor: Actor, attribution: Attribution, backboneMayContact: boolean): SignatureInput[] {
  const readers: SignatureInput[] =
    attribution === 'named_person' || attribution === 'named_partner'
      ? [{ audience: 'readers', partner_id: actor.partnerId, person_name: attribution === 'named_person' ? actor.name : null }]
      : []
  const backbone: SignatureInput[] =
    backboneMayContact && actor.partnerId !== null ? [{ audience: 'backbone', partner_id: actor.partnerId, person_name: null }] : []
  return [...readers, ...backbone]
}

function chosenAttribution(actor: Actor, type: NoteType, wish: Attribution | undefined): Attribution {
  const attribution = wish ?? defaultAttribution(type)
  if (attribution !== 'named_partner' || actor.partnerId !== null) return attribution
  if (wish !== undefined) throw problem('unknown_reference', { field: 'attribution', value: wish })
  return 'a_partner'
}

/** Sharing with the circle says once when; the initiative's own voice needs the backbone, which a backbone author is. */
function collectiveDay(actor: Actor, attribution: Attribution): string | null {
  return attribution === 'initiative' && actor.role === 'backbone' ? actor.today : null
}

const orNull = (text: string | null | undefined) => (text === undefined || text === null || text === '' ? null : text)

/** Writes a note: three fields are enough (domain 4.2). */
export async function createNote(trx: Trx, actor: Actor, input: NoteInput, now: Date): Promise<Note> {
  if (await isOfLeftPartner(trx, actor)) throw problem('not_allowed')
  const attribution = chosenAttribution(actor, input.type, input.attribution)
  const text: NoteText = {
    type: input.type,
    title: input.title,
    what_happened: input.whatHappened,
    what_was_expected: orNull(input.whatWasExpected),
    why: orNull(input.why),
    causes: input.causes ?? [],
    what_we_learned: orNull(input.whatWeLearned),
    what_we_would_do: orNull(input.whatWeWouldDo),
    failure_kind: input.type === 'failure' ? (input.failureKind ?? null) : null,
    happened_on: input.happenedOn ?? null,
    language: input.language ?? actor.initiative.mainLanguage,
    attribution,
  }
  const noteId = randomUUID()
  const author = authorOf(actor)
  await insertNote(trx, author, noteId, text, {
    visibility: input.visibility,
    state: input.visibility === 'private' ? 'draft' : 'shared',
    shared_on: isInCircle(input.visibility) ? actor.today : null,
    collective_agreed_on: collectiveDay(actor, attribution),
  })
  const mayContact = input.backboneMayContact ?? false
  await insertAuthorship(trx, author, noteId, mayContact)
  const guard = await guardOf(trx, author.initiativeId, noteId)
  await replaceSignatures(trx, author.initiativeId, noteId, guard, signaturesFor(actor, attribution, mayContact))
  await replaceLinks(trx, author.initiativeId, noteId, guard, await targetsOf(trx, actor, input.links ?? []))
  if (input.trialId) await replaceTrial(trx, author.initiativeId, noteId, guard, await ownTrial(trx, actor, input.trialId))
  await auditNote(trx, actor, now, 'note.create', noteId, input.visibility)
  return readNote(trx, actor, noteId)
}

function textChanges(row: NoteRow, input: NoteChange): Partial<NoteText> {
  const type = input.type ?? row.type
  const given = <K extends keyof NoteChange>(key: K, write: (value: NonNullable<NoteChange[K]> | null) => Partial<NoteText>) =>
    input[key] === undefined ? {} : write((input[key] ?? null) as NonNullable<NoteChange[K]> | null)
  return {
    ...(input.type === undefined ? {} : { type: input.type }),
    ...(input.title === undefined ? {} : { title: input.title }),
    ...(input.whatHappened === undefined ? {} : { what_happened: input.whatHappened }),
    ...(input.causes === undefined ? {} : { causes: input.causes }),
    ...(input.language === undefined ? {} : { language: input.language }),
    ...given('whatWasExpected', (value) => ({ what_was_expected: orNull(value) })),
    ...given('why', (value) => ({ why: orNull(value) })),
    ...given('whatWeLearned', (value) => ({ what_we_learned: orNull(value) })),
    ...given('whatWeWouldDo', (value) => ({ what_we_would_do: orNull(value) })),
    ...given('happenedOn', (value) => ({ happened_on: value })),
    ...(type !== 'failure' ? { failure_kind: null } : given('failureKind', (value) => ({ failure_kind: value }))),
  }
}

/**
 * Keeps what a shared note was before a change: its words, its links and the captions of what hung on it, never a file that was taken off.
 * There is one history of a note, its author's, whoever writes. Of a draft there is one only while several write it: what one saved is not gone
 * because another saved after.
 */
export async function keepVersion(trx: Trx, actor: Actor, row: NoteRow, note: Note): Promise<void> {
  if (row.state === 'draft' && (note.writing?.coauthors.length ?? 0) === 0) return
  const author = note.isMine ? authorOf(actor) : await authorOfCowritten(trx, actor, row.id)
  const { id, version: number, ...content } = row
  const attachments = note.attachments.map(({ kind, caption }) => ({ kind, caption }))
  await insertVersion(trx, author, id, { number, content: { ...content, links: note.links, attachments }, changedOn: actor.today })
}

/** What the author alone decides, whatever else a request changes. */
const AUTHOR_ALONE = ['attribution', 'backboneMayContact', 'trialId'] as const

/**
 * The author or a co-author changes the note. After sharing, the former text is kept for them and the day is said to readers.
 * Names that leave with the note are the author's: a co-author changes none.
 * @throws not_allowed, note_closed, version_stale
 */
export async function changeNote(trx: Trx, actor: Actor, noteId: string, input: NoteChange, version: number, now: Date): Promise<Note> {
  const { row, note } = await openNote(trx, actor, noteId)
  if ((note.isMine || note.isCowritten) && !note.abilities.edit) throw problem('note_closed')
  requireAbility(note.abilities, 'edit')
  if (!note.isMine && AUTHOR_ALONE.some((key) => input[key] !== undefined)) throw problem('not_allowed')
  if (note.isHidden && ((input.links?.length ?? 0) > 0 || input.trialId != null || (input.attribution !== undefined && input.attribution !== row.attribution)))
    throw problem('note_closed')
  const attribution = note.isMine ? chosenAttribution(actor, input.type ?? row.type, input.attribution ?? row.attribution) : row.attribution
  const wasShared = row.state !== 'draft'
  await writeNote(trx, actor, row, version, {
    ...textChanges(row, input),
    attribution,
    ...(wasShared ? { edited_on: actor.today } : {}),
    ...(attribution === row.attribution ? {} : { collective_agreed_on: collectiveDay(actor, attribution) }),
  })
  // After the note: of two changes at one moment, the second is stale before it keeps a former text twice.
  await keepVersion(trx, actor, row, note)
  const guard = await guardOf(trx, actor.initiative.id, noteId)
  if (note.isMine) {
    const mayContact = input.backboneMayContact ?? note.own?.backboneMayContact ?? false
    await updateContact(trx, actor.initiative.id, noteId, mayContact)
    // While a note is hidden nobody but the backbone writes what hangs on it: its signature stays as it is.
    if (!note.isHidden) await replaceSignatures(trx, actor.initiative.id, noteId, guard, signaturesFor(actor, attribution, mayContact))
  } else await markWritten(trx, actor, noteId)
  if (input.trialId !== undefined)
    await replaceTrial(trx, actor.initiative.id, noteId, guard, input.trialId === null ? null : await ownTrial(trx, actor, input.trialId))
  if (input.links !== undefined) await replaceLinks(trx, actor.initiative.id, noteId, guard, await targetsOf(trx, actor, input.links))
  await auditNote(trx, actor, now, 'note.change', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}

/** Former texts, for the author and the co-authors. */
export async function formerVersions(trx: Trx, actor: Actor, noteId: string) {
  const { note } = await openNote(trx, actor, noteId)
  if (note.writing === null) throw problem('not_allowed')
  const rows = await versionsOf(trx, actor.initiative.id, noteId)
  return { items: rows.map((row) => ({ number: row.number, changedOn: row.changed_on, content: row.content as Record<string, unknown> })) }
}

/**
 * The author widens by one rung or narrows at once. Public is only asked here: it takes a second act of
 * somebody else of the backbone (domain 4.4).
 */
export async function setVisibility(trx: Trx, actor: Actor, noteId: string, to: Rung, version: number, now: Date): Promise<Note> {
  const { row, note } = await openNote(trx, actor, noteId)
  const step = stepOf(row.visibility, to)
  if (step === 'same') {
    // Asking again for the rung it stands on takes the wish to publish back.
    requireAbility(note.abilities, 'withdraw')
    await writeNote(trx, actor, row, version, { public_asked_on: null })
    return readNote(trx, actor, noteId)
  }
  requireAbility(note.abilities, step === 'narrower' ? 'narrow' : 'share')
  if (step === 'too_far') throw problem('move_not_allowed', { from: row.visibility, to })
  if (to === 'public') await writeNote(trx, actor, row, version, { public_asked_on: actor.today })
  else {
    await writeNote(trx, actor, row, version, {
      visibility: to,
      public_asked_on: null,
      public_agreed_on: null,
      ...(row.state === 'draft' && to !== 'private' ? { state: 'shared' } : {}),
      ...(isInCircle(to) && row.shared_on === null ? { shared_on: actor.today } : {}),
    })
  }
  await auditNote(
    trx,
    actor,
    now,
    to === 'public' ? 'note.ask_public' : step === 'narrower' ? 'note.narrow' : 'note.widen',
    noteId,
    step === 'narrower' ? row.visibility : to,
  )
  return readNote(trx, actor, noteId)
}

/** The author withdraws: from this moment nobody else reads it, by any way, nor writes it. */
export async function withdrawNote(trx: Trx, actor: Actor, noteId: string, now: Date): Promise<Note> {
  const { row } = await openNote(trx, actor, noteId, 'withdraw')
  await writeNote(trx, actor, row, row.version, {
    state: 'withdrawn',
    visibility: 'private',
    public_asked_on: null,
    public_agreed_on: null,
    hidden_reason: null,
  })
  await removeCoauthors(trx, actor, noteId, 'all')
  await auditNote(trx, actor, now, 'note.withdraw', noteId, row.visibility)
  return readNote(trx, actor, noteId)
}

/** Discussed, closed, or no adaptation with its reason. */
export async function setState(
  trx: Trx,
  actor: Actor,
  noteId: string,
  input: { state: 'discussed' | 'no_adaptation' | 'closed'; reason?: string | null | undefined },
  version: number,
  now: Date,
): Promise<Note> {
  const { row, note } = await openNote(trx, actor, noteId)
  if (!mayMove(row.state, input.state)) throw problem('move_not_allowed', { from: row.state, to: input.state })
  requireAbility(note.abilities, input.state === 'closed' ? 'close' : 'decide')
  const reason = orNull(input.reason)
  if (input.state === 'no_adaptation' && reason === null) throw problem('invalid_request', {}, [{ pointer: '/reason', code: 'required' }])
  await writeNote(trx, actor, row, version, { state: input.state, ...(input.state === 'no_adaptation' ? { no_adaptation_reason: reason } : {}) })
  await auditNote(trx, actor, now, `note.${input.state}`, noteId, row.visibility)
  return readNote(trx, actor, noteId)
}
