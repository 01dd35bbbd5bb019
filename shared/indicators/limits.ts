import { Decimal, decimal, toText } from '#shared/values/decimal.ts'

/** Between which values a figure is plausible; without territory or partner it holds for all of them. Storage units. */
export interface Limit {
  readonly versionId: string
  readonly territoryId: string | null
  readonly partnerId: string | null
  readonly low: string | null
  readonly high: string | null
}

/** Past values needed before limits are proposed from them. */
export const ENOUGH_VALUES = 6
/** The same measure of spread as the check of unusual values (domain 3.10). */
const SPREAD = new Decimal('3.5').times('1.4826')

/**
 * The limit that holds for a figure, the closest one: of this partner in this territory, of this
 * partner, of this territory, else the general one.
 */
export function limitFor(limits: readonly Limit[], versionId: string, territoryId: string, partnerId: string | null): Limit | null {
  const fits = limits.filter(
    (limit) =>
      limit.versionId === versionId &&
      (limit.territoryId === null || limit.territoryId === territoryId) &&
      (limit.partnerId === null || limit.partnerId === partnerId),
  )
  const closeness = (limit: Limit) => (limit.partnerId === null ? 0 : 2) + (limit.territoryId === null ? 0 : 1)
  return fits.reduce<Limit | null>((best, one) => (best === null || closeness(one) > closeness(best) ? one : best), null)
}

const median = (sorted: readonly Decimal[]): Decimal => {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] as Decimal
  return sorted.length % 2 === 1 ? upper : upper.plus(sorted[middle - 1] as Decimal).div(2)
}
const sorted = (values: readonly Decimal[]) => [...values].sort((a, b) => a.comparedTo(b))

/**
 * Limits that past values suggest: median ± 3.5 × 1.4826 × median absolute deviation (the bounds
 * beyond which domain 3.10 calls a value unusual), widened to every value seen, rounded outward.
 * @param places digits kept after the point, in storage units
 * @param range values that cannot be passed, such as 0 and 1 for a proportion
 * @returns null with fewer than six values
 */
export function limitsFromHistory(
  values: readonly string[],
  places: number,
  range: { low: string | null; high: string | null },
): { low: string; high: string } | null {
  if (values.length < ENOUGH_VALUES) return null
  const seen = sorted(values.map(decimal))
  const middle = median(seen)
  const spread = median(sorted(seen.map((value) => value.minus(middle).abs()))).times(SPREAD)
  const low = Decimal.min(seen[0] as Decimal, middle.minus(spread)).toDecimalPlaces(places, Decimal.ROUND_FLOOR)
  const high = Decimal.max(seen[seen.length - 1] as Decimal, middle.plus(spread)).toDecimalPlaces(places, Decimal.ROUND_CEIL)
  return { low: toText(range.low === null ? low : Decimal.max(low, range.low)), high: toText(range.high === null ? high : Decimal.min(high, range.high)) }
}
