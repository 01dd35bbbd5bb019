import { deviationOf, meanOf, rounded } from '#shared/assessments/numbers.ts'

/** A candidate is scored on each criterion from 0 (not at all) to 4 (fully); null where the partner does not say. */
export const SCORES = [0, 1, 2, 3, 4] as const
/** Ballots without which a round that is not named tells no order: of fewer, whoever knows one could work out the others (domain 2.0). */
export const MIN_SECRET_BALLOTS = 5

/** By candidate, one score a criterion in their order. */
export type Ballot = Readonly<Record<string, readonly (number | null)[]>>

export interface Ranked {
  readonly candidateId: string
  /** 1 for the first; equal means share a rank. */
  readonly rank: number | null
  /** Mean over ballots of the mean over criteria, 0 to 4, two decimals; null when no ballot says. */
  readonly mean: number | null
  /** Standard deviation between ballots (population formula, domain 2.0), two decimals. */
  readonly spread: number | null
  /** Ballots that say something of this candidate. */
  readonly ballots: number
}

/** What a closed round tells: order, spread and participation (domain S80). */
export interface PriorityResult {
  readonly ballots: number
  readonly partners: number
  /** Null when too few voted for a round that is not named. */
  readonly order: readonly Ranked[] | null
}

/** One ballot's score of a candidate: the mean of the criteria that it scored. */
function scoreOf(ballot: Ballot, candidateId: string): number | null {
  return meanOf((ballot[candidateId] ?? []).filter((score): score is number => score !== null))
}

/** Puts candidates in order, those of the highest mean first; those that nobody scored come last, in their own order. */
export function rank(candidateIds: readonly string[], ballots: readonly Ballot[]): Ranked[] {
  const rows = candidateIds.map((candidateId) => {
    const scores = ballots.map((ballot) => scoreOf(ballot, candidateId)).filter((score): score is number => score !== null)
    const mean = meanOf(scores)
    const spread = deviationOf(scores)
    return { candidateId, mean: mean === null ? null : rounded(mean, 2), spread: spread === null ? null : rounded(spread, 2), ballots: scores.length }
  })
  return rows
    .map((row) => ({ ...row, rank: row.mean === null ? null : 1 + rows.filter((other) => other.mean !== null && other.mean > (row.mean as number)).length }))
    .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || candidateIds.indexOf(a.candidateId) - candidateIds.indexOf(b.candidateId))
}

/** The result of a round: no order of too few ballots unless names were announced; a candidate that fewer scored tells its rank of nobody either. */
export function resultOf(candidateIds: readonly string[], ballots: readonly Ballot[], partners: number, isNamed: boolean): PriorityResult {
  const minimum = isNamed ? 1 : MIN_SECRET_BALLOTS
  const told = ballots.length >= minimum
  const enough = candidateIds.filter((id) => ballots.filter((ballot) => scoreOf(ballot, id) !== null).length >= minimum)
  const hidden = candidateIds.filter((id) => !enough.includes(id))
  return {
    ballots: ballots.length,
    partners,
    order: told ? [...rank(enough, ballots), ...hidden.map((candidateId) => ({ candidateId, rank: null, mean: null, spread: null, ballots: 0 }))] : null,
  }
}
