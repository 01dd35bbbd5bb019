/** The table of a chart: the same figures, in the same order. */
import { formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { figureText } from './figure-text.ts'
import type { BarData, LineData, MapData, TableData } from './types.ts'

/** One row for each position that has something to say; the target has its column, the baseline its word. */
export function lineTable(data: LineData, locale: Locale): TableData {
  const { measure, series, baseline, target = [] } = data
  const points = series.map((one) => new Map(one.points.map((point) => [point.x.code, point])))
  const targets = new Map(target.map((mark) => [mark.x.code, mark.value]))
  const rows = data.axis
    .filter(({ code }) => baseline?.x.code === code || targets.has(code) || points.some((byCode) => byCode.has(code)))
    .map((tick) => {
      const start = baseline?.x.code === tick.code ? m.charts_baseline({ value: formatMeasure(locale, baseline.value, measure) }, { locale }) : null
      const cells = points.map((byCode, index) => {
        const point = byCode.get(tick.code)
        const text = point === undefined ? '' : figureText(point, measure, locale)
        return index > 0 || start === null ? text : text === '' ? start : `${text} (${start})`
      })
      const goal = targets.get(tick.code)
      return {
        code: tick.code,
        head: tick.label,
        cells: target.length === 0 ? cells : [...cells, goal === undefined ? '' : formatMeasure(locale, goal, measure)],
      }
    })
  const names = series.length === 1 ? [m.charts_value({}, { locale })] : series.map((one) => one.label)
  return {
    columns: [
      { label: m.charts_period({}, { locale }), isNumber: false },
      ...names.map((label) => ({ label, isNumber: true })),
      ...(target.length === 0 ? [] : [{ label: m.charts_target_column({}, { locale }), isNumber: true }]),
    ],
    rows,
  }
}

/** One row for each bar. */
export function barTable(data: BarData, locale: Locale): TableData {
  const { measure, rows } = data
  const withTarget = data.target != null || rows.some((row) => row.target != null)
  const withStatus = rows.some((row) => row.status != null)
  return {
    columns: [
      { label: data.rowTitle, isNumber: false },
      { label: m.charts_value({}, { locale }), isNumber: true },
      ...(withTarget ? [{ label: m.charts_target_column({}, { locale }), isNumber: true }] : []),
      ...(withStatus ? [{ label: m.charts_status_column({}, { locale }), isNumber: false }] : []),
    ],
    rows: rows.map((row) => {
      const target = row.target ?? data.target ?? null
      return {
        code: row.code,
        head: row.label,
        cells: [
          figureText(row, measure, locale),
          ...(withTarget ? [target === null ? '' : formatMeasure(locale, target, measure)] : []),
          ...(withStatus ? [row.status?.label ?? ''] : []),
        ],
      }
    }),
  }
}

/** One row for each place, those without a shape included. */
export function mapTable(data: MapData, locale: Locale): TableData {
  return {
    columns: [
      { label: data.rowTitle, isNumber: false },
      { label: m.charts_value({}, { locale }), isNumber: true },
    ],
    rows: data.places.map((place) => ({ code: place.code, head: place.label, cells: [figureText(place, data.measure, locale)] })),
  }
}
