/** Where one place stands among others of its level: dots on a line, no order, no rank. */
import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { figureText, hasValue } from './figure-text.ts'
import { shownNumber } from './scale.ts'
import type { PlottedFigure } from './types.ts'

const MARGIN = 8
/** Fewer known figures are no distribution: two dots would only set one place against another. */
const FEWEST = 3

export interface StripFigure extends PlottedFigure {
  readonly code: string
  readonly label: string
}

export interface Strip {
  readonly others: readonly number[]
  /** Null where the place has no figure to show. */
  readonly own: number | null
  /** The place that holds them all. */
  readonly parent: number | null
  readonly label: string
  readonly range: string
}

/** Positions in pixels; null where there is too little to show. Hidden figures have no dot and move none. */
export function stripOf(figures: readonly StripFigure[], code: string, parent: string | null, measure: Measure, width: number, locale: Locale): Strip | null {
  const known = figures.filter((one): one is StripFigure & { readonly value: string } => hasValue(one))
  if (known.length < FEWEST) return null
  const values = known.map((one) => shownNumber(one.value, measure))
  const own = figures.find((one) => one.code === code)
  const [least, most] = [values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))]
  const above = parent === null ? [] : [shownNumber(parent, measure)]
  const [low, high] = [Math.min(...values, ...above), Math.max(...values, ...above)]
  const x = (value: number) => Math.round((high === low ? width / 2 : MARGIN + ((value - low) / (high - low)) * (width - 2 * MARGIN)) * 10) / 10
  const write = (at: number) => formatMeasure(locale, known[at]?.value ?? '0', measure)
  const ends = { low: write(least), high: write(most) }
  return {
    others: known.filter((one) => one.code !== code).map((one) => x(shownNumber(one.value, measure))),
    own: own !== undefined && hasValue(own) ? x(shownNumber(own.value, measure)) : null,
    parent: above[0] === undefined ? null : x(above[0]),
    label: m.charts_strip(
      { place: own?.label ?? '', value: own === undefined ? m.status_no_data({}, { locale }) : figureText(own, measure, locale), count: known.length, ...ends },
      { locale },
    ),
    range: m.charts_strip_range(ends, { locale }),
  }
}
