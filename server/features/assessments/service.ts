import { randomBytes } from 'node:crypto'
import { MIN_ACTIVE_PARTNERS, showsComments } from '#shared/assessments/anonymity.ts'
import { forFunders } from '#shared/assessments/group-figures.ts'
import { currentInstrument, instrumentOf } from '#shared/assessments/instruments.ts'
import type { InstrumentKey, Phase } from '#shared/assessments/instrument.ts'
import { hasTwins, takesParties } from '#shared/assessments/parties.ts'
import type { AssessmentComment, Round, RoundInput, RoundResult } from '#shared/assessments/shapes.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { hasPassed, isOver } from '#shared/values/last-day.ts'
import { addActivity } from '#server/features/activities/service.ts'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { abilitiesOf } from './access.ts'
import { insertSecret } from './answering-queries.ts'
import { closeOverdue, endRound } from './closing.ts'
import { insertParties } from './parties-queries.ts'
import {
  commentForUpdate,
  hasOpenRound,
  insertRound,
  listAgreements,
  listComments,
  listPartners,
  listResultRows,
  listRoundRows,
  listShares,
  moveClosing,
  phaseOf,
  standingOfProject,
  reopenRound,
  replaceShare,
  roundForUpdate,
  saveAgreement,
  updateComment,
  type ListedRound,
  type RoundRow,
} from './queries.ts'

/** 256 bits: nobody finds a token by trying partners without it. */
const SECRET_BYTES = 32
const newSecret = () => randomBytes(SECRET_BYTES).toString('base64url')

const toRound = (actor: Actor, row: ListedRound): Round => ({ ...row, parties: [...row.parties], abilities: abilitiesOf(actor, row) })

/** Rounds of every instrument, newest first. */
export async function listRounds(trx: Trx, actor: Actor, now: Date): Promise<Round[]> {
  await closeOverdue(trx, actor.initiative.id, actor.today, now)
  return (await listRoundRows(trx, actor.initiative.id)).map((row) => toRound(actor, row))
}

/** @throws not_found */
export async function readRound(trx: Trx, actor: Actor, id: string, now: Date): Promise<Round> {
  await closeOverdue(trx, actor.initiative.id, actor.today, now)
  return presentRound(trx, actor, id)
}

async function presentRound(trx: Trx, actor: Actor, id: string): Promise<Round> {
  const [row] = await listRoundRows(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  return toRound(actor, row)
}

/** A round, locked. @throws not_found */
export async function holdRound(trx: Trx, actor: Actor, id: string): Promise<RoundRow> {
  const row = await roundForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  return row
}

/** A last day that can be kept: not before the round opens, nor past. @throws dates_reversed, day_passed */
function requireDay(actor: Actor, opensOn: string, closesOn: string): void {
  if (closesOn < opensOn) throw problem('dates_reversed', {}, [{ pointer: '/closesOn', code: 'dates_reversed' }])
  if (hasPassed({ closesOn }, actor.today)) throw problem('day_passed', {}, [{ pointer: '/closesOn', code: 'day_passed' }])
}

/**
 * A diagnostic of a partnership needs a precise, dated project with means (domain 2.3): an informal initiative is told so, and may go on.
 * @throws diagnostic_too_early with what is missing
 */
async function requireProject(trx: Trx, actor: Actor, anyway: boolean): Promise<void> {
  if (anyway && actor.initiative.form === 'informal') return
  const { goal, means } = await standingOfProject(trx, actor.initiative.id)
  const missing = [...(goal ? [] : ['goal']), ...(means ? [] : ['means'])]
  if (missing.length > 0) throw problem('diagnostic_too_early', { missing }, [{ pointer: '/instrument', code: 'diagnostic_too_early', params: { missing } }])
}

/**
 * Opens a round, in the phase that the initiative is in unless told (the demo's past). Fewer than five active partners fill one sheet together: each would be recognised.
 * Mobilisation is asked of one stage (S61). A diagnostic in consensus may have parties, each with a sheet of its own.
 * @throws already_exists (one open round an instrument; two parties of one name), round_mode_refused, too_few_partners, dates_reversed, day_passed, invalid_request (no stage), diagnostic_too_early
 */
export async function openRound(trx: Trx, actor: Actor, { anyway = false, ...input }: RoundInput, now: Date, phase?: Phase): Promise<Round> {
  const instrument = currentInstrument(input.instrument)
  const initiativeId = actor.initiative.id
  const mayDivide = input.mode === 'anonymous' && (instrument.unit === 'partner' || input.instrument === 'partnership_diagnostic')
  if (!instrument.modes.includes(input.mode) || (input.breakdown !== 'none' && !mayDivide))
    throw problem('round_mode_refused', {}, [{ pointer: input.breakdown === 'none' ? '/mode' : '/breakdown', code: 'round_mode_refused' }])
  const isOfStage = input.instrument === 'mobilisation_factors'
  if (isOfStage && input.stage == null) throw problem('invalid_request', {}, [{ pointer: '/stage', code: 'required' }])
  requireDay(actor, input.opensOn, input.closesOn)
  const parties = input.parties ?? []
  if (parties.length > 0 && !takesParties(input.instrument, input.mode))
    throw problem('round_mode_refused', {}, [{ pointer: '/parties', code: 'round_mode_refused' }])
  if (hasTwins(parties)) throw problem('already_exists', { field: 'parties' }, [{ pointer: '/parties', code: 'already_exists' }])
  await closeOverdue(trx, initiativeId, actor.today, now)
  if (await hasOpenRound(trx, initiativeId, input.instrument)) throw problem('already_exists', { field: 'instrument' })
  if (input.mode !== 'group_consensus' && (await listPartners(trx, initiativeId, actor.today)).length < MIN_ACTIVE_PARTNERS)
    throw problem('too_few_partners', { minimum: MIN_ACTIVE_PARTNERS }, [
      { pointer: '/mode', code: 'too_few_partners', params: { minimum: MIN_ACTIVE_PARTNERS } },
    ])
  if (input.instrument === 'partnership_diagnostic') await requireProject(trx, actor, anyway)
  const id = await insertRound(trx, initiativeId, {
    ...input,
    stage: isOfStage ? input.stage : null,
    instrumentVersion: instrument.version,
    phase: phase ?? (await phaseOf(trx, initiativeId)),
  })
  if (input.mode === 'anonymous') await withPurpose(trx, 'maintenance', () => insertSecret(trx, initiativeId, id, newSecret()))
  if (parties.length > 0) await insertParties(trx, initiativeId, id, parties)
  const details = { instrument: input.instrument, mode: input.mode, ...(parties.length === 0 ? {} : { parties: parties.length }) }
  await audit(trx, actor, { action: 'assessment.open', objectType: 'assessment_round', objectId: id, details }, now)
  return presentRound(trx, actor, id)
}

/**
 * Reopens an anonymous round for partners that have not answered, under a secret of its own.
 * @throws not_found, version_stale, round_closed (it is open, or has no links to reopen), already_exists, dates_reversed, day_passed
 */
export async function reopen(trx: Trx, actor: Actor, id: string, closesOn: string, expected: number, now: Date): Promise<Round> {
  const row = await holdRound(trx, actor, id)
  requireVersion(row, expected)
  if (row.state === 'open' || row.mode !== 'anonymous') throw problem('round_not_reopened')
  requireDay(actor, row.opensOn, closesOn)
  await closeOverdue(trx, actor.initiative.id, actor.today, now)
  if (await hasOpenRound(trx, actor.initiative.id, row.instrument)) throw problem('already_exists', { field: 'instrument' })
  await reopenRound(trx, actor.initiative.id, id, closesOn)
  await withPurpose(trx, 'maintenance', () => insertSecret(trx, actor.initiative.id, id, newSecret()))
  await audit(trx, actor, { action: 'assessment.reopen', objectType: 'assessment_round', objectId: id }, now)
  return presentRound(trx, actor, id)
}

/**
 * Moves the last day of a round that is open, later or sooner; once it has passed, the round is closed and stays so.
 * @throws not_found, version_stale, round_closed, dates_reversed, day_passed
 */
export async function moveDay(trx: Trx, actor: Actor, id: string, closesOn: string, expected: number, now: Date): Promise<Round> {
  const row = await holdRound(trx, actor, id)
  if (isOver(row, actor.today)) throw problem('round_closed')
  requireVersion(row, expected)
  requireDay(actor, row.opensOn, closesOn)
  await moveClosing(trx, actor.initiative.id, id, closesOn)
  const details = { from: row.closesOn, to: closesOn }
  await audit(trx, actor, { action: 'assessment.move_day', objectType: 'assessment_round', objectId: id, details }, now)
  return presentRound(trx, actor, id)
}

/** Closes a round by hand: see `endRound`. @throws not_found, version_stale, round_closed */
export async function close(trx: Trx, actor: Actor, id: string, expected: number, now: Date): Promise<Round> {
  const round = await holdRound(trx, actor, id)
  requireVersion(round, expected)
  if (round.state === 'closed') throw problem('round_closed')
  await endRound(trx, actor, round, actor.today, now)
  return presentRound(trx, actor, id)
}

/** What closed rounds tell, oldest first: the circle its figures, funders the scores that a decision gave them. */
export async function listResults(trx: Trx, actor: Actor, now: Date, instrument?: InstrumentKey): Promise<RoundResult[]> {
  const initiativeId = actor.initiative.id
  if (actor.role !== 'funder') await closeOverdue(trx, initiativeId, actor.today, now)
  const shares = await listShares(trx, initiativeId, instrument)
  if (actor.role === 'funder')
    return shares.map(({ decision, decidedOn, ...share }) => ({
      ...share,
      mode: null,
      edition: 1,
      stage: null,
      comments: [],
      agreed: [],
      shared: { decision, decidedOn },
    }))
  const rows = await listResultRows(trx, initiativeId, instrument)
  const comments = (await listComments(trx, initiativeId)).filter(({ state }) => state === 'shown')
  const agreements = await listAgreements(trx, initiativeId)
  return rows.map((row) => {
    const share = shares.find(({ roundId }) => roundId === row.roundId)
    return {
      ...row,
      comments: comments.filter(({ roundId }) => roundId === row.roundId).map(({ body }) => body),
      agreed: agreements.filter(({ roundId }) => roundId === row.roundId).map(({ roundId: _round, ...agreement }) => agreement),
      shared: share === undefined ? null : { decision: share.decision, decidedOn: share.decidedOn },
    }
  })
}

/**
 * Records the decision that gives the scores of a round to funders: a copy, so that what they read is what was decided on.
 * @throws not_found (nothing is told of this round), not_for_funders, date_in_future
 */
export async function share(trx: Trx, actor: Actor, id: string, decision: { decision: string; decidedOn: string }, now: Date): Promise<{ shared: boolean }> {
  const row = await holdRound(trx, actor, id)
  const told = (await listResultRows(trx, actor.initiative.id, row.instrument)).find(({ roundId }) => roundId === id)
  if (instrumentOf(row.instrument, row.instrumentVersion)?.neverForFunders !== false) throw problem('not_for_funders')
  if (told === undefined || row.closedOn === null) throw problem('round_open')
  if (decision.decidedOn > actor.today) throw problem('date_in_future', {}, [{ pointer: '/decidedOn', code: 'date_in_future' }])
  await replaceShare(trx, actor.initiative.id, id, {
    instrument: row.instrument,
    instrumentVersion: row.instrumentVersion,
    closedOn: told.closedOn,
    ...decision,
    figures: forFunders(told.figures),
  })
  await audit(trx, actor, { action: 'assessment.share', objectType: 'assessment_round', objectId: id, details: { decidedOn: decision.decidedOn } }, now)
  return { shared: true }
}

/** Comments that wait to be read, and those that were. @throws not_found */
export async function readComments(trx: Trx, actor: Actor, id: string, now: Date): Promise<AssessmentComment[]> {
  await readRound(trx, actor, id, now)
  return listComments(trx, actor.initiative.id, id)
}

/** @throws not_found, version_stale, too_few_for_comments */
export async function moderate(trx: Trx, actor: Actor, id: string, state: 'shown' | 'hidden', expected: number, now: Date): Promise<AssessmentComment> {
  const row = await commentForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  const told = (await listResultRows(trx, actor.initiative.id)).find(({ roundId }) => roundId === row.roundId)
  if (state === 'shown' && !showsComments(told?.figures.respondents ?? 0)) throw problem('too_few_for_comments')
  await updateComment(trx, actor.initiative.id, id, state)
  await audit(trx, actor, { action: `assessment.comment_${state}`, objectType: 'assessment_comment', objectId: id }, now)
  return (await listComments(trx, actor.initiative.id, row.roundId)).find((one) => one.id === id) as AssessmentComment
}

export interface Agreed {
  readonly choice: 'A' | 'B' | 'C'
  readonly comment?: string | null | undefined
  readonly decision?: string | null | undefined
  readonly activity?: string | null | undefined
}

/**
 * Records what the group agreed on for an item, and begins the activity that comes of it.
 * @throws not_found, round_open, unknown_reference (not an item of the diagnostic)
 */
export async function agree(
  trx: Trx,
  actor: Actor,
  id: string,
  code: string,
  agreed: Agreed,
  now: Date,
): Promise<{ version: number; activityId: string | null }> {
  const row = await holdRound(trx, actor, id)
  const instrument = instrumentOf(row.instrument, row.instrumentVersion)
  if (row.instrument !== 'partnership_diagnostic' || instrument?.items.some((item) => item.code === code) !== true) throw problem('not_found')
  if (row.state === 'open') throw problem('round_open')
  const activity = blankToNull(agreed.activity) ?? null
  const activityId = activity === null ? null : (await addActivity(trx, actor, { nameFr: activity }, now)).id
  const saved = await saveAgreement(trx, actor.initiative.id, id, code, {
    choice: agreed.choice,
    comment: blankToNull(agreed.comment) ?? null,
    decision: blankToNull(agreed.decision) ?? null,
    activityId,
  })
  await audit(trx, actor, { action: 'assessment.agree', objectType: 'assessment_round', objectId: id, details: { item: code, choice: agreed.choice } }, now)
  return saved
}
