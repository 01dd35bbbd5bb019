import { Decimal, decimal } from '#shared/values/decimal.ts'
import type { Mask } from './masking.ts'

/** What a share, a mean or an index is made of. */
export interface RatioParts {
  /** Of numerator, denominator and what is left of it, or of a mean's n: those that there are. */
  readonly masks: readonly Mask[]
  readonly numerator: string | null
  /** Null for a mean. */
  readonly denominator: string | null
  /** Shares of fewer are not shown: 10 by default. */
  readonly minDenominator: number
}

/**
 * Whether a share, a mean or an index is hidden (domain 3.11, steps 1 and 4): when a part of it is, or it is a share of too
 * few; of none there is no share, and nothing to hide.
 */
export function maskOfRatio({ masks, denominator, minDenominator }: RatioParts): Mask {
  if (masks.includes('primary') || isOfFew(denominator, minDenominator)) return 'primary'
  return masks.includes('secondary') ? 'secondary' : 'none'
}

const isOfFew = (denominator: string | null, least: number): boolean => denominator !== null && decimal(denominator).gt(0) && decimal(denominator).lt(least)

/**
 * Whether everybody, or nobody, of a small group has it: what is told of the group is then told of each (domain 3.11, step 4).
 * Its counts may each be large enough to be shown, and are hidden all the same.
 */
export function isGroupDisclosure({ numerator, denominator, minDenominator }: Omit<RatioParts, 'masks'>): boolean {
  if (numerator === null || denominator === null || !isOfFew(denominator, minDenominator)) return false
  return decimal(numerator).isZero() || decimal(numerator).eq(denominator)
}

/** When an amount of money tells of one of those who gave it: 3 and 0.85 by default (domain 3.11). */
export interface DominanceRule {
  readonly minContributors: number
  /** As a decimal: more than this share of the whole by one of them. */
  readonly maxShare: string
}

/**
 * Whether an amount is hidden because too few gave it, or one gave nearly all. An amount of nothing is shown.
 * @param contributions of each contributor, in one currency
 * @param rule null where the initiative has not turned it on
 */
export function maskOfMoney(contributions: readonly string[], rule: DominanceRule | null): Mask {
  if (rule === null) return 'none'
  const amounts = contributions.map((amount) => decimal(amount).abs()).filter((amount) => !amount.isZero())
  if (amounts.length === 0) return 'none'
  const total = amounts.reduce((sum, amount) => sum.plus(amount))
  return amounts.length < rule.minContributors || Decimal.max(...amounts).gt(total.times(rule.maxShare)) ? 'primary' : 'none'
}
