import { decimal, toText, type Decimal } from '#shared/values/decimal.ts'
import type { Direction } from './rules.ts'

/** One place or category in one period; hidden ones are told apart from absent ones. */
export interface GapFigure {
  readonly code: string
  readonly period: string
  readonly value: string | null
  readonly isHidden: boolean
}

/** Distance from the best to the worst that is shown, in one period (domain 3.9). */
export interface Gap {
  readonly period: string
  readonly best: string
  readonly worst: string
  /** In storage units, never negative. */
  readonly size: string
  /** How many figures it was measured over. */
  readonly over: number
  /** Hidden ones were left out: the true gap may be larger. */
  readonly hidden: number
}

function gapIn(period: string, figures: readonly GapFigure[], direction: 'increase' | 'decrease'): Gap | null {
  const shown = figures
    .filter((figure) => !figure.isHidden && figure.value !== null)
    .map((figure) => ({ code: figure.code, value: decimal(figure.value ?? '0') }))
    .sort((a, b) => b.value.comparedTo(a.value) || (a.code < b.code ? -1 : 1))
  const [highest, lowest] = [shown[0], shown.at(-1)]
  if (highest === undefined || lowest === undefined || shown.length < 2) return null
  const [best, worst] = direction === 'decrease' ? [lowest, highest] : [highest, lowest]
  return {
    period,
    best: best.code,
    worst: worst.code,
    size: toText(highest.value.minus(lowest.value)),
    over: shown.length,
    hidden: figures.filter((figure) => figure.isHidden).length,
  }
}

/**
 * The equity gap of each period, oldest first (domain 3.9): best less worst of what is shown, in the desired direction; none
 * where fewer than two are shown.
 * @param periods in the order of time
 */
export function gapsOf(figures: readonly GapFigure[], periods: readonly string[], direction: Direction): Gap[] {
  const byPeriod = Map.groupBy(figures, ({ period }) => period)
  return periods.flatMap((period) => gapIn(period, byPeriod.get(period) ?? [], direction === 'decrease' ? 'decrease' : 'increase') ?? [])
}

/**
 * Whether the gap widens, narrows or stays between two periods; null where others were measured, so that the two do not compare.
 * @param tolerance difference that is none, in storage units
 */
export function gapTrend(first: Gap, last: Gap, tolerance: Decimal): 'wider' | 'narrower' | 'same' | null {
  if (first.over !== last.over || first.hidden !== last.hidden) return null
  const change = decimal(last.size).minus(first.size)
  if (change.abs().lte(tolerance)) return 'same'
  return change.isPositive() ? 'wider' : 'narrower'
}
