import { expectedAt, type Point } from '#shared/targets/trajectory.ts'
import { decimal, divide, toText, type Decimal } from '#shared/values/decimal.ts'
import { ordinalFrom, type Period } from '#shared/values/period.ts'
import type { ProgressCell } from './contract.ts'
import type { PlacedTarget } from './rules.ts'

/** Which step of domain 3.7 decided; each has a sentence that names the numbers. */
export type DecidingStep = 'ratio' | 'within_tolerance' | 'target_met' | 'hold' | 'before_first_step' | 'band' | 'milestone' | 'none'

/** Everything behind one status, as text in storage units: what a reader needs to do the sum again. */
export interface Explanation {
  readonly step: DecidingStep
  /** Positions are counted in periods of the indicator from the baseline's, which is 0. */
  readonly ordinal: number | null
  /** The straight stretch of the path on which the expected value lies. */
  readonly stretch: { readonly from: PathPoint; readonly to: PathPoint } | null
  readonly expected: string | null
  /** How far the figure is behind the path, in the desired direction; negative: ahead. */
  readonly behind: string | null
  readonly tolerance: string | null
  /** The tolerance is the rule's own, not one that somebody set. */
  readonly isDefaultTolerance: boolean
  /** What was reached of the improvement expected by then. */
  readonly ratio: string | null
  /** The points known today give another path than the one that decided. */
  readonly isOtherPath: boolean
}

export interface PathPoint {
  readonly ordinal: number
  readonly value: string
  /** Null: the starting point. */
  readonly period: string | null
}

/** What is read of the version and of the starting point. */
export interface Explained {
  readonly direction: 'increase' | 'decrease' | 'maintain'
  readonly tolerance: string | null
  readonly period: Period
  readonly baselinePeriod: Period | null
  readonly points: readonly PlacedTarget[]
}

type Cell = Pick<ProgressCell, 'value' | 'baseline' | 'target' | 'expected' | 'ratio' | 'status' | 'reason'>

const STEPS: Readonly<Record<string, DecidingStep>> = {
  target_met: 'target_met',
  hold: 'hold',
  before_first_step: 'before_first_step',
  band: 'band',
  done: 'milestone',
  coming: 'milestone',
  due_now: 'milestone',
  late: 'milestone',
}

/** 2 % of the way, or 1 % of the level to hold (domain 3.7). */
function ownTolerance(baseline: Decimal, target: Decimal): Decimal {
  const way = target.minus(baseline).abs()
  return way.isZero() ? target.abs().times('0.01') : way.times('0.02')
}

function stretchAt(baseline: Point, points: readonly PlacedTarget[], ordinal: number): Explanation['stretch'] {
  const start: PathPoint = { ordinal: 0, value: toText(baseline.value), period: null }
  const path = [start, ...points.map((point) => ({ ordinal: point.ordinal, value: point.text, period: point.period.code }))]
  const end = path.findIndex((point, index) => index > 0 && ordinal <= point.ordinal)
  const [from, to] = [path[end - 1], path[end]]
  return ordinal <= 0 || from === undefined || to === undefined ? null : { from, to }
}

/**
 * How the status of a figure came about, from the figure itself and the path that holds for it. The figure decides: where its
 * own expected value is another than the path's (a release of before a target changed), its own is told and no stretch.
 */
export function explain(cell: Cell, { direction, tolerance, period, baselinePeriod, points }: Explained): Explanation {
  const nothing: Explanation = {
    step: 'none',
    ordinal: null,
    stretch: null,
    expected: cell.expected,
    behind: null,
    tolerance,
    isDefaultTolerance: false,
    ratio: cell.ratio,
    isOtherPath: false,
  }
  if (cell.value === null || cell.status === 'no_data') return nothing
  const known = STEPS[cell.reason]
  if (known === 'band' || known === 'milestone') return { ...nothing, step: known }
  if (cell.baseline === null || cell.target === null) return { ...nothing, step: known ?? 'none' }
  const [value, baseline, target] = [decimal(cell.value), decimal(cell.baseline), decimal(cell.target)]
  const ordinal = baselinePeriod === null ? null : ordinalFrom(baselinePeriod, period)
  const start: Point = { ordinal: 0, value: baseline }
  const onPath = ordinal === null ? null : expectedAt(start, points, ordinal)
  const expected = cell.expected === null ? onPath : decimal(cell.expected)
  const isOtherPath = onPath === null || expected === null || onPath.minus(expected).abs().gt('1e-9')
  const margin = tolerance === null ? ownTolerance(baseline, target) : decimal(tolerance)
  const behind = expected === null ? null : expected.minus(value).times(direction === 'decrease' ? -1 : 1)
  const told = {
    ordinal,
    stretch: isOtherPath || ordinal === null ? null : stretchAt(start, points, ordinal),
    expected: expected === null ? null : toText(expected),
    behind: behind === null ? null : toText(behind),
    tolerance: toText(margin),
    isDefaultTolerance: tolerance === null,
    ratio: cell.ratio ?? (expected === null ? null : textOf(divide(value.minus(baseline), expected.minus(baseline)))),
    isOtherPath,
  }
  const isWithin = behind !== null && behind.minus(margin).lte('1e-9')
  return { ...told, step: known ?? (isWithin ? 'within_tolerance' : 'ratio') }
}

const textOf = (value: Decimal | null) => (value === null ? null : toText(value))

/**
 * Where a figure stands beside the path. Differences are none within the tolerance, and within what the first threshold
 * leaves open: whatever is on track is never said to be behind.
 */
export function paceOf(
  cell: Pick<ProgressCell, 'value' | 'baseline' | 'target' | 'expected'>,
  {
    direction,
    tolerance,
    onTrackRatio,
  }: { readonly direction: 'increase' | 'decrease' | 'maintain'; readonly tolerance: string | null; readonly onTrackRatio: string },
): 'ahead' | 'on_pace' | 'behind' | null {
  if (cell.value === null || cell.expected === null || cell.baseline === null || cell.target === null || direction === 'maintain') return null
  const [baseline, expected] = [decimal(cell.baseline), decimal(cell.expected)]
  const own = tolerance === null ? ownTolerance(baseline, decimal(cell.target)) : decimal(tolerance)
  const open = expected.minus(baseline).abs().times(decimal('1').minus(onTrackRatio).abs())
  const ahead = decimal(cell.value)
    .minus(expected)
    .times(direction === 'decrease' ? -1 : 1)
  if (
    ahead
      .abs()
      .minus(own.gt(open) ? own : open)
      .lte('1e-9')
  )
    return 'on_pace'
  return ahead.isPositive() ? 'ahead' : 'behind'
}
