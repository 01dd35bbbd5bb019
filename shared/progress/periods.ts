import { ruleOverPeriods, type Definition } from '#shared/indicators/definition.ts'
import { Decimal, decimal, divide, toText } from '#shared/values/decimal.ts'
import type { Figure } from './components.ts'

/** A figure over several periods, with how many of them had one. */
export interface PeriodTotal {
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
  readonly reported: number
  readonly asked: number
}

type PeriodFigure = Pick<Figure, 'value' | 'numerator' | 'denominator' | 'n' | 'sumValueN'>

/** Σ value × n of a mean: the exact one where it is known, since a mean is shown with twelve decimals. */
const weightedOf = ({ value, n, sumValueN }: PeriodFigure) =>
  sumValueN === undefined ? decimal(value as string).times(decimal(n as string)) : decimal(sumValueN)

const sum = (values: readonly (string | null)[]) => values.reduce((total, value) => (value === null ? total : total.plus(decimal(value))), new Decimal(0))

/**
 * Puts the figures of successive periods together (domain 3.4, last column). A missing period is
 * left out and counted: `reported` of `asked`. Null where the rule forbids a total.
 */
export function totalOverPeriods(definition: Definition, figures: readonly (PeriodFigure | null)[]): PeriodTotal {
  const present = figures.filter((figure): figure is PeriodFigure => figure !== null && figure.value !== null)
  const counts = { reported: present.length, asked: figures.length }
  const none = { value: null, numerator: null, denominator: null, n: null, ...counts }
  if (present.length === 0) return none
  switch (ruleOverPeriods(definition)) {
    case 'sum':
      return { ...none, value: toText(sum(present.map((figure) => figure.value))) }
    case 'ratio_of_sums': {
      const parts = present.filter((figure) => figure.numerator !== null && figure.denominator !== null)
      const numerator = sum(parts.map((figure) => figure.numerator))
      const denominator = sum(parts.map((figure) => figure.denominator))
      const value = divide(numerator, denominator)
      return value === null ? none : { ...none, value: toText(value), numerator: toText(numerator), denominator: toText(denominator) }
    }
    case 'weighted_mean': {
      const weighed = present.filter((figure) => figure.n !== null)
      const n = sum(weighed.map((figure) => figure.n))
      const total = weighed.reduce((all, figure) => all.plus(weightedOf(figure)), new Decimal(0))
      const value = divide(total, n)
      return value === null ? none : { ...none, value: toText(value), n: toText(n) }
    }
    case 'last': {
      const last = present[present.length - 1] as PeriodFigure
      return { ...counts, value: last.value, numerator: last.numerator, denominator: last.denominator, n: last.n }
    }
    default:
      return none
  }
}

/**
 * The running total of per-period figures that are tracked since the start or since the start of
 * the year: what a target speaks of when partners report each period's part.
 * @param yearOf names the year in which a total restarts; null for a total since the start
 */
export function runningTotals<T extends { readonly value: string | null }>(figures: readonly T[], yearOf: ((figure: T) => string) | null): (string | null)[] {
  let total: Decimal | null = null
  let year: string | null = null
  return figures.map((figure) => {
    const own = yearOf === null ? null : yearOf(figure)
    if (own !== year) {
      total = null
      year = own
    }
    if (figure.value === null) return null
    total = (total ?? new Decimal(0)).plus(decimal(figure.value))
    return toText(total)
  })
}
