import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { StripFigure } from '#lib/charts/strip.ts'
import type { ChartPoint } from '#lib/charts/types.ts'
import { presenceOf } from '#shared/progress/masked.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { indicatorRows, pointsOf, type IndicatorRow } from '#lib/features/progress/rows.ts'

/** An indicator of one place, with the place that holds it and the places beside it. */
export interface PlaceRow extends IndicatorRow {
  /** Figure of the place that holds it, for the same period; null without one. */
  readonly above: {
    readonly text: string | null
    readonly presence: ReturnType<typeof presenceOf>
    readonly value: string | null
    readonly points: readonly ChartPoint[]
  } | null
  /** Figures of the places of the same level for the same period, this one among them, in no order of value. */
  readonly peers: readonly StripFigure[]
}

/** The figure that may be shown: none of a hidden one, whatever it carries. */
const shown = (cell: ProgressCell) => (presenceOf(cell) === 'masked' ? null : cell.value)
const tells = (cell: ProgressCell) => cell.presence !== 'not_expected' || cell.value !== null
const textOf = (value: string | null, measure: Measure, locale: Locale) => (value === null ? null : formatMeasure(locale, value, measure))

/** Rows of a place: the indicators that say something here. Figures of other periods are never set beside each other. */
export function placeRows(
  indicators: readonly Indicator[],
  cells: {
    readonly here: readonly ProgressCell[]
    readonly series: readonly ProgressCell[]
    readonly above: readonly ProgressCell[]
    readonly aboveSeries: readonly ProgressCell[]
    readonly peers: readonly ProgressCell[]
  },
  nameOf: ReadonlyMap<string, string>,
  locale: Locale,
): PlaceRow[] {
  const present = new Map(cells.here.filter(tells).map((cell) => [cell.indicator, cell]))
  const known = indicators.filter((one) => present.has(one.code))
  return indicatorRows(known, cells.here, cells.series, locale).map((row) => {
    const own = present.get(row.code)
    const above = cells.above.find((cell) => cell.indicator === row.code && cell.period === own?.period)
    const indicator = known.find((one) => one.code === row.code)
    const measure = indicator === undefined ? row.measure : measureOf(indicator.current, locale)
    return {
      ...row,
      above:
        above === undefined
          ? null
          : {
              text: textOf(shown(above), measure, locale),
              presence: presenceOf(above),
              value: shown(above),
              points: pointsOf(
                cells.aboveSeries.filter((cell) => cell.indicator === row.code),
                locale,
              ),
            },
      peers: cells.peers
        .filter((cell) => cell.indicator === row.code && cell.period === own?.period)
        .map((cell) => ({ code: cell.territory, label: nameOf.get(cell.territory) ?? cell.territory, value: shown(cell), presence: presenceOf(cell) }))
        .sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true })),
    }
  })
}

/** Indicators without a figure here that have one in the place that holds it. */
export function knownAboveOnly(
  indicators: readonly Indicator[],
  here: readonly ProgressCell[],
  above: readonly ProgressCell[],
  locale: Locale,
): IndicatorRow[] {
  const present = new Set(here.filter(tells).map((cell) => cell.indicator))
  const known = above.filter((cell) => shown(cell) !== null && !present.has(cell.indicator))
  return indicatorRows(
    indicators.filter((one) => known.some((cell) => cell.indicator === one.code)),
    known,
    [],
    locale,
  )
}
