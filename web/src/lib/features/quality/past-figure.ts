import { formatDate, formatMeasure, formatNumber, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { PastFigure } from '#shared/observations/history.ts'

const WORDS = { missing: m.presence_missing, not_applicable: m.presence_not_applicable, not_expected: m.presence_not_expected } as const

/** A figure of the history in words: a value with its unit, « 57 ÷ 92 », yes with its day, or why there is none. */
export function pastFigureText(figure: PastFigure, measure: Measure, locale: Locale): string {
  if (figure.presence !== 'reported') {
    const word = WORDS[figure.presence]()
    return figure.presenceReason === null ? word : `${word} (${figure.presenceReason})`
  }
  if (figure.boolValue !== null) {
    const answer = figure.boolValue ? m.entry_yes() : m.entry_no()
    return figure.achievedOn === null ? answer : `${answer}, ${formatDate(locale, figure.achievedOn)}`
  }
  if (figure.numerator !== null && figure.denominator !== null) return `${formatNumber(locale, figure.numerator)} ÷ ${formatNumber(locale, figure.denominator)}`
  if (figure.value === null) return '—'
  const value = formatMeasure(locale, figure.value, measure)
  return figure.sampleN === null ? value : `${value} (n = ${formatNumber(locale, figure.sampleN)})`
}
