import { agendaGaps, endorsementRate } from '#shared/conditions/agenda.ts'
import type { AgendaVersion, AgendaVersionChange, AgendaVersionInput, Endorsement } from '#shared/conditions/contract.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { isInCircle, mayAnswer, mayDecide, mayDraft, practiceRefuses } from './access.ts'
import {
  agendaVersionForUpdate,
  askPartners,
  endorsementForUpdate,
  insertAgendaVersion,
  listAgendaVersions,
  listEndorsements,
  updateAgendaVersion,
  updateEndorsement,
  type AgendaRow,
  type EndorsementRow,
} from './agenda-queries.ts'
import { listPartnerNames } from './references-queries.ts'

const partsOf = (row: AgendaRow) => ({
  problemStatement: row.problemStatementFr ?? row.problemStatementEn,
  principles: row.principlesFr ?? row.principlesEn,
  approach: row.approachFr ?? row.approachEn,
})

function shownAnswer(actor: Actor, row: EndorsementRow, isCurrent: boolean): Endorsement {
  const { agendaId: _agenda, partnerId, ...answer } = row
  return { ...answer, abilities: { answer: isCurrent && mayAnswer(actor, partnerId) } }
}

function shown(actor: Actor, row: AgendaRow, answers: readonly EndorsementRow[], currentId: string | undefined): AgendaVersion {
  const own = answers.filter((answer) => answer.agendaId === row.id)
  const isCurrent = row.id === currentId
  return {
    ...row,
    isCurrent,
    missing: agendaGaps(partsOf(row)),
    endorsements: endorsementRate(own.map((answer) => answer.state)),
    answers: isInCircle(actor) ? own.map((answer) => shownAnswer(actor, answer, isCurrent)) : null,
    abilities: {
      edit: row.publishedOn === null && mayDraft(actor),
      publish: row.publishedOn === null && mayDecide(actor),
      anyway: !practiceRefuses(actor, true),
    },
  }
}

/** Agenda versions for the hat, newest first; earlier ones keep their answers (S04). */
export async function listAgenda(trx: Trx, actor: Actor): Promise<AgendaVersion[]> {
  const rows = (await listAgendaVersions(trx, actor.initiative.id)).filter((row) => isInCircle(actor) || row.publishedOn !== null)
  const list = () => listEndorsements(trx, actor.initiative.id)
  // A funder reads the rate alone: who answered what stays behind its wall.
  const answers = isInCircle(actor) ? await list() : await withPurpose(trx, 'maintenance', list)
  const currentId = rows.find((row) => row.publishedOn !== null)?.id
  return rows.map((row) => shown(actor, row, answers, currentId))
}

/** @throws not_found */
export async function readAgenda(trx: Trx, actor: Actor, id: string): Promise<AgendaVersion> {
  const found = (await listAgenda(trx, actor)).find((version) => version.id === id)
  if (found === undefined) throw problem('not_found')
  return found
}

/** @throws already_exists when a draft waits already */
export async function draftAgenda(trx: Trx, actor: Actor, input: AgendaVersionInput, now: Date): Promise<AgendaVersion> {
  const rows = await listAgendaVersions(trx, actor.initiative.id)
  if (rows.some((row) => row.publishedOn === null)) throw problem('already_exists', { field: 'draft' })
  const id = await insertAgendaVersion(trx, actor.initiative.id, input)
  await audit(trx, actor, { action: 'agenda.draft', objectType: 'agenda_version', objectId: id }, now)
  return readAgenda(trx, actor, id)
}

async function lockDraft(trx: Trx, actor: Actor, id: string, expected: number): Promise<AgendaRow> {
  const row = await agendaVersionForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  if (row.publishedOn !== null) throw problem('agenda_published')
  return row
}

/** @throws not_found, version_stale, agenda_published */
export async function changeAgenda(trx: Trx, actor: Actor, id: string, input: AgendaVersionChange, expected: number, now: Date): Promise<AgendaVersion> {
  await lockDraft(trx, actor, id, expected)
  await updateAgendaVersion(trx, actor.initiative.id, id, input)
  await audit(trx, actor, { action: 'agenda.change', objectType: 'agenda_version', objectId: id }, now)
  return readAgenda(trx, actor, id)
}

/**
 * Publishes a draft: every partner of the day is asked anew, earlier answers stay with their version (S04).
 * @throws not_found, version_stale, agenda_published, agenda_incomplete (advice in an informal initiative)
 */
export async function publishAgenda(trx: Trx, actor: Actor, id: string, { anyway }: { anyway: boolean }, expected: number, now: Date): Promise<AgendaVersion> {
  const row = await lockDraft(trx, actor, id, expected)
  const missing = agendaGaps(partsOf(row))
  if (missing.length > 0 && practiceRefuses(actor, anyway)) throw problem('agenda_incomplete', { missing })
  await updateAgendaVersion(trx, actor.initiative.id, id, { publishedOn: actor.today })
  const asked = await askPartners(trx, actor.initiative.id, id, actor.today)
  await audit(trx, actor, { action: 'agenda.publish', objectType: 'agenda_version', objectId: id, details: { number: row.number, asked, missing } }, now)
  return readAgenda(trx, actor, id)
}

/**
 * A partner's answer to the current version.
 * @throws not_found, not_allowed (another partner's answer), agenda_not_current, version_stale, invalid_request (reservations without a text)
 */
export async function answerAgenda(
  trx: Trx,
  actor: Actor,
  target: { agendaId: string; partner: string },
  answer: { state: Endorsement['state']; reservations?: string | null | undefined },
  expected: number,
  now: Date,
): Promise<Endorsement> {
  const initiativeId = actor.initiative.id
  const rows = await listAgendaVersions(trx, initiativeId)
  const partner = (await listPartnerNames(trx, initiativeId, actor.today)).find((one) => one.code === target.partner)
  if (partner === undefined || !rows.some((row) => row.id === target.agendaId)) throw problem('not_found')
  if (!mayAnswer(actor, partner.id)) throw problem('not_allowed')
  if (rows.find((row) => row.publishedOn !== null)?.id !== target.agendaId) throw problem('agenda_not_current')
  const before = await endorsementForUpdate(trx, initiativeId, target.agendaId, partner.id)
  if (before === undefined) throw problem('not_found')
  requireVersion(before, expected)
  const reservations = answer.state === 'reservations' ? (blankToNull(answer.reservations) ?? null) : null
  if (answer.state === 'reservations' && reservations === null) throw problem('invalid_request', {}, [{ pointer: '/reservations', code: 'required' }])
  const recordedOnBehalf = actor.role === 'backbone' && actor.partnerId !== partner.id && answer.state !== 'asked'
  await updateEndorsement(trx, initiativeId, target.agendaId, partner.id, {
    state: answer.state,
    reservations,
    answeredOn: answer.state === 'asked' ? null : actor.today,
    recordedOnBehalf,
  })
  await audit(
    trx,
    actor,
    {
      action: 'agenda.answer',
      objectType: 'endorsement',
      objectId: target.agendaId,
      details: { partner: partner.code, from: before.state, to: answer.state, recordedOnBehalf },
    },
    now,
  )
  const after = (await listEndorsements(trx, initiativeId)).find((one) => one.agendaId === target.agendaId && one.partnerId === partner.id)
  return shownAnswer(actor, after as EndorsementRow, true)
}
