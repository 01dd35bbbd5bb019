import { Decimal, divide } from '#shared/values/decimal.ts'

/** A value at a position: ordinals of the indicator's frequency, the baseline's period being 0 (domain 3.5). */
export interface Point {
  readonly ordinal: number
  readonly value: Decimal
}

/**
 * Expected value at a position: straight lines from the baseline through the target points; before
 * the baseline its value, after the last point that point's value (domain 3.5).
 * @returns null without target points
 */
export function expectedAt(baseline: Point, targets: readonly Point[], ordinal: number): Decimal | null {
  const last = targets[targets.length - 1]
  if (last === undefined) return null
  if (ordinal <= baseline.ordinal) return baseline.value
  if (ordinal >= last.ordinal) return last.value
  let from: Point = baseline
  for (const to of targets) {
    if (ordinal <= to.ordinal) {
      const rise = to.value.minus(from.value).times(ordinal - from.ordinal)
      return from.value.plus(divide(rise, new Decimal(to.ordinal - from.ordinal)) ?? rise)
    }
    from = to
  }
  return last.value
}
