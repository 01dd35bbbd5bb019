/** The course of a figure in the height of a line of text. */
import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { hasValue } from './figure-text.ts'
import { shownNumber } from './scale.ts'
import type { PlottedFigure } from './types.ts'

const MARGIN = 3
/** A label that is heard must end: of a longer course it keeps the first figure and the last six. */
const SPOKEN = 8

export interface Spark {
  /** Empty when there is no figure. */
  readonly path: string
  /** Dots for the points that stand between two gaps. */
  readonly dots: string
  readonly end: { readonly x: number; readonly y: number } | null
}

const short = (number: number) => Math.round(number * 10) / 10

/** Where the points of two courses stand on one axis, from 0 to 1, and the heights that both must fit. */
export interface SharedAxis {
  readonly positions: readonly number[]
  readonly low: number
  readonly high: number
}

const numbersOf = (points: readonly PlottedFigure[], measure: Measure) =>
  points.flatMap((point) => (hasValue(point) ? [shownNumber(point.value, measure)] : []))

/** Points stand at equal distances in the order given; a point without figure or a break interrupts the line, one between two gaps is a dot. */
export function sparkOf(points: readonly PlottedFigure[], measure: Measure, width: number, height: number, shared?: SharedAxis): Spark {
  const values = points.map((point) => (hasValue(point) ? shownNumber(point.value, measure) : null))
  const known = values.filter((value) => value !== null)
  const [low, high] = shared === undefined ? [Math.min(...known), Math.max(...known)] : [shared.low, shared.high]
  const place = (index: number) => shared?.positions[index] ?? (points.length < 2 ? 1 : index / (points.length - 1))
  const x = (index: number) => short(MARGIN + place(index) * (width - 2 * MARGIN))
  const y = (value: number) => short(high === low ? height / 2 : MARGIN + ((high - value) / (high - low)) * (height - 2 * MARGIN))
  let [path, dots] = ['', '']
  values.forEach((value, index) => {
    if (value === null) return
    const before = points[index]?.isAfterBreak === true ? null : (values[index - 1] ?? null)
    const after = points[index + 1]?.isAfterBreak === true ? null : (values[index + 1] ?? null)
    if (before === null && after === null) dots += `M${x(index)} ${y(value)}h0`
    else path += `${before === null ? 'M' : 'L'}${x(index)} ${y(value)}`
  })
  const last = values.findLastIndex((value) => value !== null)
  const end = values[last]
  return { path, dots, end: end == null ? null : { x: x(last), y: y(end) } }
}

/** A point of a course that is drawn beside another one: its position by code. */
export type PlacedFigure = PlottedFigure & { readonly x: { readonly code: string } }

/** Two courses on one axis: positions that either has, in the order of their codes, and the heights that both take. */
export function sharedAxes(own: readonly PlacedFigure[], other: readonly PlacedFigure[], measure: Measure): { own: SharedAxis; other: SharedAxis } {
  const codes = [...new Set([...other, ...own].map(({ x }) => x.code))].sort()
  const at = new Map(codes.map((code, index) => [code, codes.length < 2 ? 1 : index / (codes.length - 1)]))
  const numbers = numbersOf([...own, ...other], measure)
  const bounds = { low: Math.min(...numbers), high: Math.max(...numbers) }
  const axis = (points: readonly PlacedFigure[]) => ({ positions: points.map(({ x }) => at.get(x.code) ?? 1), ...bounds })
  return { own: axis(own), other: axis(other) }
}

function spoken(points: readonly PlottedFigure[], measure: Measure, locale: Locale): string {
  const texts = points.map((point) =>
    hasValue(point)
      ? point.isPartial === true
        ? `${formatMeasure(locale, point.value, measure)} (${m.status_partial({}, { locale })})`
        : formatMeasure(locale, point.value, measure)
      : point.presence === 'masked'
        ? m.presence_masked_short({}, { locale })
        : m.status_no_data({}, { locale }),
  )
  return (texts.length > SPOKEN ? [texts[0], '…', ...texts.slice(-6)] : texts).join(', ')
}

/** The course in words, with that of another place beside it where there is one. */
export function sparkLabel(
  points: readonly PlottedFigure[],
  measure: Measure,
  locale: Locale,
  beside?: { readonly label: string; readonly points: readonly PlottedFigure[] },
): string {
  const own = m.charts_sparkline({ values: spoken(points, measure, locale) }, { locale })
  if (beside === undefined || beside.points.length === 0) return own
  return m.charts_sparkline_beside({ own, label: beside.label, values: spoken(beside.points, measure, locale) }, { locale })
}
