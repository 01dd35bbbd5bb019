import { createHash, randomInt } from 'node:crypto'
import { hiddenReason } from '#shared/assessments/anonymity.ts'
import type { Figures } from '#shared/assessments/figure-shapes.ts'
import { figuresOf } from '#shared/assessments/figures.ts'
import { groupSheetFigures, ladderFigures } from '#shared/assessments/group-figures.ts'
import { instrumentOf } from '#shared/assessments/instruments.ts'
import type { Instrument } from '#shared/assessments/instrument.ts'
import { ladderLevel } from '#shared/assessments/ladder.ts'
import { partyFigures } from '#shared/assessments/parties.ts'
import { tallyOf } from '#shared/assessments/tally.ts'
import { closingDay, hasPassed } from '#shared/values/last-day.ts'
import { audit, NOBODY, type Doer } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import { problem } from '#server/platform/http/problem.ts'
import { groupsOf, insertComments, insertWave, secretOf, sentSheets, severAnswers, wavesOf } from './answering-queries.ts'
import { groupSheetOf, listPairRows } from './ladder-queries.ts'
import { deletePartySheets, sentPartySheets } from './parties-queries.ts'
import { closeRound, insertResult, listPartners, overdueRounds, roundForUpdate, type RoundRow } from './queries.ts'

/** In an order of chance: neither that of the people nor that of the table. */
function shuffled<T>(values: readonly T[]): T[] {
  const all = [...values]
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1)
    ;[all[last], all[other]] = [all[other] as T, all[last] as T]
  }
  return all
}

/** Names of the groups behind the hashes on the sheets; none once the secret is gone, and then the round has no groups. */
async function groupNames(trx: Trx, initiativeId: string, round: RoundRow): Promise<ReadonlyMap<string, string>> {
  const secret = round.breakdown === 'none' ? null : await secretOf(trx, initiativeId, round.id)
  if (secret === null || round.breakdown === 'none') return new Map()
  const tags = await groupsOf(trx, initiativeId, round.breakdown)
  return new Map(tags.map((tag) => [createHash('sha256').update(`${secret}group:${tag}`).digest('hex'), tag]))
}

/**
 * Turns the sheets of a round into sums and destroys what led to somebody. Answers of too few are not kept even as sums: two
 * editions would tell them by difference.
 * @returns figures to tell, or null when what was told before stands
 */
async function closeAnonymous(trx: Trx, initiativeId: string, round: RoundRow, instrument: Instrument): Promise<Figures | null> {
  const before = await wavesOf(trx, initiativeId, round.id)
  const names = await groupNames(trx, initiativeId, round)
  const sheets = shuffled(await sentSheets(trx, initiativeId, round.id)).map((sheet) => ({ ...sheet, group: names.get(sheet.group ?? '') ?? null }))
  const wave = tallyOf(instrument, sheets)
  const adds = hiddenReason(wave, round.minimum) === null
  if (adds) {
    await insertWave(trx, initiativeId, round.id, before.length + 1, wave)
    await insertComments(trx, initiativeId, round.id, shuffled(sheets.map(({ comment }) => comment).filter((comment) => comment !== null)))
  }
  await severAnswers(trx, initiativeId, round.id)
  if (!adds && before.length > 0) return null
  return figuresOf(instrument, [...before, wave], { phase: round.phase, minimum: round.minimum })
}

/** Pairs between partners that answered: a relation that one of them left out is none (level 0). */
async function closeLadder(trx: Trx, initiativeId: string, round: RoundRow, day: string): Promise<Figures> {
  const rows = await listPairRows(trx, initiativeId, round.id)
  const answered = [...new Set(rows.map(({ partnerId }) => partnerId))].sort()
  const levels = new Map((await listPartners(trx, initiativeId, day)).map(({ id, levelId }) => [id, levelId]))
  const seen = new Map(rows.map(({ partnerId, aboutId, answers }) => [`${partnerId} ${aboutId}`, ladderLevel(answers).level]))
  const pairs = answered.flatMap((one, index) =>
    answered
      .slice(index + 1)
      .map((other) => ({
        here: seen.get(`${one} ${other}`) ?? 0,
        there: seen.get(`${other} ${one}`) ?? 0,
        isAcrossLevels: levels.get(one) !== levels.get(other),
      })),
  )
  return ladderFigures(answered.length, pairs)
}

/** The one sheet of the group, or one of each party; links of parties end with it. */
async function closeGroup(trx: Trx, initiativeId: string, round: RoundRow, instrument: Instrument): Promise<Figures> {
  const parties = await sentPartySheets(trx, initiativeId, round.id)
  await deletePartySheets(trx, initiativeId, round.id)
  if (parties.length > 0) return partyFigures(instrument, parties)
  const sheet = await groupSheetOf(trx, initiativeId, round.id)
  return groupSheetFigures(instrument, sheet?.answers ?? {}, sheet?.proofs ?? {}, round.phase)
}

/**
 * Closes an open round, whose row is held: its figures are computed now and never again. Of an anonymous one nothing stays that
 * connects an answer with a partner, in this transaction.
 * @param doer the lead who closed it, or nobody: its day had passed
 */
export async function endRound(trx: Trx, doer: Doer, round: RoundRow, today: string, now: Date): Promise<void> {
  const instrument = instrumentOf(round.instrument, round.instrumentVersion)
  if (instrument === undefined) throw problem('not_found')
  const { id: initiativeId } = doer.initiative
  const day = closingDay(round, today)
  const figures = await withPurpose(trx, 'maintenance', async () => {
    const computed =
      round.mode === 'anonymous'
        ? await closeAnonymous(trx, initiativeId, round, instrument)
        : round.mode === 'named'
          ? await closeLadder(trx, initiativeId, round, day)
          : await closeGroup(trx, initiativeId, round, instrument)
    if (computed !== null) await insertResult(trx, initiativeId, round.id, round.edition + 1, day, computed)
    await closeRound(trx, initiativeId, round.id, day, computed === null ? round.edition : round.edition + 1)
    return computed
  })
  const details = { adds: figures !== null, ...(hasPassed(round, today) ? { dayPassed: true } : {}) }
  await audit(trx, doer, { action: 'assessment.close', objectType: 'assessment_round', objectId: round.id, details }, now)
}

/**
 * Closes the rounds whose last day has passed, as closing by hand would: what too few answered is destroyed and no number is told. It is done by
 * whoever reads them first, and by the server's own round when nobody looks; so no reader sees one that still counts as open.
 */
export async function closeOverdue(trx: Trx, initiativeId: string, today: string, now: Date): Promise<void> {
  for (const id of await overdueRounds(trx, initiativeId, today)) {
    // Held now: it may have been closed, or its day moved, while this one waited.
    const round = await roundForUpdate(trx, initiativeId, id)
    if (round?.state === 'open' && hasPassed(round, today)) await endRound(trx, { ...NOBODY, initiative: { id: initiativeId } }, round, today, now)
  }
}
