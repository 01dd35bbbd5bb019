import type { ChangedFigure } from '#shared/exchange/draft-contract.ts'
import { formatNumber, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { decimal, toText } from '#shared/values/decimal.ts'

/** One figure that an import would write, in words. */
export interface ChangeLine {
  readonly key: string
  readonly place: string
  readonly indicator: string
  readonly where: string
  readonly period: string
  readonly before: string | null
  readonly after: string
  readonly isDetail: boolean
}

const ABSENT = { 'fr-CA': { not_applicable: 's.o.' }, fr: { not_applicable: 's.o.' }, en: { not_applicable: 'n/a' } } as const

/** A stored figure as people write it: in the indicator's display unit, with the decimals that it has. */
function shown(text: string, figure: ChangedFigure, locale: Locale): string {
  const parts = text.split(' / ')
  const isRatio = parts.length === 2
  return parts
    .map((part) => {
      const value = isRatio ? part : toText(decimal(part).times(figure.displayFactor))
      return formatNumber(locale, value, { decimals: Math.max(isRatio ? 0 : figure.decimals, value.includes('.') ? (value.split('.')[1] ?? '').length : 0) })
    })
    .join(' / ')
}

/** What stands or will stand: a figure with its unit, or the sign of its absence. */
function figureText(text: string | null, presence: string | null, figure: ChangedFigure, locale: Locale): string {
  const unit = locale === 'en' ? (figure.unitEn ?? figure.unitFr) : figure.unitFr
  if (text !== null && text !== '') return `${shown(text, figure, locale)}${unit === null || text.includes(' / ') ? '' : `\u00a0${unit}`}`
  return presence === 'not_applicable' ? ABSENT[locale].not_applicable : '—'
}

export function changeLine(figure: ChangedFigure, locale: Locale): ChangeLine {
  const named = (one: { code: string; nameFr: string; nameEn: string | null }) => (locale === 'en' ? (one.nameEn ?? one.nameFr) : one.nameFr)
  const split = figure.category === 'TOTAL' ? null : figure.category.replaceAll(';', ', ')
  return {
    key: `${figure.sheet ?? ''} ${figure.row} ${figure.column ?? ''} ${figure.indicator.code} ${figure.period} ${figure.category} ${figure.partner ?? ''} ${figure.territory.nameFr}`,
    place: figure.sheet === null ? `${figure.row ?? ''}` : `${figure.sheet} ${figure.row ?? ''}`,
    indicator: named(figure.indicator),
    where: [named(figure.territory), figure.partner, split].filter((one) => one !== null).join(' · '),
    period: formatPeriod(locale, figure.period, 'short'),
    before: figure.presenceBefore === null ? null : figureText(figure.before, figure.presenceBefore, figure, locale),
    after: figureText(figure.after, figure.presenceAfter, figure, locale),
    isDetail: figure.isDetail,
  }
}
