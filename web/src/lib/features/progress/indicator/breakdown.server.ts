import { formatMeasure, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { gapsOf, gapTrend } from '#shared/progress/gap.ts'
import type { Direction } from '#shared/progress/rules.ts'
import { Decimal, decimal } from '#shared/values/decimal.ts'
import { lineChart } from '#lib/charts/line-chart.server.ts'
import { MOST_SERIES } from '#lib/charts/palette.ts'
import type { ChartPoint, ChartSeries, ChartView, Tick } from '#lib/charts/types.ts'
import { isMasked, presenceOf } from '#shared/progress/masked.ts'
import { isIncomplete } from '#shared/progress/finding.ts'
import { isPartial } from '#shared/progress/partial.ts'

/** One figure of a place or category in a period. */
interface Part {
  readonly code: string
  readonly cell: ProgressCell
}

/** What a breakdown is made of. */
export interface BreakdownInput {
  readonly parts: readonly Part[]
  readonly name: (code: string) => string
  /** Where each part started, drawn as its first point where no figure is there. */
  readonly starts: readonly { readonly code: string; readonly period: string; readonly value: string }[]
  /** Periods in the order of time. */
  readonly order: readonly string[]
  readonly measure: Measure
  readonly direction: Direction
  /** Share of the way from the starting point to the target below which two gaps are the same (domain 3.7). */
  readonly tolerance: Decimal
  /** Whether a larger figure is a better place, and not only a larger one. */
  readonly isComparable: boolean
}

export interface GapView {
  readonly title: string
  readonly sentences: readonly string[]
  readonly trend: 'wider' | 'narrower' | 'same' | null
  readonly chart: ChartView | null
}

export interface BreakdownView {
  /** Up to four lines on one drawing. */
  readonly together: ChartView | null
  /** More than four: one drawing each, on one scale. */
  readonly apart: readonly { readonly code: string; readonly name: string; readonly chart: ChartView }[]
  readonly slope: { readonly chart: ChartView; readonly from: string; readonly to: string } | null
  readonly gap: GapView | null
}

const tickOf = (code: string, locale: Locale): Tick => ({ code, label: formatPeriod(locale, code), short: formatPeriod(locale, code, 'short') })

function pointOf(cell: ProgressCell, x: Tick): ChartPoint {
  return {
    x,
    value: cell.value,
    lower: cell.lower,
    upper: cell.upper,
    presence: presenceOf(cell),
    isProvisional: cell.flags.includes('P'),
    isRevised: cell.flags.includes('R'),
    isPartial: isPartial(cell),
    isIncomplete: isIncomplete(cell),
  }
}

/** Starting points where they stand alone; they have no flags of their own. */
function seriesOf({ parts, starts, name }: BreakdownInput, ticks: ReadonlyMap<string, Tick>): ChartSeries[] {
  return [...Map.groupBy(parts, ({ code }) => code)].map(([code, own]) => {
    const known = new Set(own.map(({ cell }) => cell.period))
    const start = starts.filter((one) => one.code === code && !known.has(one.period) && ticks.has(one.period))
    const x = (period: string) => ticks.get(period) as Tick
    return {
      code,
      label: name(code),
      points: [
        ...start.map((one) => ({ x: x(one.period), value: one.value, presence: 'reported' as const })),
        ...own.filter(({ cell }) => ticks.has(cell.period)).map(({ cell }) => pointOf(cell, x(cell.period))),
      ],
    }
  })
}

/** First and last period in which every part has a shown figure of which enough came. */
function slopeOf(series: readonly ChartSeries[], axis: readonly Tick[], measure: Measure, locale: Locale): BreakdownView['slope'] {
  const valued = (code: string) =>
    series.every((one) =>
      one.points.some((point) => point.x.code === code && point.presence === 'reported' && point.value !== null && point.isIncomplete !== true),
    )
  const [from, to] = [axis.find((tick) => valued(tick.code)), axis.findLast((tick) => valued(tick.code))]
  if (from === undefined || to === undefined || from.code === to.code || series.length > MOST_SERIES) return null
  const ends = series.map((one) => ({ ...one, points: one.points.filter((point) => point.x.code === from.code || point.x.code === to.code) }))
  return { chart: lineChart({ measure, axis: [from, to], series: ends }, locale), from: from.label, to: to.label }
}

function gapView(input: BreakdownInput, series: readonly ChartSeries[], axis: readonly Tick[], locale: Locale): GapView | null {
  if (!input.isComparable || input.direction === 'maintain' || series.length < 2) return null
  const figures = series.flatMap((one) =>
    one.points.map((point) => ({
      code: one.code,
      period: point.x.code,
      value: point.presence === 'reported' ? point.value : null,
      isHidden: point.presence === 'masked',
    })),
  )
  const gaps = gapsOf(
    figures,
    axis.map((tick) => tick.code),
    input.direction,
  )
  const last = gaps.at(-1)
  if (last === undefined) return null
  // A gap of percentages is counted in points.
  const measure: Measure = input.measure.unitLabel === '%' ? { ...input.measure, unitLabel: m.curve_points() } : input.measure
  const first = gaps.find((gap) => gap.over === last.over && gap.hidden === last.hidden && gap.period !== last.period)
  const trend = first === undefined ? null : gapTrend(first, last, input.tolerance)
  const write = (value: string) => formatMeasure(locale, value, measure)
  const told =
    trend === null || first === undefined ? null : { first: write(first.size), firstPeriod: formatPeriod(locale, first.period), last: write(last.size) }
  const words = { wider: m.curve_gap_wider, narrower: m.curve_gap_narrower, same: m.curve_gap_same } as const
  return {
    title: m.curve_gap_title({ size: write(last.size) }),
    sentences: [
      m.curve_gap_now({ best: input.name(last.best), worst: input.name(last.worst), size: write(last.size), period: formatPeriod(locale, last.period) }),
      ...(trend === null || told === null ? [] : [words[trend](told)]),
      ...(last.hidden === 0 ? [] : [m.curve_gap_hidden({ count: last.hidden })]),
    ],
    trend,
    chart:
      gaps.length < 2
        ? null
        : lineChart(
            {
              measure,
              axis: axis.filter((tick) => gaps.some((gap) => gap.period === tick.code)),
              series: [
                {
                  code: 'gap',
                  label: m.curve_gap(),
                  points: gaps.map((gap) => ({ x: axis.find((tick) => tick.code === gap.period) as Tick, value: gap.size, presence: 'reported' as const })),
                },
              ],
            },
            locale,
          ),
  }
}

/** Places or categories over time: lines together or apart, first against last, and the distance from best to worst (domain 3.9). */
export function breakdownOf(input: BreakdownInput, locale: Locale): BreakdownView {
  const shown = new Set([...input.parts.map(({ cell }) => cell.period), ...input.starts.map((one) => one.period)])
  const axis = input.order.filter((code) => shown.has(code)).map((code) => tickOf(code, locale))
  const series = seriesOf(input, new Map(axis.map((tick) => [tick.code, tick])))
  const { measure } = input
  const hasCourse = axis.length > 1 && series.length > 0 && input.parts.some(({ cell }) => cell.value !== null)
  const alongside = input.parts.filter(({ cell }) => !isMasked(cell)).flatMap(({ cell }) => (cell.value === null ? [] : [cell.value]))
  return {
    together: hasCourse && series.length <= MOST_SERIES ? lineChart({ measure, axis, series }, locale) : null,
    apart:
      hasCourse && series.length > MOST_SERIES
        ? series.map((one) => ({ code: one.code, name: one.label, chart: lineChart({ measure, axis, series: [one], alongside }, locale) }))
        : [],
    slope: hasCourse ? slopeOf(series, axis, measure, locale) : null,
    gap: gapView(input, series, axis, locale),
  }
}

/** How far two gaps may be apart and still be the same: 2 % of the way to the target, where there is one. */
export function gapTolerance(cell: ProgressCell | undefined): Decimal {
  if (cell == null || cell.target === null || cell.baseline === null) return new Decimal(0)
  return decimal(cell.target).minus(cell.baseline).abs().times('0.02')
}
