import { formatMoney, formatNumber } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** How much a contribution is, in money and hours; empty where neither is said. */
export const givenText = (one: { amount: string | null; hours: string | null }, currency: string, locale: Locale): string =>
  [
    ...(one.amount === null ? [] : [formatMoney(locale, one.amount, currency)]),
    ...(one.hours === null ? [] : [m.partners_hours_given({ hours: formatNumber(locale, one.hours) })]),
  ].join(' · ')
