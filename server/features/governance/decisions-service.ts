import type { Decision, DecisionChange, DecisionInput } from '#shared/governance/decision-contract.ts'
import { isWithinLimit, resultOf, tallyPositions, type DecisionMode, type Position, type Result } from '#shared/governance/decision.ts'
import { lastsOn } from '#shared/governance/leadership.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { isInCircle, mayEdit, mayShow, maySpeakFor } from './access.ts'
import { listBodyRows, listSeatRows, type SeatRow } from './bodies-queries.ts'
import {
  decisionForUpdate,
  insertDecision,
  listDecisionRows,
  listPositionRows,
  removePositions,
  savePosition,
  updateDecision,
  type DecisionRow,
  type PositionRow,
} from './decisions-queries.ts'
import { partnerIdOf, refuseMissing } from './references.ts'

/** Seats of a body that vote on a day. */
const votingSeats = (seats: readonly SeatRow[], bodyId: string, day: string) =>
  seats.filter((seat) => seat.bodyId === bodyId && seat.isVoting && lastsOn(seat, day))

function details(actor: Actor, row: DecisionRow, seats: readonly SeatRow[], taken: readonly PositionRow[]): NonNullable<Decision['details']> {
  const isOpen = row.result === null
  const said = new Map(taken.filter((one) => one.decisionId === row.id).map((one) => [one.seatId, one]))
  // Until the result those who vote today are asked; after it, those who spoke are shown.
  const asked = isOpen ? votingSeats(seats, row.bodyId, actor.today) : seats.filter((seat) => said.has(seat.id))
  const tally = tallyPositions(asked.flatMap((seat) => said.get(seat.id)?.position ?? []))
  return {
    bodyId: row.bodyId,
    bodyNameFr: row.bodyNameFr ?? '',
    bodyNameEn: row.bodyNameEn,
    askedOn: row.askedOn,
    options: row.options,
    fallbackThreshold: row.fallbackThreshold,
    delegateName: row.delegateName,
    delegatePartnerCode: row.delegatePartnerCode,
    delegatePartnerName: row.delegatePartnerName,
    limitText: row.limitText,
    limitAmount: row.limitAmount,
    amount: row.amount,
    votingSeats: row.votingSeats ?? asked.length,
    tally,
    wouldBe: resultOf(row.mode, tally, row.fallbackThreshold),
    positions: (row.mode === 'delegated' ? [] : asked).map((seat) => ({
      seatId: seat.id,
      holderName: seat.holderName,
      partnerCode: seat.partnerCode,
      partnerName: seat.partnerName,
      position: said.get(seat.id)?.position ?? null,
      reason: said.get(seat.id)?.reason ?? null,
      abilities: { take: isOpen && maySpeakFor(actor, seat.partnerId) },
    })),
  }
}

async function shown(trx: Trx, actor: Actor, rows: readonly DecisionRow[], id?: string): Promise<Decision[]> {
  const inCircle = isInCircle(actor)
  const seats = inCircle ? await listSeatRows(trx, actor.initiative.id) : []
  const taken = inCircle ? await listPositionRows(trx, actor.initiative.id, id) : []
  return rows
    .filter((row) => inCircle || row.publishedOn !== null)
    .map((row) => ({
      id: row.id,
      titleFr: row.titleFr,
      titleEn: row.titleEn,
      textFr: row.textFr,
      textEn: row.textEn,
      mode: row.mode,
      result: row.result,
      decidedOn: row.decidedOn,
      publishedOn: row.publishedOn,
      publicOn: row.publicOn,
      details: inCircle ? details(actor, row, seats, taken) : null,
      version: row.version,
      abilities: {
        edit: mayEdit(actor) && row.result === null,
        close: mayEdit(actor) && row.result === null,
        publish: mayEdit(actor) && row.result !== null,
        show: mayShow(actor) && row.result !== null,
      },
    }))
}

/** Decisions for the hat: all for the circle, what is published for funders (row 8). */
export async function listDecisions(trx: Trx, actor: Actor): Promise<Decision[]> {
  return shown(trx, actor, await listDecisionRows(trx, actor.initiative.id))
}

/** @throws not_found */
export async function readDecision(trx: Trx, actor: Actor, id: string): Promise<Decision> {
  const [decision] = await shown(trx, actor, await listDecisionRows(trx, actor.initiative.id, id), id)
  if (decision === undefined) throw problem('not_found')
  return decision
}

/** A delegated decision names who decides, and within which limits (S25). @throws invalid_request */
function requireDelegation(mode: DecisionMode, names: { delegate: string | null; limit: string | null }): void {
  if (mode !== 'delegated') return
  if (names.delegate === null) refuseMissing('delegateName')
  if (names.limit === null) refuseMissing('limitText')
}

const columnsOf = (input: DecisionChange, delegatePartnerId: string | null | undefined) => ({
  title_fr: input.titleFr,
  title_en: input.titleEn,
  text_fr: input.textFr,
  text_en: input.textEn,
  options: input.options,
  mode: input.mode,
  fallback_threshold: input.fallbackThreshold,
  delegate_name: input.delegateName,
  delegate_partner_id: delegatePartnerId,
  limit_text: input.limitText,
  limit_amount: input.limitAmount,
  amount: input.amount,
  asked_on: input.askedOn,
})

/** Puts a decision to a body. @throws unknown_reference, invalid_request (a delegation without delegate or limit) */
export async function addDecision(trx: Trx, actor: Actor, { bodyId, ...input }: DecisionInput, now: Date): Promise<Decision> {
  const body = (await listBodyRows(trx, actor.initiative.id)).find((one) => one.id === bodyId)
  if (body === undefined)
    throw problem('unknown_reference', { field: 'bodyId', value: bodyId }, [
      { pointer: '/bodyId', code: 'unknown_reference', params: { field: 'bodyId', value: bodyId } },
    ])
  const partnerId = await partnerIdOf(trx, actor, input.delegatePartnerCode, 'delegatePartnerCode')
  const mode = input.mode ?? body.decisionMode
  requireDelegation(mode, { delegate: partnerId ?? blankToNull(input.delegateName) ?? null, limit: blankToNull(input.limitText) ?? null })
  const id = await insertDecision(trx, actor.initiative.id, {
    ...columnsOf(input, partnerId),
    body_id: bodyId,
    title_fr: input.titleFr,
    mode,
    fallback_threshold: input.fallbackThreshold ?? body.fallbackThreshold,
    asked_on: input.askedOn ?? actor.today,
  })
  await audit(trx, actor, { action: 'decision.ask', objectType: 'decision', objectId: id, details: { mode } }, now)
  return readDecision(trx, actor, id)
}

/** A decision held until the end of the transaction. @throws not_found, version_stale */
export async function lockDecision(trx: Trx, actor: Actor, id: string, expected?: number) {
  const row = await decisionForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  if (expected !== undefined) requireVersion(row, expected)
  return row
}

/**
 * Before the result, what is asked; after it, only whether funders read it.
 * @throws not_found, version_stale, decision_closed, decision_open (publishing without a result), unknown_reference, invalid_request
 */
export async function changeDecision(
  trx: Trx,
  actor: Actor,
  id: string,
  { published, ...input }: DecisionChange,
  expected: number,
  now: Date,
): Promise<Decision> {
  const row = await lockDecision(trx, actor, id, expected)
  if (row.result !== null && Object.keys(input).length > 0) throw problem('decision_closed')
  if (row.result === null && published === true) throw problem('decision_open')
  const partnerId = await partnerIdOf(trx, actor, input.delegatePartnerCode, 'delegatePartnerCode')
  const delegateName = input.delegateName === undefined ? row.delegateName : (blankToNull(input.delegateName) ?? null)
  requireDelegation(input.mode ?? row.mode, {
    delegate: (partnerId === undefined ? row.delegatePartnerId : partnerId) ?? delegateName,
    limit: input.limitText === undefined ? row.limitText : (blankToNull(input.limitText) ?? null),
  })
  const publishedOn = published === undefined ? undefined : published ? (row.publishedOn ?? actor.today) : null
  await updateDecision(trx, actor.initiative.id, id, { ...columnsOf(input, partnerId), published_on: publishedOn })
  const action = published === undefined ? 'decision.change' : published ? 'decision.publish' : 'decision.unpublish'
  await audit(trx, actor, { action, objectType: 'decision', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readDecision(trx, actor, id)
}

/**
 * Records what a voting seat says, or takes it back. The decision stays locked meanwhile: no position comes after the result.
 * @throws not_found, decision_closed, seat_not_voting, not_allowed (a seat of another partner)
 */
export async function takePosition(
  trx: Trx,
  actor: Actor,
  target: { decisionId: string; seatId: string },
  { position, reason }: { position: Position | null; reason?: string | null | undefined },
  now: Date,
): Promise<Decision> {
  const row = await lockDecision(trx, actor, target.decisionId)
  const seat = (await listSeatRows(trx, actor.initiative.id)).find((one) => one.id === target.seatId)
  if (seat === undefined) throw problem('not_found')
  if (!maySpeakFor(actor, seat.partnerId)) throw problem('not_allowed')
  if (row.result !== null) throw problem('decision_closed')
  const votes = seat.bodyId === row.bodyId && seat.isVoting && lastsOn(seat, actor.today)
  if (!votes || row.mode === 'delegated') throw problem('seat_not_voting')
  if (position === null) await removePositions(trx, actor.initiative.id, row.id, [seat.id])
  else
    await savePosition(trx, actor.initiative.id, {
      decisionId: row.id,
      seatId: seat.id,
      partnerId: seat.partnerId,
      position,
      reason: blankToNull(reason) ?? null,
    })
  await audit(trx, actor, { action: 'decision.position', objectType: 'decision', objectId: row.id, details: { seat: seat.id, position } }, now)
  return readDecision(trx, actor, row.id)
}

/**
 * States the result, from the positions of the seats that vote on that day, or as the delegate decided.
 * @throws not_found, version_stale, decision_closed, date_in_future, dates_reversed, invalid_request (no word of the delegate), delegation_exceeded
 */
export async function closeDecision(
  trx: Trx,
  actor: Actor,
  id: string,
  input: { decidedOn?: string | undefined; delegateResult?: Result | undefined },
  expected: number,
  now: Date,
): Promise<Decision> {
  const row = await lockDecision(trx, actor, id, expected)
  if (row.result !== null) throw problem('decision_closed')
  const decidedOn = input.decidedOn ?? actor.today
  if (decidedOn > actor.today) throw problem('date_in_future', {}, [{ pointer: '/decidedOn', code: 'date_in_future' }])
  if (decidedOn < row.askedOn) throw problem('dates_reversed', {}, [{ pointer: '/decidedOn', code: 'dates_reversed' }])
  const seats = await listSeatRows(trx, actor.initiative.id)
  const asked = votingSeats(seats, row.bodyId, decidedOn)
  const taken = await listPositionRows(trx, actor.initiative.id, id)
  const counted = taken.filter((one) => asked.some((seat) => seat.id === one.seatId))
  const tally = tallyPositions(counted.map((one) => one.position))
  const result = resultOf(row.mode, tally, row.fallbackThreshold) ?? input.delegateResult ?? refuseMissing('delegateResult')
  if (row.mode === 'delegated' && result === 'carried' && !isWithinLimit(row.amount, row.limitAmount))
    throw problem('delegation_exceeded', { limit: row.limitAmount ?? '' })
  // Who no longer votes that day had said something that does not count: it is not kept as if it did.
  const others = row.mode === 'delegated' ? taken : taken.filter((one) => !counted.includes(one))
  await removePositions(
    trx,
    actor.initiative.id,
    id,
    others.map((one) => one.seatId),
  )
  await updateDecision(trx, actor.initiative.id, id, { result, decided_on: decidedOn, voting_seats: asked.length })
  await audit(
    trx,
    actor,
    { action: 'decision.result', objectType: 'decision', objectId: id, details: { result, mode: row.mode, share: tally.share, votingSeats: asked.length } },
    now,
  )
  return readDecision(trx, actor, id)
}
