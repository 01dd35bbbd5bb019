import { atLeast, atMost, Decimal, divide, MARGIN } from '#shared/values/decimal.ts'
import { expectedAt, type Point } from './trajectory.ts'

export type Status = 'on_track' | 'watch' | 'off_track' | 'no_data'

/** Why a status is what it is; each has a sentence in the message files. */
export type StatusReason =
  | 'trajectory'
  | 'target_met'
  | 'hold'
  | 'band'
  | 'before_first_step'
  | 'not_due'
  | 'not_reported'
  | 'incomplete'
  | 'suppressed'
  | 'not_comparable'
  | 'not_put_together'
  | 'no_target'
  | 'no_baseline'
  | 'out_of_season'
  | 'fragile'
  | 'done'
  | 'coming'
  | 'due_now'
  | 'late'
  | 'baseline'
  | 'not_applicable'
  | 'not_expected'

/** Everything a status is decided from; decimals in storage units. */
export interface StatusInput {
  readonly direction: 'increase' | 'decrease' | 'maintain'
  readonly actual: Decimal | null
  /** Why there is no value, when there is none. */
  readonly absentBecause?: 'not_due' | 'not_reported' | 'incomplete' | 'suppressed' | 'not_comparable' | 'not_applicable' | 'not_expected'
  readonly baseline: Point | null
  readonly targets: readonly Point[]
  readonly ordinal: number | null
  readonly band?: readonly [Decimal, Decimal]
  readonly tolerance?: Decimal
  readonly watchMargin?: Decimal
  readonly onTrackRatio?: Decimal
  readonly watchRatio?: Decimal
}

/** A status with the numbers behind it, so that the screen can show how it came about. */
export interface StatusResult {
  readonly status: Status
  readonly reason: StatusReason
  readonly expected: Decimal | null
  readonly progress: Decimal | null
  readonly ratio: Decimal | null
}

/** (actual − baseline) ÷ (final target − baseline); null where they are equal (domain 3.6). */
export function progressShare(actual: Decimal, baseline: Decimal, finalTarget: Decimal): Decimal | null {
  return divide(actual.minus(baseline), finalTarget.minus(baseline))
}

function bandStatus(actual: Decimal, band: readonly [Decimal, Decimal], tolerance: Decimal, watchMargin: Decimal): Status {
  const [low, high] = band
  const distance = actual.lt(low) ? low.minus(actual) : actual.gt(high) ? actual.minus(high) : new Decimal(0)
  if (atMost(distance, tolerance)) return 'on_track'
  return atMost(distance, watchMargin) ? 'watch' : 'off_track'
}

/** The status of a figure, in the order of domain 3.7; comparisons keep a margin of 1e-9. */
export function statusOf(input: StatusInput): StatusResult {
  const nothing = { expected: null, progress: null, ratio: null }
  const { actual, baseline, targets, direction } = input
  if (actual === null) return { ...nothing, status: 'no_data', reason: input.absentBecause ?? 'not_reported' }

  if (direction === 'maintain') {
    if (input.band === undefined) return { ...nothing, status: 'no_data', reason: 'no_target' }
    const [low, high] = input.band
    const watchMargin = input.watchMargin ?? Decimal.max(low.abs(), high.abs()).times('0.05')
    return { ...nothing, status: bandStatus(actual, input.band, input.tolerance ?? new Decimal(0), watchMargin), reason: 'band' }
  }

  const finalTarget = targets[targets.length - 1]
  if (finalTarget === undefined) return { ...nothing, status: 'no_data', reason: 'no_target' }
  const sign = direction === 'increase' ? 1 : -1
  const target = finalTarget.value
  const met = atLeast(actual.minus(target).times(sign), new Decimal(0))
  if (baseline === null) return { ...nothing, status: met ? 'on_track' : 'no_data', reason: met ? 'target_met' : 'no_baseline' }

  const expected = input.ordinal === null ? target : (expectedAt(baseline, targets, input.ordinal) ?? target)
  const progress = progressShare(actual, baseline.value, target)
  const known = { expected, progress, ratio: null }
  if (met) return { ...known, status: 'on_track', reason: 'target_met' }

  const way = target.minus(baseline.value).abs()
  if (way.lte(MARGIN)) {
    const gap = target.minus(actual).times(sign)
    const tolerance = input.tolerance ?? target.abs().times('0.01')
    const status = atMost(gap, tolerance) ? 'on_track' : atMost(gap, tolerance.plus(target.abs().times('0.05'))) ? 'watch' : 'off_track'
    return { ...known, status, reason: 'hold' }
  }

  const tolerance = input.tolerance ?? way.times('0.02')
  const gap = expected.minus(actual).times(sign)
  const improvement = expected.minus(baseline.value).times(sign)
  if (improvement.lte(MARGIN)) {
    if (atMost(gap, tolerance)) return { ...known, status: 'on_track', reason: 'trajectory' }
    return { ...known, status: atMost(gap, way.times('0.10')) ? 'watch' : 'off_track', reason: 'before_first_step' }
  }
  const ratio = divide(actual.minus(baseline.value), expected.minus(baseline.value))
  if (atMost(gap, tolerance)) return { ...known, ratio, status: 'on_track', reason: 'trajectory' }
  const share = ratio ?? new Decimal(0)
  const status = atLeast(share, input.onTrackRatio ?? new Decimal('0.90'))
    ? 'on_track'
    : atLeast(share, input.watchRatio ?? new Decimal('0.70'))
      ? 'watch'
      : 'off_track'
  return { ...known, ratio, status, reason: 'trajectory' }
}

/** A single milestone against its date (domain 3.7): days from the due date, positive when late. */
export function milestoneStatus(done: boolean, daysLate: number): { status: Status; reason: StatusReason } {
  if (done) return { status: 'on_track', reason: 'done' }
  if (daysLate < -30) return { status: 'on_track', reason: 'coming' }
  return daysLate <= 30 ? { status: 'watch', reason: 'due_now' } : { status: 'off_track', reason: 'late' }
}

/** Direction of travel against the previous comparable figure (domain 3.8). */
export function trendOf(
  direction: 'increase' | 'decrease' | 'maintain',
  actual: Decimal,
  previous: Decimal,
  tolerance: Decimal,
): 'better' | 'stable' | 'worse' {
  const change = actual.minus(previous)
  if (atMost(change.abs(), tolerance)) return 'stable'
  if (direction === 'maintain') return 'worse'
  return change.isPositive() === (direction === 'increase') ? 'better' : 'worse'
}
