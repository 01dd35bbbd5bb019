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

/** Points stand at equal distances in the order given; a point without figure or a break interrupts the line, one between two gaps is a dot. */
export function sparkOf(points: readonly PlottedFigure[], measure: Measure, width: number, height: number): Spark {
  const values = points.map((point) => (hasValue(point) ? shownNumber(point.value, measure) : null))
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const x = (index: number) => short(MARGIN + (points.length < 2 ? 1 : index / (points.length - 1)) * (width - 2 * MARGIN))
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

/** The course in words. */
export function sparkLabel(points: readonly PlottedFigure[], measure: Measure, locale: Locale): string {
  const texts = points.map((point) => (hasValue(point) ? formatMeasure(locale, point.value, measure) : m.status_no_data({}, { locale })))
  const values = texts.length > SPOKEN ? [texts[0], '…', ...texts.slice(-6)] : texts
  return m.charts_sparkline({ values: values.join(', ') }, { locale })
}
