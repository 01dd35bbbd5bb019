import { milestoneStatus, progressShare, statusOf, trendOf, type Status, type StatusReason } from '#shared/targets/status.ts'
import { expectedAt, type Point } from '#shared/targets/trajectory.ts'
import { addDays, addMonths, daysBetween } from '#shared/values/calendar-date.ts'
import { Decimal, decimal, decimalOrNull, toTextOrNull } from '#shared/values/decimal.ts'
import { countsForStatus, ordinalFrom, periodKindOf, type Period } from '#shared/values/period.ts'
import type { Figure } from './components.ts'
import { NOT_PUT_TOGETHER } from './masked.ts'
import { baselineOf, isBroken, targetsOf, type PlacedTarget, type Place, type Rules } from './rules.ts'

/** The day a reader stands on. */
export interface Standpoint {
  readonly today: string
  /** For `latest`, the day up to which figures were asked for; null when a period was named. */
  readonly latestBy: string | null
}

/** What a figure means: the part of a progress cell that is decided, not read. */
export interface Judgement {
  readonly baseline: string | null
  readonly target: string | null
  readonly expected: string | null
  readonly progress: string | null
  readonly ratio: string | null
  readonly status: Status
  readonly reason: StatusReason
  readonly flags: readonly string[]
}

const STEP_MONTHS = { month: 1, quarter: 3, semester: 6, year: 12, school_year: 12, fiscal_year: 12, every_n_years: 12, ad_hoc: 12 } as const

/** Months between two figures that count: a season of the year, or the frequency itself. */
function monthsBetweenFigures(rules: Rules): number {
  const seasons = rules.statusPeriods?.length ?? 0
  if (seasons > 0) return 12 / seasons
  return STEP_MONTHS[rules.frequency] * (rules.frequency === 'every_n_years' ? (rules.everyNYears ?? 1) : 1)
}

/** Last day on which a period's figure is on time. */
export function dueOn(rules: Rules, period: Pick<Period, 'endsOn'>): string {
  return addDays(period.endsOn, rules.dueDays)
}

function absentReason(rules: Rules, figure: Figure, period: Period, today: string): StatusReason {
  if (figure.presence === 'not_applicable' || figure.presence === 'not_expected') return figure.presence
  if (figure.flags.includes(NOT_PUT_TOGETHER)) return 'not_put_together'
  return today <= dueOn(rules, period) ? 'not_due' : 'not_reported'
}

function isFragile(rules: Rules, figure: Figure): boolean {
  const size = figure.denominator ?? figure.n
  return size !== null && !rules.definition.completeList && Number(size) < rules.definition.minDenominator
}

/** Whether too little of what was expected was received for a status (domain 3.7). */
export function isIncomplete(rules: Rules, figure: Figure): boolean {
  return figure.coverage !== null && figure.coverage !== '1' && decimal(figure.coverage).lt(rules.minCoverage)
}

function bandOf(rules: Rules, finalTarget: PlacedTarget | undefined): { band: readonly [Decimal, Decimal]; watchMargin?: Decimal } | null {
  if (rules.definition.direction === 'maintain') return rules.band === null ? null : { band: rules.band }
  if (!rules.containment || finalTarget === undefined) return null
  // The aim is to limit a loss: every value on the good side of the bound holds (domain 3.5).
  const far = new Decimal('1e30')
  const bound = finalTarget.value
  return { band: rules.definition.direction === 'increase' ? [bound, far] : [far.negated(), bound], watchMargin: bound.abs().times('0.05') }
}

/** Tolerance of domain 3.7: the version's own, else 2 % of the way, else 1 % of the level to hold. */
function toleranceOf(rules: Rules, baseline: Decimal | null, target: Decimal | null, level: Decimal): Decimal {
  if (rules.tolerance !== null) return rules.tolerance
  if (baseline === null || target === null) return level.abs().times('0.01')
  return target.eq(baseline) ? target.abs().times('0.01') : target.minus(baseline).abs().times('0.02')
}

/**
 * Baseline, target, expected value, progress and status of one figure (domain 3.5–3.7).
 * @param figure in storage units; its `value` is what is compared with the target
 * @param partnerId a partner has a status only against a target that it set itself
 * @param partnerBaseline the partner's own figure in the baseline's period
 */
export function judge(
  rules: Rules,
  place: Place,
  period: Period,
  category: string,
  figure: Figure,
  standpoint: Standpoint,
  partnerId: string | null = null,
  partnerBaseline: string | null = null,
): Judgement {
  const start = baselineOf(rules, place, category)
  const targets = targetsOf(rules, place, partnerId, category, start, period.endsOn)
  const finalTarget = targets[targets.length - 1]
  const baselineText = partnerId === null ? (start?.text ?? null) : partnerBaseline
  const baselineValue = partnerId === null ? (start?.value ?? null) : decimalOrNull(partnerBaseline)
  const ordinal = start?.period == null || periodKindOf(rules.frequency) !== period.kind ? null : ordinalFrom(start.period, period)
  const baseline: Point | null = baselineValue === null || ordinal === null ? null : { ordinal: 0, value: baselineValue }
  const bounds = bandOf(rules, finalTarget)
  const flags: string[] = []
  const compared = { baseline: baselineText, target: finalTarget?.text ?? null, flags }
  const expected = () => (baseline === null || ordinal === null || bounds !== null ? null : toTextOrNull(expectedAt(baseline, targets, ordinal)))
  const none = (reason: StatusReason): Judgement => ({ ...compared, expected: expected(), progress: null, ratio: null, status: 'no_data', reason })

  if (!countsForStatus(period.code, rules.statusPeriods)) return { ...none('out_of_season'), expected: null }
  if (figure.value === null) return none(absentReason(rules, figure, period, standpoint.today))
  const actual = decimal(figure.value)
  if (isFragile(rules, figure)) flags.push('fragile')
  if (standpoint.latestBy !== null && isStale(rules, period, standpoint.latestBy)) flags.push('stale')
  if (isIncomplete(rules, figure)) {
    flags.push('incomplete')
    return none('incomplete')
  }
  if (start?.period != null && isBroken(place, start.period.endsOn, period.endsOn)) return none('not_comparable')
  if (bounds === null && finalTarget !== undefined && baselineValue !== null && ordinal !== null && ordinal <= 0) {
    return {
      ...none(nextIsDue(rules, period, standpoint) ? 'baseline' : 'not_due'),
      progress: toTextOrNull(progressShare(actual, baselineValue, finalTarget.value)),
    }
  }
  if (rules.definition.unitKind === 'milestone' && figure.denominator === '1' && finalTarget !== undefined) {
    const asOf = period.endsOn < standpoint.today ? period.endsOn : standpoint.today
    return { ...compared, expected: expected(), progress: null, ratio: null, ...milestoneStatus(actual.eq(1), daysBetween(finalTarget.period.endsOn, asOf)) }
  }
  const result = statusOf({
    direction: bounds === null ? rules.definition.direction : 'maintain',
    actual,
    baseline,
    targets,
    ordinal,
    ...(bounds ?? {}),
    ...(rules.tolerance === null ? {} : { tolerance: rules.tolerance }),
    onTrackRatio: rules.onTrackRatio,
    watchRatio: rules.watchRatio,
  })
  return {
    ...compared,
    expected: toTextOrNull(result.expected),
    progress: toTextOrNull(result.progress),
    ratio: toTextOrNull(result.ratio),
    status: result.status,
    reason: result.reason,
  }
}

/** The last figure is older than two periods in which one was expected (domain 3.7). */
function isStale(rules: Rules, period: Period, day: string): boolean {
  return rules.frequency !== 'ad_hoc' && addDays(addMonths(period.endsOn, 2 * monthsBetweenFigures(rules)), rules.dueDays) < day
}

/** A named period that is the starting point says so; the newest figure says that the next is not due yet. */
function nextIsDue(rules: Rules, period: Period, { latestBy }: Standpoint): boolean {
  return latestBy === null || addDays(addMonths(period.endsOn, monthsBetweenFigures(rules)), rules.dueDays) < latestBy
}

/** Direction of travel against the previous comparable figure; null where either is incomplete (domain 3.8). */
export function trendBetween(
  rules: Rules,
  place: Place,
  period: Period,
  category: string,
  figure: Figure,
  previous: Figure,
): 'better' | 'stable' | 'worse' | null {
  if (figure.value === null || previous.value === null || rules.definition.direction === 'maintain') return null
  if (isIncomplete(rules, figure) || isIncomplete(rules, previous)) return null
  const start = baselineOf(rules, place, category)
  const targets = targetsOf(rules, place, null, category, start, period.endsOn)
  const before = decimal(previous.value)
  return trendOf(
    rules.definition.direction,
    decimal(figure.value),
    before,
    toleranceOf(rules, start?.value ?? null, targets[targets.length - 1]?.value ?? null, before),
  )
}
