import { formatChange, formatInteger, formatMeasure, formatNumber, formatPercent, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { localName } from '#lib/state/local-name.ts'
import { ageInMonths, explainedPace, scaleOf, type RowPace } from './row-parts.ts'
import { presenceOf, type ShownPresence } from '#shared/progress/masked.ts'
import { comparesWithPrevious, isIncomplete } from '#shared/progress/finding.ts'
import { isPartial } from '#shared/progress/partial.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { toldTrend } from '#shared/progress/told-trend.ts'
import { hasTarget, shownStatusOf, type ShownStatus } from '#shared/progress/shown-status.ts'

/** One position of a small curve. */
export interface RowPoint {
  readonly x: { readonly code: string; readonly label: string }
  readonly value: string | null
  readonly presence: ShownPresence
  readonly isProvisional: boolean
  readonly isPartial: boolean
  readonly isIncomplete: boolean
  /** Nothing before compares with it: another definition or another territory. */
  readonly isAfterBreak: boolean
}

/** One figure ready to be shown: everything is formatted, nothing is left to compute in a component. */
export interface FigureView {
  readonly text: string | null
  readonly lower: string | null
  readonly upper: string | null
  /** Whether the figure is a plain sum or may count somebody twice; null where nothing is added up. */
  readonly additivity: ProgressCell['additivity']
  /** Of a range: which of its figures is shown. Where something is missing the largest one is only that of what came. */
  readonly basis: 'estimate' | 'lowest' | 'highest' | 'highest_received' | null
  /** « 57 sur 92 »: what a share or a milestone counts. */
  readonly parts: readonly [string, string] | null
  readonly presence: ShownPresence
  readonly period: string
  readonly status: ShownStatus
  readonly reason: string
  readonly isFragile: boolean
  readonly isPartial: boolean
  readonly isStale: boolean
  readonly isRevised: boolean
  readonly coverage: string | null
  readonly progress: string | null
}

export interface IndicatorRow extends FigureView {
  readonly code: string
  readonly name: string
  readonly scope: 'population' | 'performance'
  readonly resultType: string | null
  readonly conditions: readonly string[]
  readonly measure: Measure
  readonly value: string | null
  readonly baseline: string | null
  readonly target: string | null
  readonly targetText: string | null
  /** Whether figures are compared with anything: a target, or a range to stay in. */
  readonly hasTarget: boolean
  readonly change: string | null
  readonly trend: 'better' | 'stable' | 'worse' | null
  readonly move: 'up' | 'down' | null
  readonly points: readonly RowPoint[]
  /** What is expected at the period of the figure, and where the figure stands beside it. */
  readonly expectedText: string | null
  readonly pace: RowPace | null
  /** Lowest and highest figure of the curve: its scale. */
  readonly scale: readonly [string, string] | null
  readonly periodCode: string | null
  /** Share of the way to the target, as a number to sort by. */
  readonly way: number | null
  /** Months since the period of the figure ended; null where that is not known. */
  readonly age: number | null
}

/** Whole numbers as such, others with their own decimals. */
function countText(locale: Locale, text: string): string {
  return /^-?\d+$/.test(text) ? formatInteger(locale, Number(text)) : formatNumber(locale, text)
}

function basisOf(cell: ProgressCell): NonNullable<FigureView['basis']> {
  if (cell.flags.includes('overlap_estimated')) return 'estimate'
  if (cell.value === cell.lower) return 'lowest'
  return isPartial(cell) ? 'highest_received' : 'highest'
}

/** A cell in words and figures, with its status as it is shown. `aim` is the indicator's version: it tells an incomplete figure from one without a target. */
export function figureView(cell: ProgressCell, measure: Measure, locale: Locale, aim?: Parameters<typeof shownStatusOf>[1]): FigureView {
  const text = (value: string | null) => (value === null ? null : formatMeasure(locale, value, measure))
  const ranged = cell.lower !== null && cell.upper !== null && cell.lower !== cell.upper
  return {
    text: text(cell.value),
    lower: ranged ? text(cell.lower) : null,
    upper: ranged ? text(cell.upper) : null,
    additivity: cell.additivity,
    basis: ranged ? basisOf(cell) : null,
    parts: cell.numerator === null || cell.denominator === null ? null : [countText(locale, cell.numerator), countText(locale, cell.denominator)],
    presence: presenceOf(cell),
    period: formatPeriod(locale, cell.period, 'short'),
    status: shownStatusOf(cell, aim),
    reason: cell.reason,
    isFragile: cell.flags.includes('fragile'),
    isPartial: isPartial(cell),
    isStale: cell.flags.includes('stale'),
    isRevised: cell.flags.includes('R'),
    coverage: cell.coverage === null || cell.coverage === '1' ? null : formatPercent(locale, cell.coverage, { decimals: 0 }),
    progress: cell.progress === null ? null : formatPercent(locale, cell.progress, { decimals: 0 }),
  }
}

/** Cells of one place in the order of time, for a small curve. */
export function pointsOf(cells: readonly ProgressCell[], locale: Locale): RowPoint[] {
  return cells.map((cell) => ({
    x: { code: cell.period, label: formatPeriod(locale, cell.period, 'short') },
    value: cell.value,
    presence: presenceOf(cell),
    isProvisional: cell.flags.includes('P'),
    isPartial: isPartial(cell),
    isIncomplete: isIncomplete(cell),
    isAfterBreak: cell.flags.includes('break'),
  }))
}

/** Rows of the dashboard's table: each indicator with its last figure and its way there; those without any figure too. */
export function indicatorRows(
  indicators: readonly Indicator[],
  latest: readonly ProgressCell[],
  series: readonly ProgressCell[],
  locale: Locale,
  /** By which the age of a figure is told. */
  when?: { readonly today: string; readonly endOf: (period: string) => string | undefined },
): IndicatorRow[] {
  return indicators.map((indicator) => {
    const measure = measureOf(indicator.current, locale)
    const cell = latest.find((one) => one.indicator === indicator.code)
    const own = series.filter((one) => one.indicator === indicator.code)
    const points = pointsOf(own, locale)
    const view: FigureView =
      cell === undefined
        ? {
            text: null,
            lower: null,
            upper: null,
            additivity: null,
            basis: null,
            parts: null,
            presence: 'missing',
            period: '',
            status: 'no_data',
            reason: 'not_reported',
            isFragile: false,
            isPartial: false,
            isStale: false,
            isRevised: false,
            coverage: null,
            progress: null,
          }
        : figureView(cell, measure, locale, indicator.current)
    const changed = cell !== undefined && cell.value !== null && cell.previous !== null && comparesWithPrevious(cell, own)
    return {
      ...view,
      code: indicator.code,
      name: localName(indicator.current.nameFr, indicator.current.nameEn, locale),
      scope: indicator.scope,
      resultType: indicator.current.resultType,
      conditions: indicator.current.conditions,
      measure,
      points,
      value: cell?.value ?? null,
      baseline: cell?.baseline ?? null,
      target: cell?.target ?? null,
      targetText: cell === undefined || cell.target === null ? null : formatMeasure(locale, cell.target, measure),
      hasTarget: hasTarget(cell, indicator.current),
      change: changed ? formatChange(locale, cell.previous as string, cell.value as string, measure) : null,
      trend: toldTrend(cell, indicator.current),
      ...explainedPace(cell, indicator, measure, locale),
      scale: scaleOf(points, measure, locale),
      periodCode: cell?.period ?? null,
      way: cell?.progress == null ? null : Number(cell.progress),
      age: cell === undefined || cell.value === null || when === undefined ? null : ageInMonths(when.endOf(cell.period), when.today),
      move: changed && cell.value !== cell.previous ? (Number(cell.value) > Number(cell.previous) ? 'up' : 'down') : null,
    }
  })
}
