import { meetingState } from '#shared/meetings/agenda-time.ts'
import type { AgendaProposal, AgendaProposalAnswer, AgendaProposalInput } from '#shared/meetings/proposal-contract.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { momentOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { answerProposalRow, appendAgendaItem, insertProposal, listProposalRows, proposalForUpdate } from './proposals-queries.ts'
import { listMeetingRows, meetingForUpdate, updateMeeting } from './queries.ts'

/** Longest name that presents a point. */
const PRESENTER = 120

/** Points proposed for a meeting: all of them for the backbone, one's own partner's for everybody else. */
export async function listProposals(trx: Trx, actor: Actor, filter: { meetingId?: string; id?: string }): Promise<AgendaProposal[]> {
  if (actor.role === 'funder') return []
  const rows = await listProposalRows(trx, actor.initiative.id, { ...filter, ...(actor.role === 'backbone' ? {} : { partnerId: actor.partnerId }) })
  return rows.map((row) => ({ ...row, abilities: { answer: actor.role === 'backbone' && row.state === 'proposed' } }))
}

/** The meeting, locked and still to come. @throws not_found, meeting_not_coming */
async function requireComing(trx: Trx, actor: Actor, meetingId: string, now: Date): Promise<void> {
  const { id, timeZone } = actor.initiative
  if ((await meetingForUpdate(trx, id, meetingId)) === undefined) throw problem('not_found')
  const [row] = await listMeetingRows(trx, id, timeZone, { id: meetingId })
  if (row === undefined || meetingState(row, momentOf(actor, now).toISOString()) !== 'coming') throw problem('meeting_not_coming')
}

/** @throws not_found, meeting_not_coming, not_allowed (a hat of no partner) */
export async function proposeItem(trx: Trx, actor: Actor, meetingId: string, input: AgendaProposalInput, now: Date): Promise<AgendaProposal> {
  await requireComing(trx, actor, meetingId, now)
  if (actor.partnerId === null) throw problem('not_allowed')
  const id = await insertProposal(trx, actor.initiative.id, {
    meeting_id: meetingId,
    partner_id: actor.partnerId,
    person_id: actor.personId,
    title: input.title,
    why: input.why,
    minutes: input.minutes ?? null,
    proposed_on: actor.today,
  })
  await audit(trx, actor, { action: 'agenda_proposal.add', objectType: 'agenda_proposal', objectId: id, details: { meetingId } }, now)
  return (await listProposals(trx, actor, { id }))[0] as AgendaProposal
}

/**
 * What is accepted joins the agenda as its last point, presented by the partner; what is declined says why.
 * @throws not_found, version_stale, proposal_answered, meeting_not_coming (accepting), invalid_request (declining without a word)
 */
export async function answerProposal(trx: Trx, actor: Actor, id: string, input: AgendaProposalAnswer, expected: number, now: Date): Promise<AgendaProposal> {
  const initiativeId = actor.initiative.id
  const row = await proposalForUpdate(trx, initiativeId, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  if (row.state !== 'proposed') throw problem('proposal_answered', { state: row.state })
  const answer = blankToNull(input.answer) ?? null
  if (!input.accepted && answer === null) throw problem('invalid_request', {}, [{ pointer: '/answer', code: 'required' }])
  const [proposal] = await listProposals(trx, actor, { id })
  if (input.accepted && proposal !== undefined) {
    await requireComing(trx, actor, row.meetingId, now)
    const { title, minutes, partnerName } = proposal
    await appendAgendaItem(trx, initiativeId, row.meetingId, { title, minutes, presenter: partnerName.slice(0, PRESENTER) })
    // Whoever is changing the agenda meanwhile is told so.
    await updateMeeting(trx, initiativeId, actor.initiative.timeZone, row.meetingId, {})
  }
  await answerProposalRow(trx, initiativeId, id, { state: input.accepted ? 'accepted' : 'declined', answer, answered_on: actor.today })
  const action = input.accepted ? 'agenda_proposal.accept' : 'agenda_proposal.decline'
  await audit(trx, actor, { action, objectType: 'agenda_proposal', objectId: id, details: { meetingId: row.meetingId } }, now)
  return (await listProposals(trx, actor, { id }))[0] as AgendaProposal
}
