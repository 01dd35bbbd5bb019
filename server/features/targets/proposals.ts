import { randomUUID } from 'node:crypto'
import { BaselineInput, TargetPointInput } from '#shared/indicators/points.ts'
import type { IndicatorDetail } from '#shared/indicators/shapes.ts'
import type { ProposalInput, TargetProposal } from '#shared/targets/contract.ts'
import { z } from 'zod'
import { readIndicator, versionsOf } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayApprove, requireLead } from './access.ts'
import { checkBaselines, saveBaselines } from './baselines.ts'
import { checkTargets, saveTargets } from './points.ts'
import { answerProposalRow, insertProposal, listProposals, listWaiting, proposalForUpdate, type ProposalRow } from './proposal-queries.ts'

type Decided = Pick<z.output<typeof TargetPointInput>, 'decision' | 'decidedBy' | 'decidedOn'>
const Baselines = z.array(BaselineInput)
const Points = z.array(TargetPointInput)

const isMine = (actor: Actor, row: { proposerId: string | null; partnerId: string | null }) =>
  row.proposerId === actor.userId && row.partnerId === (actor.role === 'backbone' ? null : actor.partnerId)

function toProposal(actor: Actor, { items, proposerId, partnerId, ...row }: ProposalRow): TargetProposal {
  const isOpen = row.state === 'proposed'
  return {
    ...row,
    baselines: row.kind === 'baselines' ? Baselines.parse(items) : [],
    points: row.kind === 'targets' ? Points.parse(items) : [],
    abilities: { answer: isOpen && mayApprove(actor), withdraw: isOpen && isMine(actor, { proposerId, partnerId }) },
  }
}

async function indicatorIdOf(trx: Trx, actor: Actor, code: string): Promise<string> {
  const [version] = await versionsOf(trx, actor.initiative.id, [code])
  if (version === undefined) throw problem('not_found')
  return version.indicatorId
}

/** Proposed baselines and targets of an indicator, open ones first. @throws not_found */
export async function readProposals(trx: Trx, actor: Actor, code: string): Promise<TargetProposal[]> {
  const rows = await listProposals(trx, actor.initiative.id, await indicatorIdOf(trx, actor, code))
  return rows.map((row) => toProposal(actor, row))
}

/** Indicators whose proposals or comments wait for an answer. */
export function readWaiting(trx: Trx, actor: Actor) {
  return listWaiting(trx, actor.initiative.id)
}

async function readProposal(trx: Trx, actor: Actor, code: string, id: string): Promise<TargetProposal> {
  const [row] = await listProposals(trx, actor.initiative.id, await indicatorIdOf(trx, actor, code), id)
  if (row === undefined) throw problem('not_found')
  return toProposal(actor, row)
}

/**
 * Proposes baselines or targets: they are checked now and act when a lead approves (domain 5, row 15).
 * @throws not_found, and what saving them would
 */
export async function propose(trx: Trx, actor: Actor, now: Date, code: string, input: ProposalInput): Promise<TargetProposal> {
  const items = input.kind === 'baselines' ? input.baselines : input.points
  const version =
    input.kind === 'baselines'
      ? await checkBaselines(trx, actor, code, { items: input.baselines, versionNumber: input.versionNumber })
      : await checkTargets(trx, actor, code, { items: input.points, versionNumber: input.versionNumber })
  const id = randomUUID()
  await insertProposal(trx, actor.initiative.id, {
    id,
    versionId: version.id,
    kind: input.kind,
    items,
    reasonFr: input.reasonFr,
    reasonEn: input.reasonEn ?? null,
    decision: input.decision ?? null,
    decidedBy: input.decidedBy ?? null,
    decidedOn: input.decidedOn ?? null,
    partnerId: actor.role === 'backbone' ? null : actor.partnerId,
    proposedBy: actorIdOf(actor),
    on: actor.today,
  })
  await audit(
    trx,
    actor,
    { action: 'targets.propose', objectType: 'target_proposal', objectId: id, details: { code, versionNumber: version.number, kind: input.kind } },
    now,
  )
  return readProposal(trx, actor, code, id)
}

async function openProposal(trx: Trx, actor: Actor, code: string, id: string, ifMatch: number): Promise<TargetProposal & { isMine: boolean }> {
  const proposal = await readProposal(trx, actor, code, id)
  const row = await proposalForUpdate(trx, actor.initiative.id, id)
  // Read, yet not locked: row level security keeps what others proposed from a partner's hand.
  if (row === undefined) throw problem('not_allowed')
  if (row.state !== 'proposed') throw problem('proposal_answered', { state: row.state })
  requireVersion(row, ifMatch)
  return { ...proposal, isMine: isMine(actor, row) }
}

/**
 * Approves a proposal, which makes it act with its reason and decision, or declines it.
 * @throws not_found, not_allowed (not a lead), proposal_answered, version_stale, and what saving it would
 */
export async function answerProposal(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  id: string,
  input: { state: 'approved' | 'declined'; answer?: string | null | undefined },
  ifMatch: number,
): Promise<IndicatorDetail> {
  requireLead(actor)
  const { kind, versionNumber, reasonFr, reasonEn, decision, decidedBy, decidedOn, baselines, points } = await openProposal(trx, actor, code, id, ifMatch)
  await answerProposalRow(trx, actor.initiative.id, id, { state: input.state, by: actorIdOf(actor), on: actor.today, text: input.answer || null })
  if (input.state === 'approved') {
    const why = { reasonFr, reasonEn, versionNumber }
    const decided = <Item extends Decided>(item: Item) => ({
      ...item,
      decision: item.decision ?? decision,
      decidedBy: item.decidedBy ?? decidedBy,
      decidedOn: item.decidedOn ?? decidedOn,
    })
    if (kind === 'baselines') await saveBaselines(trx, actor, now, code, { items: baselines.map(decided), ...why })
    else await saveTargets(trx, actor, now, code, { items: points.map(decided), ...why })
  }
  await audit(
    trx,
    actor,
    { action: `targets.${input.state === 'approved' ? 'approve' : 'decline'}`, objectType: 'target_proposal', objectId: id, details: { code, kind } },
    now,
  )
  return readIndicator(trx, actor, code)
}

/** Takes one's own open proposal back. @throws not_found, not_allowed (somebody else's), proposal_answered, version_stale */
export async function withdrawProposal(trx: Trx, actor: Actor, now: Date, code: string, id: string, ifMatch: number): Promise<TargetProposal> {
  const proposal = await openProposal(trx, actor, code, id, ifMatch)
  if (!proposal.isMine) throw problem('not_allowed')
  await answerProposalRow(trx, actor.initiative.id, id, { state: 'withdrawn', by: actorIdOf(actor), on: actor.today, text: null })
  await audit(trx, actor, { action: 'targets.withdraw', objectType: 'target_proposal', objectId: id, details: { code, kind: proposal.kind } }, now)
  return readProposal(trx, actor, code, id)
}
