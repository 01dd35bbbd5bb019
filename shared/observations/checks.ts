import type { Presence } from '#shared/progress/components.ts'
import { daysBetween } from '#shared/values/calendar-date.ts'
import { Decimal, divide, toText } from '#shared/values/decimal.ts'
import { hasFigure } from './presence.ts'
import { displayedValue, type ValueRules } from './value.ts'
import { aboveWhole, type WholeRules } from './whole.ts'

/** What may look wrong in a sound figure; each has a sentence, `checks_<code>`. */
export const CHECK_CODES = [
  'outlier',
  'sudden_change',
  'repeated_value',
  'factor_100',
  'all_of_denominator',
  'above_whole',
  'late',
  'outside_limits',
  'zero',
] as const
export type CheckCode = (typeof CHECK_CODES)[number]

/** A warning with the numbers that triggered it: decimals as text in storage units, days as whole numbers, dates and period codes as they are. */
export interface CheckWarning {
  readonly code: CheckCode
  readonly numbers: Readonly<Record<string, string>>
}

/** A figure as far as it is compared; decimals as text in storage units. */
export interface ComparedFigure {
  readonly presence: Presence
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
}

/** A former figure of the same version, territory, partner and category. */
export interface PastFigure extends ComparedFigure {
  readonly period: string
}

/** What a figure is compared with. */
export interface CheckFacts extends WholeRules {
  readonly unitKind: ValueRules['unitKind']
  readonly accumulation: 'per_period' | 'year_to_date' | 'since_start'
  /** Not null for a seasonal indicator, whose figures are compared with the same season (domain 3.7). */
  readonly statusPeriods: readonly string[] | null
  /** Code of the figure's period. */
  readonly period: string
  /** Figures handed in for earlier periods, newest first. */
  readonly past: readonly PastFigure[]
  /** Last day in time; null when nobody asked for the figure or it was handed in before. */
  readonly dueOn: string | null
  readonly today: string
  /** Bounds that were set for the indicator, both included. */
  readonly limits: { readonly low: string | null; readonly high: string | null } | null
  /** The figure is the undivided one of its place: where a zero says that nothing happened. */
  readonly isWhole?: boolean
}

/** Former figures that the server reads for one figure: six of the same season at a quarterly rhythm. */
export const PAST_FIGURES = 24

/** Past values below which no value is called far from them. */
const ENOUGH_PAST = 6
const OUTLIER_Z = new Decimal('3.5')
/** Makes the median absolute deviation comparable with a standard deviation (domain 3.10). */
const MAD_SCALE = new Decimal('1.4826')
const SUDDEN_CHANGE = new Decimal('0.5')
const REPEATED = 4
const LARGE_DENOMINATOR = 20
/** A value is read as a hundred times another when their quotient lies within these bounds. */
const HUNDREDFOLD = { from: 50, to: 200 } as const
/** Kinds whose zero says that nothing happened: a declaration, never a blank (situation 9). */
const MAY_BE_NOTHING: readonly ValueRules['unitKind'][] = ['count', 'currency', 'ratio']
/** Kinds in which a share may have been typed as 0.27 for 27, or the reverse. */
const MAY_BE_SHARE: readonly ValueRules['unitKind'][] = ['ratio', 'mean', 'index']

function numberOf(figure: ComparedFigure): Decimal | null {
  if (!hasFigure(figure.presence)) return null
  const text = displayedValue(figure)
  return text === null ? null : new Decimal(text)
}

function medianOf(values: readonly Decimal[]): Decimal {
  const sorted = [...values].sort((a, b) => a.comparedTo(b))
  const middle = sorted.length >> 1
  const upper = sorted[middle] as Decimal
  return sorted.length % 2 === 1 ? upper : upper.plus(sorted[middle - 1] as Decimal).div(2)
}

/** The part of a period's code that names its season: `Q3` of `2026-Q3`; null for a year or any other span. */
function seasonOf(period: string): string | null {
  return /^\d{4}-([QS]\d|\d\d)$/.exec(period)?.[1] ?? null
}

/** Former figures that a figure may be compared with: of the same season, or as long after the year's start, where that matters. */
function comparablePast({ statusPeriods, accumulation, past, period }: CheckFacts): readonly PastFigure[] {
  const season = seasonOf(period)
  const bySeason = season !== null && ((statusPeriods ?? []).length > 0 || accumulation === 'year_to_date')
  return bySeason ? past.filter((one) => seasonOf(one.period) === season) : past
}

/** Share by which a value differs from another; null from zero, where no share exists. */
function changeFrom(former: Decimal, value: Decimal): Decimal | null {
  return divide(value.minus(former), former.abs())
}

function isSudden(former: Decimal, value: Decimal): boolean {
  return value.minus(former).abs().gt(former.abs().times(SUDDEN_CHANGE))
}

function outlierOf(value: Decimal, values: readonly Decimal[]): CheckWarning[] {
  if (values.length < ENOUGH_PAST) return []
  const median = medianOf(values)
  const mad = medianOf(values.map((one) => one.minus(median).abs()))
  const numbers = { median: toText(median), mad: toText(mad), count: String(values.length) }
  if (mad.isZero()) {
    const change = changeFrom(median, value)
    return isSudden(median, value) ? [{ code: 'outlier', numbers: { ...numbers, ...(change === null ? {} : { change: toText(change) }) } }] : []
  }
  const z = value.minus(median).abs().div(mad.times(MAD_SCALE))
  return z.gt(OUTLIER_Z) ? [{ code: 'outlier', numbers: { ...numbers, z: toText(z.toDecimalPlaces(2)) } }] : []
}

function hundredfoldOf(value: Decimal, values: readonly Decimal[]): CheckWarning[] {
  const median = values.length === 0 ? new Decimal(0) : medianOf(values)
  if (median.isZero() || value.isZero()) return []
  const quotient = value.div(median)
  const size = quotient.gt(1) ? quotient : new Decimal(1).div(quotient)
  if (quotient.lt(0) || size.lt(HUNDREDFOLD.from) || size.gt(HUNDREDFOLD.to)) return []
  return [{ code: 'factor_100', numbers: { value: toText(value), median: toText(median) } }]
}

function repeatedOf(value: Decimal, past: readonly PastFigure[]): CheckWarning[] {
  const latest = past.slice(0, REPEATED - 1)
  const isRepeated = latest.length === REPEATED - 1 && latest.every((one) => numberOf(one)?.eq(value) === true)
  return isRepeated ? [{ code: 'repeated_value', numbers: { value: toText(value), count: String(REPEATED) } }] : []
}

/** Whether a warning is confirmed by a tick alone; any other needs a word. */
export function needsComment(warnings: readonly Pick<CheckWarning, 'code'>[]): boolean {
  return warnings.some(({ code }) => code !== 'zero')
}

function outsideOf(value: Decimal, limits: CheckFacts['limits']): CheckWarning[] {
  if (limits === null) return []
  const { low, high } = limits
  const isOutside = (low !== null && value.lt(low)) || (high !== null && value.gt(high))
  return isOutside ? [{ code: 'outside_limits', numbers: { value: toText(value), ...(low === null ? {} : { low }), ...(high === null ? {} : { high }) } }] : []
}

/**
 * What looks unusual in a sound figure (domain 3.10): never blocks, asks for a confirmation. Exact decimals; the compared
 * number of a ratio is its numerator ÷ denominator. A figure of zero past values, or an absence, can only be late.
 * @returns warnings in the order of CHECK_CODES, each with its numbers
 */
export function warningsFor(figure: ComparedFigure, facts: CheckFacts): CheckWarning[] {
  const warnings: CheckWarning[] = []
  const value = numberOf(figure)
  if (value !== null && facts.unitKind !== 'milestone') {
    const past = comparablePast(facts)
    const reported = past.flatMap((one) => {
      const number = numberOf(one)
      return number === null ? [] : [{ period: one.period, number }]
    })
    const values = reported.map(({ number }) => number)
    const [previous] = reported
    warnings.push(...outlierOf(value, values))
    if (previous !== undefined && isSudden(previous.number, value)) {
      const change = changeFrom(previous.number, value)
      const numbers = { previous: toText(previous.number), period: previous.period, value: toText(value) }
      warnings.push({ code: 'sudden_change', numbers: { ...numbers, ...(change === null ? {} : { change: toText(change) }) } })
    }
    warnings.push(...repeatedOf(value, past))
    if (MAY_BE_SHARE.includes(facts.unitKind)) warnings.push(...hundredfoldOf(value, values))
  }
  const { numerator, denominator } = figure
  if (facts.unitKind === 'ratio' && numerator !== null && denominator !== null && new Decimal(denominator).gt(LARGE_DENOMINATOR)) {
    if (new Decimal(numerator).eq(denominator)) warnings.push({ code: 'all_of_denominator', numbers: { numerator, denominator } })
  }
  const above = hasFigure(figure.presence) ? aboveWhole(figure, facts) : null
  if (above !== null) warnings.push({ code: 'above_whole', numbers: above.numbers })
  if (facts.dueOn !== null && facts.today > facts.dueOn) {
    warnings.push({ code: 'late', numbers: { dueOn: facts.dueOn, days: String(daysBetween(facts.dueOn, facts.today)) } })
  }
  if (value !== null && facts.unitKind !== 'milestone') warnings.push(...outsideOf(value, facts.limits))
  if (value?.isZero() === true && facts.isWhole === true && MAY_BE_NOTHING.includes(facts.unitKind)) warnings.push({ code: 'zero', numbers: { value: '0' } })
  return warnings
}
