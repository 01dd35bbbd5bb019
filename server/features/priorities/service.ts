import type { PriorityRound, PriorityRoundInput } from '#shared/priorities/contract.ts'
import { resultOf, type Ballot } from '#shared/priorities/order.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { closingDay, hasPassed, isOver } from '#shared/values/last-day.ts'
import { addActivity, listActivities } from '#server/features/activities/service.ts'
import { readPartners } from '#server/features/partners/service.ts'
import { audit, NOBODY, type Doer } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { abilitiesOf } from './access.ts'
import {
  ballotsToCount,
  ballotVersion,
  closeRound,
  countBallots,
  countPartners,
  insertRound,
  linkCandidate,
  listCandidateRows,
  listReadableBallots,
  listRoundRows,
  moveClosing,
  overdueRounds,
  roundForUpdate,
  saveBallot,
  type HeldRound,
} from './queries.ts'

const activePartners = async (trx: Trx, actor: Actor) => readPartners(trx, actor, { on: actor.today })

/** Rounds, newest first: my own ballot while one is open, order, spread and participation once it is closed (S80). */
export async function listRounds(trx: Trx, actor: Actor, now: Date, id?: string): Promise<PriorityRound[]> {
  const initiativeId = actor.initiative.id
  await closeOverdue(trx, initiativeId, actor.today, now)
  const rows = await listRoundRows(trx, initiativeId, id)
  const candidates = await listCandidateRows(trx, initiativeId)
  const counts = await countBallots(trx, initiativeId)
  const ballots = await listReadableBallots(trx, initiativeId)
  const partners = await activePartners(trx, actor)
  const isActive = partners.some((partner) => partner.id === actor.partnerId)
  return rows.map((row) => {
    const mine = ballots.find(({ roundId, partnerId }) => roundId === row.id && partnerId === actor.partnerId)
    return {
      ...row,
      result: row.result === null ? null : { ...row.result, order: row.result.order === null ? null : [...row.result.order] },
      candidates: candidates.filter(({ roundId }) => roundId === row.id).map(({ roundId: _round, ...candidate }) => candidate),
      ballots: row.result?.ballots ?? counts.get(row.id) ?? 0,
      partners: row.result?.partners ?? partners.length,
      own: row.state === 'open' && mine !== undefined ? { scores: mine.scores, version: mine.version } : null,
      named: ballots
        .filter(({ roundId, isTold }) => roundId === row.id && isTold)
        .map(({ code, name, scores }) => ({ partnerCode: code, partnerName: name, scores })),
      abilities: abilitiesOf(actor, row, isActive),
    }
  })
}

/** @throws not_found */
export async function readRound(trx: Trx, actor: Actor, id: string, now: Date): Promise<PriorityRound> {
  const [round] = await listRounds(trx, actor, now, id)
  if (round === undefined) throw problem('not_found')
  return round
}

/** @throws day_passed */
function requireDay(actor: Actor, closesOn: string): void {
  if (hasPassed({ closesOn }, actor.today)) throw problem('day_passed', {}, [{ pointer: '/closesOn', code: 'day_passed' }])
}

/**
 * Opens a round. A candidate is an activity, which keeps its name, or a few words.
 * @throws unknown_reference, invalid_request (a candidate without a name), day_passed
 */
export async function openRound(trx: Trx, actor: Actor, input: PriorityRoundInput, now: Date): Promise<PriorityRound> {
  requireDay(actor, input.closesOn)
  const activities = await listActivities(trx, actor)
  const candidates = input.candidates.map(({ name, activityId = null }) => {
    const activity = activities.find(({ id }) => id === activityId)
    if (activityId !== null && activity === undefined) {
      const params = { field: 'candidates', value: activityId }
      throw problem('unknown_reference', params, [{ pointer: '/candidates', code: 'unknown_reference', params }])
    }
    const words = blankToNull(name) ?? activity?.nameFr
    if (words === undefined) throw problem('invalid_request', {}, [{ pointer: '/candidates', code: 'name_missing' }])
    return { name: words, activity_id: activityId }
  })
  const id = await insertRound(
    trx,
    actor.initiative.id,
    { title: input.title, criteria: input.criteria, is_named: input.isNamed, closes_on: input.closesOn },
    candidates,
  )
  await audit(trx, actor, { action: 'priorities.open', objectType: 'priority_round', objectId: id, details: { isNamed: input.isNamed } }, now)
  return readRound(trx, actor, id, now)
}

/**
 * Keeps the one ballot of the actor's partner: scores of candidates of this round, on its criteria.
 * @throws not_found, round_closed, not_allowed (a partner that has left), version_stale, invalid_request
 */
export async function vote(trx: Trx, actor: Actor, id: string, scores: Ballot, expected: number, now: Date): Promise<PriorityRound> {
  const initiativeId = actor.initiative.id
  const row = await roundForUpdate(trx, initiativeId, id)
  if (row === undefined) throw problem('not_found')
  const round = await readRound(trx, actor, id, now)
  if (isOver(row, actor.today)) throw problem('round_closed')
  if (!round.abilities.vote || actor.partnerId === null) throw problem('not_allowed')
  requireVersion({ version: await ballotVersion(trx, initiativeId, id, actor.partnerId) }, expected)
  const known = new Set(round.candidates.map((candidate) => candidate.id))
  for (const [candidate, list] of Object.entries(scores))
    if (!known.has(candidate) || list.length !== row.criteria.length) throw problem('invalid_request', {}, [{ pointer: '/scores', code: 'unknown_candidate' }])
  await saveBallot(trx, initiativeId, id, actor.partnerId, scores)
  // What it voted is nowhere but in its ballot. Of a secret round not even who voted: ballots that all agree would then tell each.
  await audit(trx, actor, { action: 'priorities.vote', objectType: 'priority_round', objectId: id, anonymous: !row.isNamed }, now)
  return readRound(trx, actor, id, now)
}

/** Closes an open round, whose row is held: order, spread and participation are computed now and never again, as of its last day once that has passed. */
async function endRound(trx: Trx, doer: Doer, row: HeldRound, today: string, now: Date): Promise<void> {
  const { id: initiativeId } = doer.initiative
  const day = closingDay(row, today)
  const candidates = (await listCandidateRows(trx, initiativeId)).filter(({ roundId }) => roundId === row.id).map((candidate) => candidate.id)
  const ballots = await ballotsToCount(trx, initiativeId, row.id)
  const result = resultOf(candidates, ballots, await countPartners(trx, initiativeId, day), row.isNamed)
  await closeRound(trx, initiativeId, row.id, row.isNamed, day, result)
  const details = { ballots: result.ballots, ...(hasPassed(row, today) ? { dayPassed: true } : {}) }
  await audit(trx, doer, { action: 'priorities.close', objectType: 'priority_round', objectId: row.id, details }, now)
}

/** Closes the rounds whose last day has passed, by whoever reads them first, and by the server's own round when nobody looks. */
export async function closeOverdue(trx: Trx, initiativeId: string, today: string, now: Date): Promise<void> {
  for (const id of await overdueRounds(trx, initiativeId, today)) {
    // Held now: it may have been closed, or its day moved, while this one waited.
    const row = await roundForUpdate(trx, initiativeId, id)
    if (row?.state === 'open' && hasPassed(row, today)) await endRound(trx, { ...NOBODY, initiative: { id: initiativeId } }, row, today, now)
  }
}

/** Closes a round by hand. @throws not_found, round_closed, version_stale */
export async function close(trx: Trx, actor: Actor, id: string, expected: number, now: Date): Promise<PriorityRound> {
  const row = await roundForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  if (row.state === 'closed') throw problem('round_closed')
  requireVersion(row, expected)
  await endRound(trx, actor, row, actor.today, now)
  return readRound(trx, actor, id, now)
}

/** Moves the last day of a round that is open, later or sooner. @throws not_found, round_closed, version_stale, day_passed */
export async function moveDay(trx: Trx, actor: Actor, id: string, closesOn: string, expected: number, now: Date): Promise<PriorityRound> {
  const row = await roundForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  if (isOver(row, actor.today)) throw problem('round_closed')
  requireVersion(row, expected)
  requireDay(actor, closesOn)
  await moveClosing(trx, actor.initiative.id, id, closesOn)
  const details = { from: row.closesOn, to: closesOn }
  await audit(trx, actor, { action: 'priorities.move_day', objectType: 'priority_round', objectId: id, details }, now)
  return readRound(trx, actor, id, now)
}

/**
 * Links a candidate of a closed round to the activity that comes of it; without one, an activity of its name is planned.
 * @throws not_found, round_open, unknown_reference
 */
export async function link(trx: Trx, actor: Actor, id: string, candidateId: string, activityId: string | null, now: Date): Promise<PriorityRound> {
  const row = await roundForUpdate(trx, actor.initiative.id, id)
  const candidate = (await listCandidateRows(trx, actor.initiative.id)).find((one) => one.roundId === id && one.id === candidateId)
  if (row === undefined || candidate === undefined) throw problem('not_found')
  if (row.state === 'open') throw problem('round_open')
  if (activityId !== null && !(await listActivities(trx, actor, { id: activityId })).some((activity) => activity.id === activityId)) {
    const params = { field: 'activityId', value: activityId }
    throw problem('unknown_reference', params, [{ pointer: '/activityId', code: 'unknown_reference', params }])
  }
  const linked = activityId ?? (await addActivity(trx, actor, { nameFr: candidate.name }, now)).id
  await linkCandidate(trx, actor.initiative.id, id, candidateId, linked)
  await audit(trx, actor, { action: 'priorities.link', objectType: 'priority_round', objectId: id, details: { candidate: candidateId, activity: linked } }, now)
  return readRound(trx, actor, id, now)
}
