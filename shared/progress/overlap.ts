import { ruleOverPlaces, type Definition } from '#shared/indicators/definition.ts'
import { Decimal, decimal, toText } from '#shared/values/decimal.ts'

/** Whether figures put together may count somebody twice; null where nothing is added up (a mean, an index). */
export type Additivity = 'additive' | 'overlapping' | 'unknown'

/**
 * Whether figures of this indicator add up (domain 3.4): those of partners and those of territories. It is said of one
 * partner's figure too, for whoever would add it to another's.
 */
export function additivityOf(definition: Definition): Additivity | null {
  if (definition.unitKind !== 'count' && definition.unitKind !== 'currency') return null
  const overlaps = (['partners', 'territories'] as const)
    .filter((axis) => ruleOverPlaces(definition, axis) === 'range')
    .map((axis) => (axis === 'partners' ? definition.overlapPartners : definition.overlapTerritories))
  return overlaps.includes('possible') ? 'overlapping' : overlaps.length > 0 ? 'unknown' : 'additive'
}

/** sum × (1 − overlap), never below the largest part nor above the sum (domain 3.4). */
export function overlapEstimate(lower: Decimal, upper: Decimal, rate: Decimal): Decimal {
  return Decimal.min(upper, Decimal.max(lower, upper.times(new Decimal(1).minus(rate))))
}

/** Bounds of one place in one period, and of the places directly below it. */
export interface RangedPlace {
  readonly territoryId: string
  readonly lower: string
  readonly upper: string
  /** A figure entered directly wins over what lies below. */
  readonly own: string | null
  readonly below: readonly RangedPlace[]
}

/** Measured shares of people counted twice that hold in one period: of one place, and in general. */
export interface Rates {
  readonly of: (territoryId: string) => string | null
  readonly general: string | null
}

/**
 * People without those counted twice (domain 3.4, "estimate likewise"): by the place's own measure; else, where places
 * share nobody, as the sum of the estimates below; else by the general measure. Null when nothing was measured: then
 * the cautious bound speaks.
 * @param territoriesOverlap whether somebody may be counted in two places
 */
export function estimateOf(place: RangedPlace, rates: Rates, territoriesOverlap: boolean): Decimal | null {
  if (place.own !== null) return decimal(place.own)
  const [lower, upper] = [decimal(place.lower), decimal(place.upper)]
  if (lower.eq(upper)) return upper
  const measured = rates.of(place.territoryId)
  if (measured !== null) return overlapEstimate(lower, upper, decimal(measured))
  const below = place.below.map((one) => ({ upper: decimal(one.own ?? one.upper), estimate: estimateOf(one, rates, territoriesOverlap) }))
  // Figures of the place itself beside those of its parts may meet the same people: their estimates do not add up.
  const isSumOfParts = below.reduce((sum, one) => sum.plus(one.upper), new Decimal(0)).eq(upper)
  if (!territoriesOverlap && below.length > 0 && isSumOfParts && below.every((one) => one.estimate !== null)) {
    return below.reduce((sum, one) => sum.plus(one.estimate as Decimal), new Decimal(0))
  }
  return rates.general === null ? null : overlapEstimate(lower, upper, decimal(rates.general))
}

/** As `estimateOf`, as text. */
export function estimateText(place: RangedPlace, rates: Rates, territoriesOverlap: boolean): string | null {
  const estimate = estimateOf(place, rates, territoriesOverlap)
  return estimate === null ? null : toText(estimate)
}
