import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { paceOf } from '#shared/progress/explain.ts'
import { decimal } from '#shared/values/decimal.ts'
import type { RowPoint } from './rows.ts'

export type RowPace = 'ahead' | 'on_pace' | 'behind'

/** What is expected by the period of the figure, where something is expected, and where the figure stands beside it. */
export function explainedPace(
  cell: ProgressCell | undefined,
  { current }: Pick<Indicator, 'current'>,
  measure: Measure,
  locale: Locale,
): { expectedText: string | null; pace: RowPace | null } {
  if (cell === undefined || cell.expected === null || cell.status === 'no_data') return { expectedText: null, pace: null }
  return { expectedText: formatMeasure(locale, cell.expected, measure), pace: paceOf(cell, current) }
}

/** Lowest and highest figure of a curve, written beside it: without a scale a small curve exaggerates. */
export function scaleOf(points: readonly RowPoint[], measure: Measure, locale: Locale): readonly [string, string] | null {
  const values = points.flatMap(({ value, presence }) => (value === null || presence === 'masked' ? [] : [decimal(value)]))
  if (values.length < 2) return null
  const sorted = values.sort((a, b) => a.comparedTo(b))
  const text = (index: number) => formatMeasure(locale, sorted.at(index)?.toFixed() ?? '0', measure)
  return [text(0), text(-1)]
}

/** Months between the end of a figure's period and a day; null where the period is not known or has not ended. */
export function ageInMonths(endsOn: string | undefined, today: string): number | null {
  if (endsOn === undefined || endsOn >= today) return null
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number)
  const [endYear = 0, endMonth = 0, endDay = 0] = endsOn.split('-').map(Number)
  return (year - endYear) * 12 + month - endMonth - (day < Math.min(endDay, 28) ? 1 : 0)
}
