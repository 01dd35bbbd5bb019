import { ruleOverPeriods } from '#shared/indicators/definition.ts'
import { fiscalYearOf, type Period } from '#shared/values/period.ts'
import { figureOf, type CellComponents, type Figure } from './components.ts'
import type { ProgressCell } from './contract.ts'
import { judge, trendBetween, type Standpoint } from './judge.ts'
import { additivityOf } from './overlap.ts'
import { runningTotals } from './periods.ts'
import { baselineOf, isBroken, overlapRateOf, type Place, type Rules } from './rules.ts'

/** The figures of one indicator version in one place, of all partners or of one, in one category. */
export interface Series {
  readonly rules: Rules
  readonly place: Place
  readonly partner: { readonly id: string; readonly code: string } | null
  readonly category: string
  readonly rows: ReadonlyMap<string, CellComponents>
}

/** A period with its id. */
export interface KnownPeriod extends Period {
  readonly id: string
}

/** An earlier period, and whether another version of the indicator held then. */
export interface Neighbour {
  readonly period: KnownPeriod
  readonly isOtherVersion: boolean
}

/** Whether figures of single periods are tracked as a total since the start or of the year. */
export function isRunning(rules: Rules): boolean {
  const { accumulation, trackedAccumulation } = rules.definition
  return accumulation === 'per_period' && trackedAccumulation !== 'per_period' && ruleOverPeriods(rules.definition) === 'sum'
}

/** Whether figures of this version compare with the same season of the year before, not with the period before. */
export function comparesWithYearBefore(rules: Rules): boolean {
  const { accumulation, trackedAccumulation } = rules.definition
  return (rules.statusPeriods?.length ?? 0) > 0 || accumulation === 'year_to_date' || trackedAccumulation === 'year_to_date'
}

/** A figure that nobody reported: expected and missing, or not expected at all; never zero. */
function absentFigure(isExpected: boolean): Figure {
  return {
    value: null,
    lower: null,
    upper: null,
    numerator: null,
    denominator: null,
    n: null,
    computed: null,
    flags: [],
    presence: isExpected ? 'missing' : 'not_expected',
    coverage: isExpected ? '0' : null,
  }
}

interface Tracked {
  readonly figure: Figure
  readonly periodValue: string | null
}

function withTotals({ rules, place }: Series, periods: readonly KnownPeriod[], figures: readonly (Figure | null)[], fiscalStartMonth: number): Tracked[] {
  // Never a total across a break: what the territory was before does not belong to what it is (domain 3.4).
  const stretchOf = ({ endsOn }: Period) => place.breaks.filter((day) => day <= endsOn).length
  const isByYear = rules.definition.trackedAccumulation === 'year_to_date'
  const yearOf =
    isByYear || place.breaks.length > 0
      ? ({ period }: { period: Period }) => `${isByYear ? fiscalYearOf(period, fiscalStartMonth) : ''} ${stretchOf(period)}`
      : null
  const totals = (of: (figure: Figure) => string | null) =>
    runningTotals(
      periods.map((period, index) => ({ period, value: figures[index] == null ? null : of(figures[index]) })),
      yearOf,
    )
  const [values, lowers, uppers] = [totals((figure) => figure.value), totals((figure) => figure.lower), totals((figure) => figure.upper)]
  let hasGap = false
  let hasBegun = false
  let year: string | null = null
  return periods.map((period, index) => {
    const own = yearOf === null ? null : yearOf({ period })
    if (own !== year) {
      hasGap = hasBegun = false
      year = own
    }
    const figure = figures[index] ?? absentFigure(false)
    if (figure.value === null) hasGap ||= hasBegun
    else hasBegun = true
    return {
      figure: {
        ...figure,
        value: values[index] ?? null,
        lower: lowers[index] ?? null,
        upper: uppers[index] ?? null,
        flags: hasGap && figure.value !== null ? [...figure.flags, 'gaps'] : figure.flags,
      },
      periodValue: figure.value,
    }
  })
}

/** Reads the figures of a series in the order of its periods; absent ones are null. */
function trackedFigures(series: Series, periods: readonly KnownPeriod[], fiscalStartMonth: number): Map<string, Tracked> {
  const { rules, place, rows } = series
  const figures = periods.map((period) => {
    const row = rows.get(period.id)
    if (row === undefined) return null
    // A share measured among partners says nothing of one partner's own places.
    const isMeasured = rules.overlaps.length > 0 && series.partner === null
    return figureOf(rules.definition, row, isMeasured ? overlapRateOf(rules, place, period) : null)
  })
  if (isRunning(rules)) {
    const tracked = withTotals(series, periods, figures, fiscalStartMonth)
    return new Map(periods.flatMap((period, index) => (figures[index] === null ? [] : [[period.id, tracked[index] as Tracked]])))
  }
  return new Map(periods.flatMap((period, index) => (figures[index] == null ? [] : [[period.id, { figure: figures[index], periodValue: null }]])))
}

/** What the assembly of one version's cells is told besides its figures. */
export interface Assembly {
  /** Every period whose figures were read for this version, oldest first: shown ones and their context. */
  readonly periods: readonly KnownPeriod[]
  readonly shown: readonly KnownPeriod[]
  /** The comparable period before: the one before, or the same season a year earlier. */
  readonly previousOf: (period: KnownPeriod) => Neighbour | null
  /** The period just before. */
  readonly precedingOf: (period: KnownPeriod) => Neighbour | null
  /** Whether somebody owes the figure of this place and period. */
  readonly isOwed: (place: Place, period: KnownPeriod) => boolean
  /** Whether an absent figure is worth a cell. */
  readonly showsAbsent: (period: KnownPeriod) => boolean
  readonly standpoint: Standpoint
  readonly fiscalStartMonth: number
  /** What parts would give beside an own figure is for the backbone. */
  readonly showsComputed: boolean
}

/** The cells of one series (domain 3.4–3.8): figure, what it is compared with, status and trend. */
export function assembleSeries(series: Series, assembly: Assembly): ProgressCell[] {
  const { rules, place, partner, category } = series
  const tracked = trackedFigures(series, assembly.periods, assembly.fiscalStartMonth)
  const partnerBaseline = partner === null ? null : baselineFigure(series, assembly, tracked)
  const additivity = additivityOf(rules.definition)
  const cells: ProgressCell[] = []
  for (const period of assembly.shown) {
    const found = tracked.get(period.id)
    if (found === undefined && !assembly.showsAbsent(period)) continue
    const figure = found?.figure ?? absentFigure(assembly.isOwed(place, period))
    const judgement = judge(rules, place, period, category, figure, assembly.standpoint, partner?.id ?? null, partnerBaseline)
    const breaksAfter = (before: Neighbour | null) => before !== null && (before.isOtherVersion || isBroken(place, before.period.endsOn, period.endsOn))
    const before = assembly.previousOf(period)
    const previous = before === null || breaksAfter(before) ? undefined : tracked.get(before.period.id)?.figure
    const isBreak = breaksAfter(assembly.precedingOf(period))
    const flags =
      figure.flags.length + judgement.flags.length === 0 && !isBreak ? [] : [...figure.flags, ...judgement.flags, ...(isBreak ? ['break'] : [])].sort()
    cells.push({
      indicator: rules.indicator,
      territory: place.code,
      level: place.level,
      partner: partner?.code ?? null,
      period: period.code,
      category,
      value: figure.value,
      lower: figure.lower,
      upper: figure.upper,
      additivity,
      numerator: figure.numerator,
      denominator: figure.denominator,
      n: figure.n,
      presence: figure.presence,
      coverage: figure.coverage,
      baseline: judgement.baseline,
      target: judgement.target,
      expected: judgement.expected,
      progress: judgement.progress,
      status: judgement.status,
      reason: judgement.reason,
      flags,
      ratio: judgement.ratio,
      periodValue: found?.periodValue ?? null,
      computed: assembly.showsComputed ? figure.computed : null,
      previous: previous?.value ?? null,
      previousPeriod: previous === undefined ? null : (before?.period.code ?? null),
      trend: previous === undefined ? null : trendBetween(rules, place, period, category, figure, previous),
    })
  }
  return cells
}

/** A partner starts from its own figure in the baseline's period. */
function baselineFigure({ rules, place, category }: Series, { periods }: Assembly, tracked: ReadonlyMap<string, Tracked>): string | null {
  const start = baselineOf(rules, place, category)?.period
  const period = start == null ? undefined : periods.find((one) => one.code === start.code)
  return period === undefined ? null : (tracked.get(period.id)?.figure.value ?? null)
}
