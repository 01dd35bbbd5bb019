/** The sentences of a chart, from its figures: first, last, change, target, direction, gaps. */
import { formatChange, formatList, formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { figureText, hasRange, hasValue } from './figure-text.ts'
import { MOST_SERIES } from './palette.ts'
import type { BarData, BarRow, ChartPoint, ChartSeries, LineData, MapData, MapPlace, PlottedFigure } from './types.ts'

const TRENDS = { better: m.charts_trend_better, stable: m.charts_trend_stable, worse: m.charts_trend_worse } as const

type Figured<T extends PlottedFigure> = T & { readonly value: string }

const lacks = (figure: PlottedFigure) =>
  figure.presence === 'missing' ||
  figure.presence === 'not_put_together' ||
  figure.presence === 'masked' ||
  (figure.presence === 'reported' && figure.value === null && !hasRange(figure))

/** Positions where a figure was due and the line stops. */
export function gapCount(series: readonly ChartSeries[]): number {
  return new Set(series.flatMap((one) => one.points.filter(lacks).map((point) => point.x.code))).size
}

/** Figures that may be compared with the last one: none from before a break, none of which too little came. */
function comparable(data: LineData, one: ChartSeries): { points: Figured<ChartPoint>[]; sinceBreak: boolean } {
  const position = new Map(data.axis.map((tick, index) => [tick.code, index]))
  const place = (code: string) => position.get(code) ?? -1
  const all = one.points
    .filter((point): point is Figured<ChartPoint> => hasValue(point) && point.isIncomplete !== true)
    .sort((a, b) => place(a.x.code) - place(b.x.code))
  const end = place(all.at(-1)?.x.code ?? '')
  const start = Math.max(-1, ...(data.breaks ?? []).map((stop) => place(stop.x.code)).filter((index) => index <= end))
  const points = all.filter((point) => place(point.x.code) >= start)
  return { points, sinceBreak: points.length < all.length || (data.baseline != null && place(data.baseline.x.code) < start) }
}

function course(data: LineData, one: ChartSeries, locale: Locale): string | null {
  const { points, sinceBreak } = comparable(data, one)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  const write = (value: string) => formatMeasure(locale, value, data.measure)
  const many = data.series.length > 1
  const start = !many && !sinceBreak && data.baseline != null && data.baseline.x.code !== last.x.code ? data.baseline : null
  if (start !== null) {
    return m.charts_summary_baseline(
      {
        first: write(start.value),
        firstPeriod: start.x.label,
        last: write(last.value),
        lastPeriod: last.x.label,
        change: formatChange(locale, start.value, last.value, data.measure),
      },
      { locale },
    )
  }
  if (first === last) {
    return many
      ? m.charts_summary_series_one({ series: one.label, value: write(last.value), period: last.x.label }, { locale })
      : m.charts_summary_one({ value: write(last.value), period: last.x.label }, { locale })
  }
  const ends = { first: write(first.value), firstPeriod: first.x.label, last: write(last.value), lastPeriod: last.x.label }
  return many
    ? m.charts_summary_series({ series: one.label, ...ends }, { locale })
    : m.charts_summary_change({ ...ends, change: formatChange(locale, first.value, last.value, data.measure) }, { locale })
}

/** That the newest figure of a series is told and not compared: too little of it came. */
function incompleteEnd(data: LineData, one: ChartSeries, locale: Locale): string | null {
  const order = new Map(data.axis.map((tick, index) => [tick.code, index]))
  const last = one.points
    .filter(hasValue)
    .toSorted((a, b) => (order.get(a.x.code) ?? -1) - (order.get(b.x.code) ?? -1))
    .at(-1)
  if (last?.isIncomplete !== true) return null
  const value = figureText({ ...last, isPartial: false, lower: null, upper: null }, data.measure, locale)
  return m.charts_summary_incomplete({ value, period: last.x.label }, { locale })
}

/** One sentence for several series that begin and end together; null when they do not. */
function sharedCourse(data: LineData, series: readonly ChartSeries[], locale: Locale): string | null {
  const ends = series.map((one) => ({ one, points: comparable(data, one).points })).map(({ one, points }) => ({ one, first: points[0], last: points.at(-1) }))
  const [start, end] = [ends[0]?.first?.x, ends[0]?.last?.x]
  if (series.length < 2 || start === undefined || end === undefined || start.code === end.code) return null
  if (ends.some(({ first, last }) => first?.x.code !== start.code || last?.x.code !== end.code)) return null
  const write = (value: string | undefined) => formatMeasure(locale, value ?? '0', data.measure)
  const items = ends.map(({ one, first, last }) =>
    m.charts_summary_many_item({ series: one.label, first: write(first?.value), last: write(last?.value) }, { locale }),
  )
  return m.charts_summary_many({ firstPeriod: start.label, lastPeriod: end.label, items: formatList(locale, items) }, { locale })
}

/** Sentences for figures over time. */
export function lineSummary(data: LineData, locale: Locale): string[] {
  const told = data.series.length <= MOST_SERIES ? data.series : data.series.filter((one) => one.code === data.focus)
  const together = sharedCourse(data, told, locale)
  const courses = together === null ? told.map((one) => course(data, one, locale)).filter((sentence) => sentence !== null) : [together]
  const only = data.series.length === 1 ? data.series[0] : undefined
  const incomplete = only === undefined ? null : incompleteEnd(data, only, locale)
  const target = data.target?.at(-1)
  const gaps = gapCount(data.series)
  const write = (value: string) => formatMeasure(locale, value, data.measure)
  return [
    ...(courses.length === 0 && incomplete === null ? [`${m.charts_empty({}, { locale })}.`] : courses),
    ...(incomplete === null ? [] : [incomplete]),
    ...(target === undefined ? [] : [m.charts_summary_target({ target: write(target.value), period: target.x.label }, { locale })]),
    ...(data.band == null ? [] : [m.charts_summary_band({ lower: write(data.band.lower), upper: write(data.band.upper) }, { locale })]),
    ...(data.trend == null || courses.length === 0 ? [] : [TRENDS[data.trend]({}, { locale })]),
    ...(gaps === 0 || courses.length === 0 ? [] : [m.charts_summary_without({ count: gaps }, { locale })]),
  ]
}

function extremes(rows: readonly (BarRow | MapPlace)[], measure: BarData['measure'], locale: Locale): string[] {
  const known = rows.filter((row): row is Figured<BarRow | MapPlace> => hasValue(row))
  const sorted = known.toSorted((a, b) => Number(a.value) - Number(b.value))
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  if (lowest === undefined || highest === undefined) return [`${m.charts_empty({}, { locale })}.`]
  const write = (value: string) => formatMeasure(locale, value, measure)
  if (write(lowest.value) === write(highest.value)) return [m.charts_summary_same({ value: write(lowest.value) }, { locale })]
  return [
    m.charts_summary_highest_lowest(
      { highest: write(highest.value), highestLabel: highest.label, lowest: write(lowest.value), lowestLabel: lowest.label },
      { locale },
    ),
  ]
}

/** Sentences for figures side by side; `summary: 'count'` names neither best nor worst. */
export function barSummary(data: BarData, locale: Locale): string[] {
  const gaps = data.rows.filter(lacks).length
  return [
    ...(data.summary === 'count'
      ? [m.charts_summary_rows({ count: data.rows.filter(hasValue).length }, { locale })]
      : extremes(data.rows, data.measure, locale)),
    ...(data.target == null ? [] : [m.charts_summary_target_all({ target: formatMeasure(locale, data.target, data.measure) }, { locale })]),
    ...(gaps === 0 ? [] : [m.charts_summary_without({ count: gaps }, { locale })]),
  ]
}

/** Sentences for a map. */
export function mapSummary(data: MapData, locale: Locale): string[] {
  const gaps = data.places.filter(lacks).length
  return [...extremes(data.places, data.measure, locale), ...(gaps === 0 ? [] : [m.charts_summary_without({ count: gaps }, { locale })])]
}
