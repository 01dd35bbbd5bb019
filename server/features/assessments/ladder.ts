import { instrumentOf, type Answers } from '#shared/assessments/instruments.ts'
import { adviceOf, ladderLevel, pairOf } from '#shared/assessments/ladder.ts'
import type { GroupSheet, LadderPair } from '#shared/assessments/shapes.ts'
import { isOver } from '#shared/values/last-day.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { audit } from '#server/platform/audit.ts'
import { requireAnswers } from './answering.ts'
import { groupSheetOf, listPairRows, saveGroupSheetRow, savePairRow } from './ladder-queries.ts'
import { listPartners, type PartnerRow, type RoundRow } from './queries.ts'
import { holdRound, readRound } from './service.ts'

function toAdvice(answers: Answers): LadderPair['adviceHere'] {
  const advice = adviceOf(answers)
  return advice === null
    ? null
    : { kind: advice.kind, level: 'level' in advice ? advice.level : null, barriers: 'barriers' in advice ? [...advice.barriers] : [] }
}

function toPair(one: PartnerRow, other: PartnerRow, here: Answers | null, there: Answers | null): LadderPair {
  const [from, to] = [here === null ? null : ladderLevel(here), there === null ? null : ladderLevel(there)]
  const both = from === null || to === null ? null : pairOf(from.level, to.level)
  return {
    one: one.code,
    other: other.code,
    here,
    there,
    levelHere: from?.level ?? null,
    levelThere: to?.level ?? null,
    agreedLevel: both?.agreedLevel ?? null,
    perceptionGap: both?.perceptionGap ?? null,
    nonCumulative: from?.nonCumulative === true || to?.nonCumulative === true,
    adviceHere: here === null ? null : toAdvice(here),
    adviceThere: there === null ? null : toAdvice(there),
  }
}

/**
 * Relations as the hat may read them: a partner its own, with the other side's view once the round is closed; the backbone all of
 * them, then. Between partners that both answered, what was left out is no relation.
 * @throws not_found
 */
export async function readPairs(trx: Trx, actor: Actor, roundId: string, now: Date): Promise<LadderPair[]> {
  const round = await readRound(trx, actor, roundId, now)
  if (round.mode !== 'named') throw problem('not_found')
  const isClosed = round.state === 'closed'
  if (actor.role === 'backbone' && !isClosed) return []
  const rows = await listPairRows(trx, actor.initiative.id, roundId)
  const partners = await listPartners(trx, actor.initiative.id, actor.today)
  const has = new Set(rows.map(({ partnerId }) => partnerId))
  const answers = new Map(rows.map((row) => [`${row.partnerId} ${row.aboutId}`, row.answers]))
  const said = (from: string, about: string): Answers | null =>
    answers.get(`${from} ${about}`) ?? (isClosed && actor.role === 'backbone' && has.has(from) ? {} : null)
  if (actor.role === 'backbone')
    return partners.flatMap((one, index) =>
      partners
        .slice(index + 1)
        .flatMap((other) => (has.has(one.id) && has.has(other.id) ? [toPair(one, other, said(one.id, other.id), said(other.id, one.id))] : [])),
    )
  const own = partners.find(({ id }) => id === actor.partnerId)
  if (own === undefined) return []
  return partners.filter(({ id }) => id !== own.id).map((other) => toPair(own, other, said(own.id, other.id), isClosed ? said(other.id, own.id) : null))
}

/** An open round of one mode, locked. @throws not_found, round_closed */
async function holdOpen(trx: Trx, actor: Actor, roundId: string, mode: RoundRow['mode']): Promise<RoundRow> {
  const round = await holdRound(trx, actor, roundId)
  if (round.mode !== mode) throw problem('not_found')
  if (isOver(round, actor.today)) throw problem('round_closed')
  return round
}

function requireOfInstrument(round: RoundRow, answers: Answers): void {
  const instrument = instrumentOf(round.instrument, round.instrumentVersion)
  if (instrument === undefined) throw problem('not_found')
  requireAnswers(instrument, answers)
}

/**
 * How my partner sees its relation with another.
 * @throws not_found, round_closed, unknown_reference, invalid_request
 */
export async function savePair(trx: Trx, actor: Actor, roundId: string, code: string, answers: Answers, now: Date): Promise<{ saved: boolean }> {
  const round = await holdOpen(trx, actor, roundId, 'named')
  const other = (await listPartners(trx, actor.initiative.id, actor.today)).find((one) => one.code === code)
  if (other === undefined || other.id === actor.partnerId || actor.partnerId === null) throw problem('not_found')
  requireOfInstrument(round, answers)
  await savePairRow(trx, actor.initiative.id, roundId, actor.partnerId, other.id, answers)
  await audit(trx, actor, { action: 'assessment.answer_pair', objectType: 'assessment_round', objectId: roundId, details: { about: code } }, now)
  return { saved: true }
}

/** The sheet of the group, empty until something was saved. @throws not_found (a round by party has none) */
export async function readGroupSheet(trx: Trx, actor: Actor, roundId: string, now: Date): Promise<GroupSheet> {
  const round = await readRound(trx, actor, roundId, now)
  if (round.mode !== 'group_consensus' || round.parties.length > 0) throw problem('not_found')
  return (await groupSheetOf(trx, actor.initiative.id, roundId)) ?? { answers: {}, proofs: {}, version: 0 }
}

/** @throws not_found, round_closed, version_stale, invalid_request */
export async function saveGroupSheet(
  trx: Trx,
  actor: Actor,
  roundId: string,
  input: { answers: Answers; proofs: Readonly<Record<string, string>> },
  expected: number,
  now: Date,
): Promise<GroupSheet> {
  const round = await holdOpen(trx, actor, roundId, 'group_consensus')
  requireOfInstrument(round, input.answers)
  const before = await readGroupSheet(trx, actor, roundId, now)
  requireVersion(before, expected)
  await saveGroupSheetRow(trx, actor.initiative.id, roundId, { ...input, version: before.version + 1 })
  await audit(trx, actor, { action: 'assessment.fill', objectType: 'assessment_round', objectId: roundId }, now)
  return readGroupSheet(trx, actor, roundId, now)
}
