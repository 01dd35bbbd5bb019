import { decimal, divide, toTextOrNull } from '#shared/values/decimal.ts'

/** How a body decides (S25). */
export const DECISION_MODES = ['modified_consensus', 'consensus', 'majority', 'delegated'] as const
export type DecisionMode = (typeof DECISION_MODES)[number]

/** What a voting seat may say. */
export const POSITIONS = ['for', 'can_live_with', 'against', 'abstain'] as const
export type Position = (typeof POSITIONS)[number]

/** Share of votes cast that carries a modified consensus when the body chose no other. */
export const DEFAULT_THRESHOLD = '0.75'

export interface Tally {
  readonly for: number
  readonly canLiveWith: number
  readonly against: number
  readonly abstain: number
  /** Positions that count: abstentions are out. */
  readonly cast: number
  /** (For + can live with) ÷ cast, 0–1 as text; null when nobody cast a vote. */
  readonly share: string | null
}

/** Counts the positions of voting seats. */
export function tallyPositions(positions: readonly Position[]): Tally {
  const count = (position: Position) => positions.filter((one) => one === position).length
  const [favourable, bearable, against, abstain] = [count('for'), count('can_live_with'), count('against'), count('abstain')]
  const cast = favourable + bearable + against
  const share = toTextOrNull(divide(decimal(favourable + bearable), decimal(cast)))
  return { for: favourable, canLiveWith: bearable, against, abstain, cast, share }
}

export type Result = 'carried' | 'not_carried'

/**
 * What the positions give (S25); null for a delegated decision, which its delegate makes.
 * - consensus: at least one vote, nobody against;
 * - modified consensus: the same, or the share of votes cast reaches the threshold;
 * - majority: more than half of the votes cast; a tie carries nothing.
 * « Can live with » counts as for, an abstention is no vote cast, and without a vote cast nothing is carried.
 * @param threshold share of votes cast, 0–1 as text
 */
export function resultOf(mode: DecisionMode, tally: Tally, threshold: string = DEFAULT_THRESHOLD): Result | null {
  if (mode === 'delegated') return null
  const { cast, against } = tally
  const favourable = tally.for + tally.canLiveWith
  if (cast === 0) return 'not_carried'
  if (mode === 'majority') return favourable * 2 > cast ? 'carried' : 'not_carried'
  if (against === 0) return 'carried'
  // Compared as fractions, so that 3 of 4 is exactly 75 %.
  return mode === 'modified_consensus' && decimal(favourable).gte(decimal(cast).times(threshold)) ? 'carried' : 'not_carried'
}

/** Whether a delegate may decide on an amount; without a limit or an amount, the words of the limit alone bind. */
export function isWithinLimit(amount: string | null, limitAmount: string | null): boolean {
  return amount === null || limitAmount === null || decimal(amount).lte(limitAmount)
}
