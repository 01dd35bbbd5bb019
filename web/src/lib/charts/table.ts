/** The table of a chart: the same figures, in the same order. */
import { multiplyText, roundText } from '#shared/i18n/decimal-text.ts'
import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { figureText, plainText, unitText } from './figure-text.ts'
import type { BarData, LineData, MapData, PlottedFigure, TableData } from './types.ts'

interface Entry {
  readonly text: string
  readonly plain: string | null
}

const NOTHING: Entry = { text: '', plain: null }

function figure(one: PlottedFigure, measure: Measure, locale: Locale): Entry {
  return { text: figureText(one, measure, locale), plain: plainText(one, measure) }
}

function mark(value: string | null | undefined, measure: Measure, locale: Locale): Entry {
  if (value == null) return NOTHING
  return { text: formatMeasure(locale, value, measure), plain: roundText(multiplyText(value, measure.displayFactor), measure.decimals) }
}

function numberColumn(label: string, measure: Measure) {
  const unit = unitText(measure)
  return { label, isNumber: true, ...(unit === null ? {} : { unit }) }
}

const rowOf = (code: string, head: string, entries: readonly Entry[]) => ({
  code,
  head,
  cells: entries.map(({ text }) => text),
  plain: entries.map(({ plain }) => plain),
})

/** One row for each position that has something to say; the target has its column, the baseline its word. */
export function lineTable(data: LineData, locale: Locale): TableData {
  const { measure, series, baseline, target = [] } = data
  const points = series.map((one) => new Map(one.points.map((point) => [point.x.code, point])))
  const targets = new Map(target.map((one) => [one.x.code, one.value]))
  // The dotted line begins at the last figure: what it would be there stands in no table.
  const projected = new Map((data.projection?.marks ?? []).slice(1).map((one) => [one.x.code, one.value]))
  const events = Map.groupBy(data.events ?? [], (event) => event.x.code)
  const rows = data.axis
    .filter(
      ({ code }) => baseline?.x.code === code || targets.has(code) || projected.has(code) || events.has(code) || points.some((byCode) => byCode.has(code)),
    )
    .map((tick) => {
      const start = baseline?.x.code === tick.code ? m.charts_baseline({ value: formatMeasure(locale, baseline.value, measure) }, { locale }) : null
      const cells = points.map((byCode, index): Entry => {
        const point = byCode.get(tick.code)
        const found = point === undefined ? NOTHING : figure(point, measure, locale)
        if (index > 0 || start === null) return found
        return { text: found.text === '' ? start : `${found.text} (${start})`, plain: found.plain }
      })
      return rowOf(tick.code, tick.label, [
        ...cells,
        ...(target.length === 0 ? [] : [mark(targets.get(tick.code), measure, locale)]),
        ...(projected.size === 0 ? [] : [mark(projected.get(tick.code), measure, locale)]),
        ...(events.size === 0 ? [] : [{ text: (events.get(tick.code) ?? []).map(({ sign, label }) => `${sign} ${label}`).join('; '), plain: null }]),
      ])
    })
  const names = series.length === 1 ? [m.charts_value({}, { locale })] : series.map((one) => one.label)
  return {
    columns: [
      { label: m.charts_period({}, { locale }), isNumber: false },
      ...names.map((label) => numberColumn(label, measure)),
      ...(target.length === 0 ? [] : [numberColumn(m.charts_target_column({}, { locale }), measure)]),
      ...(projected.size === 0 ? [] : [numberColumn(m.charts_projection_column({}, { locale }), measure)]),
      ...(events.size === 0 ? [] : [{ label: m.charts_events_column({}, { locale }), isNumber: false }]),
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
      numberColumn(m.charts_value({}, { locale }), measure),
      ...(withTarget ? [numberColumn(m.charts_target_column({}, { locale }), measure)] : []),
      ...(withStatus ? [{ label: m.charts_status_column({}, { locale }), isNumber: false }] : []),
    ],
    rows: rows.map((row) =>
      rowOf(row.code, row.label, [
        figure(row, measure, locale),
        ...(withTarget ? [mark(row.target ?? data.target, measure, locale)] : []),
        ...(withStatus ? [{ text: row.status?.label ?? '', plain: null }] : []),
      ]),
    ),
  }
}

/** One row for each place, those without a shape included. */
export function mapTable(data: MapData, locale: Locale): TableData {
  return {
    columns: [{ label: data.rowTitle, isNumber: false }, numberColumn(m.charts_value({}, { locale }), data.measure)],
    rows: data.places.map((place) => rowOf(place.code, place.label, [figure(place, data.measure, locale)])),
  }
}
