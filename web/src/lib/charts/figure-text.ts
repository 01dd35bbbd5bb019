/** A figure in words for a table or a label: absent, masked, provisional and zero never look alike. */
import { multiplyText, roundText } from '#shared/i18n/decimal-text.ts'
import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { PlottedFigure } from './types.ts'

/** Why there is no figure, in words; hidden ones have their sign, the same everywhere (domain 3.11). */
export function absenceText(presence: PlottedFigure['presence'], locale: Locale): string {
  switch (presence) {
    case 'masked':
      return m.presence_masked_short({}, { locale })
    case 'not_applicable':
      return m.presence_not_applicable({}, { locale })
    case 'not_expected':
      return m.presence_not_expected({}, { locale })
    case 'not_put_together':
      return m.presence_not_put_together({}, { locale })
    default:
      return m.presence_missing({}, { locale })
  }
}

/** The shortest sign of an absence, for inside a drawing: explained in the notes and the table. */
export function absenceSign(presence: PlottedFigure['presence'], locale: Locale): string {
  if (presence === 'masked') return m.presence_masked_short({}, { locale })
  return presence === 'not_applicable' ? m.presence_not_applicable_short({}, { locale }) : presence === 'missing' || presence === 'not_put_together' ? '–' : ''
}

/** Whether the figure can be drawn. A masked figure never is, whatever it carries. */
export function hasValue<T extends PlottedFigure>(figure: T): figure is T & { readonly value: string } {
  return figure.presence === 'reported' && figure.value !== null
}

/** Whether the bounds say more than the figure. */
export function hasRange<T extends PlottedFigure>(figure: T): figure is T & { readonly lower: string; readonly upper: string } {
  return figure.presence === 'reported' && figure.lower != null && figure.upper != null && figure.lower !== figure.upper
}

/** The figure as the bare decimal that is shown, without unit: what a spreadsheet takes. */
export function plainText(figure: PlottedFigure, measure: Measure): string | null {
  return hasValue(figure) ? roundText(multiplyText(figure.value, measure.displayFactor), measure.decimals) : null
}

/** What a column counts in, for its heading where figures stand without it. */
export function unitText(measure: Measure): string | null {
  return measure.currencyCode ?? measure.unitLabel ?? null
}

/** The figure with its unit and everything that qualifies it: « 61,9 % (provisoire) ». */
export function figureText(figure: PlottedFigure, measure: Measure, locale: Locale): string {
  // What did not come can only add to a range of what did.
  const rangeWords = figure.isPartial === true ? m.presence_range_partial : m.presence_range
  const range = hasRange(figure)
    ? rangeWords({ lower: formatMeasure(locale, figure.lower, measure), upper: formatMeasure(locale, figure.upper, measure) }, { locale })
    : null
  const text = hasValue(figure)
    ? formatMeasure(locale, figure.value, measure)
    : (range ?? (figure.presence === 'reported' ? absenceText('missing', locale) : absenceText(figure.presence, locale)))
  const qualities = [
    hasValue(figure) ? range : null,
    figure.isProvisional === true ? m.status_provisional({}, { locale }) : null,
    figure.isPartial === true ? m.status_partial({}, { locale }) : null,
    figure.isRevised === true ? m.presence_revised({}, { locale }) : null,
  ].filter((quality) => quality !== null)
  return qualities.length === 0 ? text : `${text} (${qualities.join(', ')})`
}
