import { formatMeasure, formatNumber, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { divideText } from '#shared/values/decimal.ts'

interface Content {
  readonly presence: 'reported' | 'missing' | 'not_applicable' | 'not_expected'
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly boolValue?: boolean | null
}

/** Both parts of a ratio, then what they make: « 43 / 63 (68,3 %) ». */
function partsText(numerator: string, denominator: string, measure: Measure, locale: Locale): string {
  const quotient = divideText(numerator, denominator)
  const parts = `${formatNumber(locale, numerator)} / ${formatNumber(locale, denominator)}`
  return quotient === null ? parts : `${parts} (${formatMeasure(locale, quotient, measure)})`
}

/** A figure as a person typed it: both parts of a ratio, yes or no; null for an absence. */
export function contentText(content: Content, measure: Measure, locale: Locale): string | null {
  if (content.boolValue != null) return content.boolValue ? m.entry_yes({}, { locale }) : m.entry_no({}, { locale })
  if (content.numerator !== null && content.denominator !== null) return partsText(content.numerator, content.denominator, measure, locale)
  return content.value === null ? null : formatMeasure(locale, content.value, measure)
}

/** As `contentText`, with a word for an absence: for sentences. */
export function contentWord(content: Content, measure: Measure, locale: Locale): string {
  if (content.presence === 'not_applicable') return m.presence_not_applicable_short({}, { locale })
  return contentText(content, measure, locale) ?? m.presence_missing({}, { locale })
}
