import type { Definition } from '#shared/indicators/definition.ts'
import { Decimal, toTextOrNull } from '#shared/values/decimal.ts'
import { figureOf, type CellComponents, type Figure } from './components.ts'
import { runningTotals, totalOverPeriods, type PeriodTotal } from './periods.ts'

type Rule = Definition & { readonly direction: 'increase' | 'decrease' | 'maintain' }

/** One figure of a trial, in storage units; nothing of it is kept. */
export interface SampleFigure {
  readonly territory: number
  readonly period: number
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
  readonly bool: boolean | null
}

const add = (a: Decimal | null, b: Decimal | null) => (a === null ? b : b === null ? a : a.plus(b))
const most = (a: Decimal | null, b: Decimal | null) => (a === null ? b : b === null ? a : Decimal.max(a, b))
const read = (text: string | null) => (text === null ? null : new Decimal(text))

interface Sums {
  value: Decimal | null
  numerator: Decimal | null
  denominator: Decimal | null
  valueN: Decimal | null
  n: Decimal | null
  lower: Decimal | null
  upper: Decimal | null
  yes: number
  no: number
  weightMissing: number
}
const NONE: Sums = { value: null, numerator: null, denominator: null, valueN: null, n: null, lower: null, upper: null, yes: 0, no: 0, weightMissing: 0 }

/** The additive parts of one territory from its partners' figures, as computed cells hold them (D19). */
function sumsOfPlace(rule: Rule, figures: readonly SampleFigure[]): Sums {
  return figures.reduce<Sums>((sums, figure) => {
    const [value, n] = [read(figure.value), read(figure.n)]
    const isPart = figure.numerator !== null && figure.denominator !== null
    return {
      value: add(sums.value, value),
      numerator: isPart ? add(sums.numerator, read(figure.numerator)) : sums.numerator,
      denominator: isPart ? (rule.denominatorShared ? most : add)(sums.denominator, read(figure.denominator)) : sums.denominator,
      valueN: value === null || n === null ? sums.valueN : add(sums.valueN, value.times(n)),
      n: value === null || n === null ? sums.n : add(sums.n, n),
      lower: rule.overlapPartners === 'none' ? add(sums.lower, value) : most(sums.lower, value),
      upper: add(sums.upper, value),
      yes: sums.yes + Number(figure.bool === true),
      no: sums.no + Number(figure.bool === false),
      weightMissing: sums.weightMissing + Number(value !== null && n === null),
    }
  }, NONE)
}

/** The parts of the whole from those of its territories. */
function sumsOfWhole(rule: Rule, places: readonly Sums[]): Sums {
  return places.reduce<Sums>(
    (sums, place) => ({
      value: add(sums.value, place.value),
      numerator: add(sums.numerator, place.numerator),
      denominator: add(sums.denominator, place.denominator),
      valueN: add(sums.valueN, place.valueN),
      n: add(sums.n, place.n),
      lower: rule.overlapTerritories === 'none' ? add(sums.lower, place.lower) : most(sums.lower, place.lower),
      upper: add(sums.upper, place.upper),
      yes: sums.yes + place.yes,
      no: sums.no + place.no,
      weightMissing: sums.weightMissing + place.weightMissing,
    }),
    NONE,
  )
}

function cellOf(sums: Sums): CellComponents {
  return {
    sumValue: toTextOrNull(sums.value),
    sumNumerator: toTextOrNull(sums.numerator),
    sumDenominator: toTextOrNull(sums.denominator),
    sumValueN: toTextOrNull(sums.valueN),
    sumN: toTextOrNull(sums.n),
    lowerBound: toTextOrNull(sums.lower),
    upperBound: toTextOrNull(sums.upper),
    yesCount: sums.yes,
    noCount: sums.no,
    reportedCount: 0,
    missingCount: 0,
    notApplicableCount: 0,
    notExpectedCount: 0,
    weightMissingCount: sums.weightMissing,
    ownValue: null,
    ownNumerator: null,
    ownDenominator: null,
    ownN: null,
    ownBool: null,
    ownPresence: null,
    expectedWeight: '0',
    receivedWeight: '0',
    flags: [],
  }
}

export interface SampleResult {
  /** By territory, then by period: all partners together. */
  readonly places: readonly (readonly Figure[])[]
  /** By period: all territories together. */
  readonly whole: readonly Figure[]
  /** All periods of the whole; its value is null where the rule forbids a total. */
  readonly total: PeriodTotal
  /** The range of all periods, where people may be counted twice. */
  readonly totalRange: { readonly lower: string; readonly upper: string } | null
  /** By period, what a target is compared with, where it is a running total. */
  readonly running: readonly (string | null)[] | null
}

/** Both ends over periods by the same rule as the figure; null where no period is a range. */
function rangeOverPeriods(rule: Rule, whole: readonly Figure[]): SampleResult['totalRange'] {
  if (!whole.some(({ lower, upper }) => lower !== upper)) return null
  const end = (name: 'lower' | 'upper') =>
    totalOverPeriods(
      rule,
      whole.map((figure) => ({ ...figure, value: figure[name] })),
    ).value
  const [lower, upper] = [end('lower'), end('upper')]
  return lower === null || upper === null ? null : { lower, upper }
}

/**
 * Puts a few figures together as the product does (domain 3.4): partners into a territory, territories
 * into the whole, periods into one figure. Pure: a definition is tried before anything is stored.
 */
export function trySample(rule: Rule, figures: readonly SampleFigure[], size: { territories: number; periods: number }): SampleResult {
  const at = (count: number) => Array.from({ length: count }, (_, index) => index)
  const sums = at(size.territories).map((territory) =>
    at(size.periods).map((period) =>
      sumsOfPlace(
        rule,
        figures.filter((figure) => figure.territory === territory && figure.period === period),
      ),
    ),
  )
  const figure = (parts: Sums) => figureOf(rule, cellOf(parts))
  const whole = at(size.periods).map((period) =>
    figure(
      sumsOfWhole(
        rule,
        sums.map((row) => row[period] as Sums),
      ),
    ),
  )
  const isRunning = rule.temporalKind === 'flow' && rule.accumulation === 'per_period' && rule.trackedAccumulation !== 'per_period'
  return {
    places: sums.map((row) => row.map(figure)),
    whole,
    total: totalOverPeriods(rule, whole),
    totalRange: rangeOverPeriods(rule, whole),
    running: isRunning ? runningTotals(whole, null) : null,
  }
}
