import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { IndicatorDetail, Period } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { comparableCells } from '#shared/progress/finding.ts'
import { FEWEST_POINTS, projectionOf } from '#shared/progress/projection.ts'
import { Decimal, decimal, toText } from '#shared/values/decimal.ts'
import { ordinalFrom, type PeriodKind } from '#shared/values/period.ts'
import type { Mark } from '#lib/charts/types.ts'
import type { Curve } from '../curve.ts'

export interface ProjectionView {
  /** Null where no line can be drawn. */
  readonly drawn: { readonly marks: readonly Mark[]; readonly used: number } | null
  /** What it says, or why there is none; null where there is nothing to say. */
  readonly sentence: string | null
}

/** Season of a period's code: `Q2` of `2026-Q2`; nothing for whole years. */
export const seasonOf = (code: string): string | null => /^\d{4}-(.+)$/.exec(code)?.[1] ?? null

/** Whether figures of this indicator compare with the same season alone (domain 3.7). */
export function isSeasonal({ statusPeriods, accumulation, trackedAccumulation }: IndicatorDetail['current']): boolean {
  return (statusPeriods?.length ?? 0) > 0 || accumulation === 'year_to_date' || trackedAccumulation === 'year_to_date'
}

/** A share stays between nothing and all, a count above nothing: a straight line does not know. */
function possible(value: Decimal, { unitKind, isProportion, indexMin, indexMax }: IndicatorDetail['current']): Decimal {
  const lowest = unitKind === 'index' ? indexMin : '0'
  const highest = unitKind === 'index' ? indexMax : isProportion ? '1' : null
  const floored = lowest === null ? value : Decimal.max(value, lowest)
  return highest === null ? floored : Decimal.min(floored, highest)
}

/**
 * « Si rien ne change » (domain 3.8): least squares on the last 4 to 12 comparable points, up to the last target; of a
 * seasonal indicator on the same season alone. A conversation, no forecast.
 */
export function projectionView(
  detail: IndicatorDetail,
  cells: readonly ProgressCell[],
  periods: readonly Pick<Period, 'code' | 'kind' | 'startsOn' | 'endsOn'>[],
  curve: Pick<Curve, 'axis' | 'target'>,
  measure: Measure,
  locale: Locale,
): ProjectionView {
  const nothing: ProjectionView = { drawn: null, sentence: null }
  const goal = curve.target.at(-1)
  const comparable = comparableCells(cells)
  const last = comparable.at(-1)
  if (detail.current.unitKind === 'milestone' || goal === undefined || last === undefined) return nothing
  const span = new Map(periods.map((period) => [period.code, { ...period, kind: period.kind as PeriodKind }]))
  const [start, end, until] = [span.get(comparable[0]?.period ?? ''), span.get(last.period), span.get(goal.x.code)]
  if (start === undefined || end === undefined || until === undefined || until.endsOn <= end.endsOn) return nothing
  const season = isSeasonal(detail.current) ? seasonOf(last.period) : null
  const inSeason = (code: string) => season === null || seasonOf(code) === season
  const points = comparable.flatMap((cell) => {
    const period = span.get(cell.period)
    return period === undefined || !inSeason(cell.period) ? [] : [{ ordinal: ordinalFrom(start, period), value: decimal(cell.value ?? '0') }]
  })
  const line = projectionOf(points)
  if (line === null) return { drawn: null, sentence: m.curve_projection_few({ fewest: FEWEST_POINTS }) }
  const steps = curve.axis.filter(({ code }) => {
    const period = span.get(code)
    return (
      period !== undefined && period.endsOn >= end.endsOn && period.endsOn <= until.endsOn && (code === last.period || code === goal.x.code || inSeason(code))
    )
  })
  const marks = steps.map((step) => ({ x: step, value: toText(possible(line.at(ordinalFrom(start, span.get(step.code) ?? end)), detail.current)) }))
  const arrival = marks.at(-1)
  if (arrival === undefined || marks.length < 2) return nothing
  return {
    drawn: { marks, used: line.used },
    sentence: m.curve_projection({
      count: line.used,
      value: formatMeasure(locale, arrival.value, measure),
      period: arrival.x.label,
      target: formatMeasure(locale, goal.value, measure),
    }),
  }
}
