import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { IndicatorRow, RowPoint } from './rows.ts'

/** Room of one small curve, in its own units. */
export const PANEL = { width: 260, height: 96, margin: 6 } as const

/** One small curve with its target, ready to draw. */
export interface Panel {
  readonly code: string
  readonly path: string
  readonly dots: string
  readonly end: { readonly x: number; readonly y: number } | null
  readonly target: number | null
  /** What the bottom and the top of the drawing stand for. */
  readonly low: string
  readonly high: string
}

interface Range {
  readonly low: number
  readonly high: number
}

const numberOf = (text: string, measure: Measure) => Number(text) * Number(measure.displayFactor)
const unitOf = ({ unitLabel, currencyCode }: Measure) => currencyCode ?? unitLabel ?? ''
const short = (number: number) => Math.round(number * 10) / 10

const shownPoints = (points: readonly RowPoint[]) => points.filter(({ value, presence }) => value !== null && presence !== 'masked')

function rangeOf(rows: readonly IndicatorRow[]): Range {
  const values = rows.flatMap(({ points, target, measure }) => [
    ...shownPoints(points).map(({ value }) => numberOf(value ?? '0', measure)),
    ...(target === null ? [] : [numberOf(target, measure)]),
  ])
  return values.length === 0 ? { low: 0, high: 1 } : { low: Math.min(...values), high: Math.max(...values) }
}

function drawn(row: IndicatorRow, { low, high }: Range, locale: Locale): Panel {
  const { width, height, margin } = PANEL
  const count = row.points.length
  const x = (index: number) => short(count < 2 ? width / 2 : margin + (index / (count - 1)) * (width - 2 * margin))
  const y = (value: number) => short(high === low ? height / 2 : margin + ((high - value) / (high - low)) * (height - 2 * margin))
  const values = row.points.map(({ value, presence }) => (value === null || presence === 'masked' ? null : numberOf(value, row.measure)))
  const joins = (index: number) => values[index] != null && values[index - 1] != null && row.points[index]?.isAfterBreak !== true
  let [path, dots] = ['', '']
  values.forEach((value, index) => {
    if (value === null) return
    // Alone between two gaps, a figure is a dot; a line never crosses a gap or a break.
    if (!joins(index) && !joins(index + 1)) dots += `M${x(index)} ${y(value)}h0`
    else path += `${joins(index) ? 'L' : 'M'}${x(index)} ${y(value)}`
  })
  const last = values.findLastIndex((value) => value !== null)
  const end = values[last]
  const text = (value: number) => formatMeasure(locale, String(value / Number(row.measure.displayFactor)), row.measure)
  return {
    code: row.code,
    path,
    dots,
    end: end == null ? null : { x: x(last), y: y(end) },
    target: row.target === null ? null : y(numberOf(row.target, row.measure)),
    low: text(low),
    high: text(high),
  }
}

/** Small curves of the rows: each on its own scale, or those of one unit on one scale. */
export function panelsOf(rows: readonly IndicatorRow[], scale: 'own' | 'same', locale: Locale): Panel[] {
  const byUnit = Map.groupBy(rows, ({ measure }) => unitOf(measure))
  const ranges = new Map([...byUnit].map(([unit, own]) => [unit, rangeOf(own)]))
  return rows.map((row) => drawn(row, scale === 'own' ? rangeOf([row]) : (ranges.get(unitOf(row.measure)) ?? rangeOf([row])), locale))
}
