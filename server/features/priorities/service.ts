import type { PriorityRound, PriorityRoundInput } from '#shared/priorities/contract.ts'
import { resultOf, type Ballot } from '#shared/priorities/order.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { addActivity, listActivities } from '#server/features/activities/service.ts'
import { readPartners } from '#server/features/partners/service.ts'
import { audit } from '#server/platform/audit.ts'
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
  insertRound,
  linkCandidate,
  listCandidateRows,
  listReadableBallots,
  listRoundRows,
  roundForUpdate,
  saveBallot,
} from './queries.ts'

const activePartners = async (trx: Trx, actor: Actor) => readPartners(trx, actor, { on: actor.today })

/** Rounds, newest first: my own ballot while one is open, order, spread and participation once it is closed (S80). */
export async function listRounds(trx: Trx, actor: Actor, id?: string): Promise<PriorityRound[]> {
  const initiativeId = actor.initiative.id
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
export async function readRound(trx: Trx, actor: Actor, id: string): Promise<PriorityRound> {
  const [round] = await listRounds(trx, actor, id)
  if (round === undefined) throw problem('not_found')
  return round
}

/**
 * Opens a round. A candidate is an activity, which keeps its name, or a few words.
 * @throws unknown_reference, invalid_request (a candidate without a name), dates_reversed
 */
export async function openRound(trx: Trx, actor: Actor, input: PriorityRoundInput, now: Date): Promise<PriorityRound> {
  if (input.closesOn < actor.today) throw problem('dates_reversed', {}, [{ pointer: '/closesOn', code: 'dates_reversed' }])
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
  return readRound(trx, actor, id)
}

/**
 * Keeps the one ballot of the actor's partner: scores of candidates of this round, on its criteria.
 * @throws not_found, round_closed, not_allowed (a partner that has left), version_stale, invalid_request
 */
export async function vote(trx: Trx, actor: Actor, id: string, scores: Ballot, expected: number, now: Date): Promise<PriorityRound> {
  const initiativeId = actor.initiative.id
  const row = await roundForUpdate(trx, initiativeId, id)
  if (row === undefined) throw problem('not_found')
  const round = await readRound(trx, actor, id)
  if (row.state === 'closed') throw problem('round_closed')
  if (!round.abilities.vote || actor.partnerId === null) throw problem('not_allowed')
  requireVersion({ version: await ballotVersion(trx, initiativeId, id, actor.partnerId) }, expected)
  const known = new Set(round.candidates.map((candidate) => candidate.id))
  for (const [candidate, list] of Object.entries(scores))
    if (!known.has(candidate) || list.length !== row.criteria.length) throw problem('invalid_request', {}, [{ pointer: '/scores', code: 'unknown_candidate' }])
  await saveBallot(trx, initiativeId, id, actor.partnerId, scores)
  // What it voted is nowhere but in its ballot. Of a secret round not even who voted: ballots that all agree would then tell each.
  await audit(trx, actor, { action: 'priorities.vote', objectType: 'priority_round', objectId: id, anonymous: !row.isNamed }, now)
  return readRound(trx, actor, id)
}

/** Closes a round: order, spread and participation are computed now and never again. @throws not_found, round_closed, version_stale */
export async function close(trx: Trx, actor: Actor, id: string, expected: number, now: Date): Promise<PriorityRound> {
  const initiativeId = actor.initiative.id
  const row = await roundForUpdate(trx, initiativeId, id)
  if (row === undefined) throw problem('not_found')
  if (row.state === 'closed') throw problem('round_closed')
  requireVersion(row, expected)
  const candidates = (await listCandidateRows(trx, initiativeId)).filter(({ roundId }) => roundId === id).map((candidate) => candidate.id)
  const ballots = await ballotsToCount(trx, initiativeId, id)
  const result = resultOf(candidates, ballots, (await activePartners(trx, actor)).length, row.isNamed)
  await closeRound(trx, initiativeId, id, row.isNamed, actor.today, result)
  await audit(trx, actor, { action: 'priorities.close', objectType: 'priority_round', objectId: id, details: { ballots: result.ballots } }, now)
  return readRound(trx, actor, id)
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
  return readRound(trx, actor, id)
}
