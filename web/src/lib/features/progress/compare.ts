import { formatChange } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { isIncomplete } from '#shared/progress/finding.ts'
import { toldTrend } from '#shared/progress/told-trend.ts'
import { trendOf } from '#shared/targets/status.ts'
import { decimal } from '#shared/values/decimal.ts'
import { localName } from '#lib/state/local-name.ts'
import { isMasked } from '#shared/progress/masked.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { figureView, type FigureView } from './rows.ts'

/** Two figures of one indicator beside each other, with their difference in words or why there is none. */
export interface ComparedRow {
  readonly code: string
  readonly name: string
  readonly here: FigureView | null
  readonly other: FigureView | null
  readonly difference: string | null
  /** Of two periods: which way it went. Of two places: which one has more. */
  readonly word: 'better' | 'worse' | 'stable' | 'more' | 'less' | null
  readonly why: 'absent' | 'incomplete' | 'hidden' | 'break' | 'season' | 'same_period' | 'other_period' | null
  /** A total of two places depends on their size. */
  readonly isTotal: boolean
}

export interface Comparison {
  readonly kind: 'period' | 'place'
  readonly here: readonly ProgressCell[]
  readonly other: readonly ProgressCell[]
  /** Every figure of the place, by which breaks are known. */
  readonly series: readonly ProgressCell[]
  readonly endOf: (period: string) => string | undefined
}

/** Part of the year that a period is: a running total of the year compares with the same part alone. */
const seasonOf = (period: string) => period.slice(4)

function isSeasonal({ current }: Indicator): boolean {
  return (current.statusPeriods?.length ?? 0) > 0 || current.accumulation === 'year_to_date' || current.trackedAccumulation === 'year_to_date'
}

function whyNot(
  indicator: Indicator,
  here: ProgressCell | undefined,
  other: ProgressCell | undefined,
  { kind, series, endOf }: Comparison,
): ComparedRow['why'] {
  if (here === undefined || other === undefined) return 'absent'
  if (isMasked(here) || isMasked(other)) return 'hidden'
  if (here.value === null || other.value === null) return 'absent'
  if (isIncomplete(here) || isIncomplete(other)) return 'incomplete'
  if (kind === 'place') return here.period === other.period ? null : 'other_period'
  const [from, to] = [endOf(other.period), endOf(here.period)]
  if (from === undefined || to === undefined || from >= to) return 'same_period'
  if (isSeasonal(indicator) && seasonOf(here.period) !== seasonOf(other.period)) return 'season'
  const isBroken = series.some(({ indicator: code, period, flags }) => {
    const end = endOf(period)
    return code === indicator.code && flags.includes('break') && end !== undefined && end > from && end <= to
  })
  // The version in force began after the older figure: the two have not the same definition, wherever the break is drawn.
  return isBroken || (indicator.current.number > 1 && indicator.current.validFrom > from) ? 'break' : null
}

/** 2 % of the way from the starting point to the target, or 1 % of the level (domain 3.7), unless the version says otherwise. */
function toleranceOf({ current }: Indicator, cell: ProgressCell) {
  if (current.tolerance !== null) return decimal(current.tolerance)
  if (cell.baseline === null || cell.target === null || cell.baseline === cell.target)
    return decimal(cell.value ?? '0')
      .abs()
      .times('0.01')
  return decimal(cell.target).minus(cell.baseline).abs().times('0.02')
}

function wordOf(indicator: Indicator, kind: Comparison['kind'], here: ProgressCell, other: ProgressCell): ComparedRow['word'] {
  const [value, before] = [decimal(here.value ?? '0'), decimal(other.value ?? '0')]
  const tolerance = toleranceOf(indicator, here)
  if (kind === 'place') return value.minus(before).abs().lte(tolerance) ? 'stable' : value.gt(before) ? 'more' : 'less'
  if (indicator.current.direction === 'maintain') return null
  const trend = trendOf(indicator.current.direction, value, before, tolerance)
  return toldTrend({ trend }, indicator.current)
}

/** Each indicator here and there; never a difference across a break, between seasons or of what is hidden. */
export function comparedRows(indicators: readonly Indicator[], comparison: Comparison, locale: Locale): ComparedRow[] {
  return indicators.flatMap((indicator): ComparedRow[] => {
    const measure = measureOf(indicator.current, locale)
    const find = (cells: readonly ProgressCell[]) => cells.find((cell) => cell.indicator === indicator.code)
    const [here, other] = [find(comparison.here), find(comparison.other)]
    if (here === undefined && other === undefined) return []
    const why = whyNot(indicator, here, other, comparison)
    const compares = why === null && here !== undefined && other !== undefined
    return [
      {
        code: indicator.code,
        name: localName(indicator.current.nameFr, indicator.current.nameEn, locale),
        here: here === undefined ? null : figureView(here, measure, locale, indicator.current),
        other: other === undefined ? null : figureView(other, measure, locale, indicator.current),
        difference: compares ? formatChange(locale, other.value ?? '0', here.value ?? '0', measure) : null,
        word: compares ? wordOf(indicator, comparison.kind, here, other) : null,
        why,
        isTotal: comparison.kind === 'place' && ['count', 'currency'].includes(indicator.current.unitKind),
      },
    ]
  })
}
