import { randomUUID } from 'node:crypto'
import { tellLeads } from '#server/features/notifications/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { suspensionHolds, type Funder, type NoteBreach, type NoteBreachInput, type NoteSuspension, type NoteSuspensionInput } from '#shared/notes/breaches.ts'
import {
  breachForUpdate,
  closeBreachRow,
  commitmentDay,
  correctBreachRow,
  insertBreach,
  insertSuspension,
  liftSuspensionRow,
  listBreaches,
  listCorrections,
  listFunders,
  listSuspensions,
  suspensionDays,
  suspensionForUpdate,
  type BreachRow,
  type CorrectionRow,
  type FunderKey,
  type SuspensionRow,
} from './breach-queries.ts'
import { noteTitles, type NoteTitle } from './titles.ts'

/** Notes of breaches, as their own page would tell them to this reader. */
const titlesIn = (trx: Trx, actor: Actor, rows: readonly BreachRow[]) =>
  noteTitles(
    trx,
    actor,
    rows.flatMap(({ noteId }) => noteId ?? []),
  )

function toBreach(actor: Actor, row: BreachRow, titles: ReadonlyMap<string, NoteTitle>, corrections: readonly CorrectionRow[]): NoteBreach {
  const note = titles.get(row.noteId ?? '')
  return {
    id: row.id,
    funder: { id: row.funderId, name: row.funderName },
    whatHappened: row.whatHappened,
    note: note === undefined ? null : { id: note.id, title: note.title, language: note.language },
    filedOn: row.filedOn,
    isMine: row.filedBy === actor.userId,
    filedBy: actor.isLead ? { name: row.filedByName, partnerName: row.partnerName } : null,
    outcome: row.outcome,
    closedOn: row.closedOn,
    corrections: corrections.filter(({ breachId }) => breachId === row.id).map(({ breachId: _breach, ...correction }) => correction),
    version: row.version,
  }
}

/** Breaches that the actor may read, and the funders that one can be filed about. */
export async function readBreaches(trx: Trx, actor: Actor): Promise<{ items: NoteBreach[]; funders: Funder[]; abilities: { decide: boolean } }> {
  const rows = await listBreaches(trx, actor.initiative.id)
  const titles = await titlesIn(trx, actor, rows)
  const corrections = await listCorrections(trx, actor.initiative.id)
  return {
    items: rows.map((row) => toBreach(actor, row, titles, corrections)),
    funders: (await listFunders(trx, actor.initiative.id)).map(({ id, name }) => ({ id, name })),
    abilities: { decide: actor.isLead },
  }
}

/** @throws unknown_reference for what is no funder here */
async function funderOf(trx: Trx, actor: Actor, funderId: string): Promise<FunderKey> {
  const funder = (await listFunders(trx, actor.initiative.id)).find(({ id }) => id === funderId)
  if (funder === undefined) throw problem('unknown_reference', { field: 'funderId', value: funderId })
  return funder.isPerson ? { organizationId: null, personId: funderId } : { organizationId: funderId, personId: null }
}

async function breachOf(trx: Trx, actor: Actor, id: string): Promise<NoteBreach> {
  const [row] = await listBreaches(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  return toBreach(actor, row, await titlesIn(trx, actor, [row]), await listCorrections(trx, actor.initiative.id, id))
}

/**
 * Files a breach with the leads. The audit keeps that it happened in a week: neither who, nor about whom, nor which.
 * @throws unknown_reference for a funder or a note that the actor does not know
 */
export async function fileBreach(trx: Trx, actor: Actor, input: NoteBreachInput, now: Date): Promise<NoteBreach> {
  const { id: initiativeId } = actor.initiative
  const noteId = input.noteId ?? null
  if (noteId !== null && !(await noteTitles(trx, actor, [noteId])).has(noteId)) throw problem('unknown_reference', { field: 'noteId', value: noteId })
  const funder = await funderOf(trx, actor, input.funderId)
  const id = randomUUID()
  const { whatHappened } = input
  await insertBreach(trx, initiativeId, { id, funder, whatHappened, noteId, filedOn: actor.today, filedBy: actor.userId, partnerId: actor.partnerId })
  await audit(trx, actor, { action: 'note_breach.file', objectType: 'note_breach', anonymous: true }, now)
  await tellLeads(trx, actor, 'breach_filed', id, now)
  return breachOf(trx, actor, id)
}

/** Says once what came of a breach; whoever filed it reads that. @throws not_found, breach_closed, version_stale */
export async function closeBreach(trx: Trx, actor: Actor, id: string, outcome: string, version: number, now: Date): Promise<NoteBreach> {
  const row = await breachForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  if (row.closedOn !== null) throw problem('breach_closed')
  requireVersion(row, version)
  await closeBreachRow(trx, actor.initiative.id, id, outcome, actor.today)
  await audit(trx, actor, { action: 'note_breach.close', objectType: 'note_breach', objectId: id }, now)
  return breachOf(trx, actor, id)
}

/**
 * Corrects what was said of a breach: whoever reads it reads the former words and the reason too. The day of the answer stays.
 * @throws not_found, breach_open, version_stale, correction_unchanged
 */
export async function correctBreach(
  trx: Trx,
  actor: Actor,
  id: string,
  { outcome, reason }: { outcome: string; reason: string },
  version: number,
  now: Date,
): Promise<NoteBreach> {
  const row = await breachForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  if (row.closedOn === null) throw problem('breach_open')
  requireVersion(row, version)
  if (row.outcome === outcome) throw problem('correction_unchanged', {}, [{ pointer: '/outcome', code: 'correction_unchanged' }])
  await correctBreachRow(trx, actor.initiative.id, id, outcome, reason, actor.today)
  await audit(trx, actor, { action: 'note_breach.correct', objectType: 'note_breach', objectId: id }, now)
  return breachOf(trx, actor, id)
}

function toSuspension(actor: Actor, row: SuspensionRow): NoteSuspension {
  const { funderId, funderName, ...rest } = row
  return { ...rest, funder: { id: funderId, name: funderName }, holds: suspensionHolds(row, actor.today) }
}

export async function readSuspensions(trx: Trx, actor: Actor): Promise<{ items: NoteSuspension[] }> {
  return { items: (await listSuspensions(trx, actor.initiative.id)).map((row) => toSuspension(actor, row)) }
}

async function suspensionOf(trx: Trx, actor: Actor, id: string): Promise<NoteSuspension> {
  const [row] = await listSuspensions(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  return toSuspension(actor, row)
}

/** From the funder's next request on, its hats read no note (app.enter). @throws unknown_reference, invalid_request for a last day that is over */
export async function suspend(trx: Trx, actor: Actor, input: NoteSuspensionInput, now: Date): Promise<NoteSuspension> {
  const until = input.until ?? null
  if (until !== null && until < actor.today) throw problem('invalid_request', {}, [{ pointer: '/until', code: 'reversed' }])
  const funder = await funderOf(trx, actor, input.funderId)
  const id = randomUUID()
  await insertSuspension(trx, actor.initiative.id, { id, funder, startsOn: actor.today, until, reason: input.reason, by: actorIdOf(actor) })
  await audit(trx, actor, { action: 'note_access.suspend', objectType: 'note_suspension', objectId: id }, now)
  return suspensionOf(trx, actor, id)
}

/** @throws not_found, version_stale, suspension_over */
export async function liftSuspension(trx: Trx, actor: Actor, id: string, reason: string, version: number, now: Date): Promise<NoteSuspension> {
  const row = await suspensionForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, version)
  if (!suspensionHolds(row, actor.today)) throw problem('suspension_over')
  await liftSuspensionRow(trx, actor.initiative.id, id, { on: actor.today, reason, by: actorIdOf(actor) })
  await audit(trx, actor, { action: 'note_access.lift', objectType: 'note_suspension', objectId: id }, now)
  return suspensionOf(trx, actor, id)
}

/** What a funder reads of its own commitment: never why it is suspended, nor after what. */
export async function readCommitment(trx: Trx, actor: Actor) {
  return {
    acceptedOn: actor.notesSuspended === true ? null : await commitmentDay(trx, actor.initiative.id, actor.hatId),
    suspensions: await suspensionDays(trx, actor.organizationId, actor.personId),
  }
}
