import { formatChange, formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { gapsOf, gapTrend, type Gap, type GapFigure } from '#shared/progress/gap.ts'
import { decimal } from '#shared/values/decimal.ts'
import { localName } from '#lib/state/local-name.ts'
import { isMasked } from '#shared/progress/masked.ts'
import { measureOf } from '#shared/progress/measure.ts'

/** Distance between the best and the worst that is shown, of one indicator (domain 3.9). */
export interface EquityRow {
  readonly key: string
  readonly code: string
  readonly name: string
  /** What is compared: places of a level, or categories of a dimension. */
  readonly between: string
  readonly size: string
  readonly best: string
  readonly bestValue: string
  readonly worst: string
  readonly worstValue: string
  /** The same gap at the start, and which way it went; null where the two do not compare. */
  readonly startSize: string | null
  readonly trend: 'wider' | 'narrower' | 'same' | null
  readonly hidden: number
  readonly period: string
}

/** Totals differ with the size of what they count: only shares, means and indices tell of equity. */
const COMPARABLE = ['ratio', 'mean', 'index']
const START = 'start'

interface Compared {
  readonly key: string
  readonly cell: ProgressCell
}

function rowOf(indicator: Indicator, between: string, compared: readonly Compared[], nameOf: (key: string) => string, locale: Locale): EquityRow[] {
  const { current } = indicator
  const measure = measureOf(current, locale)
  // Figures of one period alone compare: that of most of them.
  const byPeriod = [...Map.groupBy(compared, ({ cell }) => cell.period)].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? 1 : -1))
  const [period, same] = byPeriod[0] ?? [null, []]
  if (period === null) return []
  const figures: GapFigure[] = same.flatMap(({ key, cell }) => [
    { code: key, period, value: cell.value, isHidden: isMasked(cell) },
    {
      code: key,
      period: START,
      value: isMasked(cell) || cell.value === null || cell.reason === 'baseline' || cell.reason === 'not_due' ? null : cell.baseline,
      isHidden: isMasked(cell),
    },
  ])
  const direction = current.direction
  const gaps = gapsOf(figures, [START, period], direction)
  const now = gaps.find((gap) => gap.period === period)
  const start = gaps.find((gap) => gap.period === START)
  if (now === undefined) return []
  const value = (key: string) => formatMeasure(locale, same.find((one) => one.key === key)?.cell.value ?? '0', measure)
  const size = (gap: Gap) => formatChange(locale, '0', gap.size, measure).replace(/^\+/, '')
  // Less than one unit of the last decimal shown is no difference.
  const tolerance = decimal('0.5').div(decimal('10').pow(current.decimals)).div(current.displayFactor)
  return [
    {
      key: `${indicator.code} ${between}`,
      code: indicator.code,
      name: localName(current.nameFr, current.nameEn, locale),
      between,
      size: size(now),
      best: nameOf(now.best),
      bestValue: value(now.best),
      worst: nameOf(now.worst),
      worstValue: value(now.worst),
      startSize: start === undefined ? null : size(start),
      trend: start === undefined ? null : gapTrend(start, now, tolerance),
      hidden: now.hidden,
      period,
    },
  ]
}

/** Gaps between the places of a level. */
export function gapsOverPlaces(
  indicators: readonly Indicator[],
  cells: readonly ProgressCell[],
  between: string,
  nameOf: (territory: string) => string,
  locale: Locale,
): EquityRow[] {
  return indicators
    .filter(({ current }) => COMPARABLE.includes(current.unitKind))
    .flatMap((indicator) => {
      const own = cells.filter((cell) => cell.indicator === indicator.code && (cell.value !== null || isMasked(cell)))
      return rowOf(
        indicator,
        between,
        own.map((cell) => ({ key: cell.territory, cell })),
        nameOf,
        locale,
      )
    })
}

/** Gaps between the categories of each dimension in one place; crossed categories and « unknown » are no group. */
export function gapsOverCategories(
  indicators: readonly Indicator[],
  cells: readonly ProgressCell[],
  dimensions: readonly { code: string; name: string; categories: readonly { code: string; name: string; isUnknown: boolean }[] }[],
  between: (dimension: string) => string,
  locale: Locale,
): EquityRow[] {
  return indicators
    .filter(({ current }) => COMPARABLE.includes(current.unitKind))
    .flatMap((indicator) =>
      dimensions.flatMap((dimension) => {
        const names = new Map(dimension.categories.filter(({ isUnknown }) => !isUnknown).map((one) => [`${dimension.code}:${one.code}`, one.name]))
        const own = cells.filter((cell) => cell.indicator === indicator.code && names.has(cell.category) && (cell.value !== null || isMasked(cell)))
        return rowOf(
          indicator,
          between(dimension.name),
          own.map((cell) => ({ key: cell.category, cell })),
          (key) => names.get(key) ?? key,
          locale,
        )
      }),
    )
}
