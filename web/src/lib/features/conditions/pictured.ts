import type { SuccessPicture } from '#shared/conditions/contract.ts'
import { isAsPictured } from '#shared/conditions/goal.ts'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { formatMeasure, formatPeriod } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { multiplyText } from '#shared/i18n/decimal-text.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import { localName } from '#lib/state/local-name.ts'

/** A figure that a picture imagines beside the one that the records show. */
export interface PicturedFigure {
  readonly code: string
  readonly name: string
  readonly expected: string | null
  /** The last figure by the day the picture is due, or the last of all while it is to come; null when none may be shown. */
  readonly actual: string | null
  readonly period: string | null
  readonly isThere: boolean | null
}

/** An indicator that a picture may speak of, as its form asks for it. */
export interface PictureField {
  readonly code: string
  readonly label: string
}

export interface Sources {
  readonly indicators: readonly Indicator[]
  /** Series of the goal's own place, oldest first, as the hat may read them. */
  readonly cells: readonly ProgressCell[]
  readonly endOf: (period: string) => string | undefined
  readonly locale: Locale
}

/** « Où devrions-nous être? »: what a picture imagines beside what is (S02). */
export function picturedFigures(picture: SuccessPicture, { indicators, cells, endOf, locale }: Sources): PicturedFigure[] {
  const limit = picture.state === 'coming' || picture.state === 'undated' ? null : picture.dueOn
  return picture.indicators.flatMap(({ code, expected }) => {
    const indicator = indicators.find((one) => one.code === code)
    if (indicator === undefined) return []
    const measure = measureOf(indicator.current, locale)
    const cell = cells.findLast((one) => one.indicator === code && one.value !== null && (limit === null || (endOf(one.period) ?? '') <= limit))
    const actual = cell?.value ?? null
    return [
      {
        code,
        name: localName(indicator.current.nameFr, indicator.current.nameEn, locale),
        expected: expected === null ? null : formatMeasure(locale, expected, measure),
        actual: actual === null ? null : formatMeasure(locale, actual, measure),
        period: cell === undefined ? null : formatPeriod(locale, cell.period),
        isThere: isAsPictured(indicator.current.direction, expected, actual),
      },
    ]
  })
}

/** The indicators of a goal as a picture's form asks for them, with their unit. */
export function pictureFields(codes: readonly string[], indicators: readonly Indicator[], locale: Locale): PictureField[] {
  return codes.flatMap((code) => {
    const indicator = indicators.find((one) => one.code === code)
    if (indicator === undefined) return []
    const unit = measureOf(indicator.current, locale).unitLabel
    const name = localName(indicator.current.nameFr, indicator.current.nameEn, locale)
    return [{ code, label: unit === undefined ? name : `${name} (${unit})` }]
  })
}

/** Figures of a picture as somebody would type them, by code. */
export function typedFigures(picture: SuccessPicture, indicators: readonly Indicator[], locale: Locale): Record<string, string> {
  return Object.fromEntries(
    picture.indicators.map(({ code, expected }) => {
      const indicator = indicators.find((one) => one.code === code)
      if (expected === null || indicator === undefined) return [code, '']
      const shown = canonicalText(multiplyText(expected, measureOf(indicator.current, locale).displayFactor))
      return [code, languageOf(locale) === 'fr' ? shown.replace('.', ',') : shown]
    }),
  )
}
