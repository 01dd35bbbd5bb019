import { compareText, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Territory, TerritoryLevel } from '#shared/territories/contract.ts'
import { localName } from '#lib/state/local-name.ts'
import { CONDITIONS } from './dashboard-query.ts'
import { CONDITION_NAMES } from './groupings.ts'

interface Known {
  readonly territories: readonly Territory[]
  readonly levels: readonly TerritoryLevel[]
  /** Levels below the whole, widest first. */
  readonly levelChoices: readonly TerritoryLevel[]
  readonly topLevel: string | undefined
  readonly periods: readonly { readonly code: string; readonly kind: string }[]
  readonly partners: readonly { readonly code: string; readonly name: string }[]
}

/** What the filters of the dashboard offer. */
export function choicesOf({ territories, levels, levelChoices, topLevel, periods, partners }: Known, locale: Locale) {
  const byLabel = (a: { label: string }, b: { label: string }) => compareText(locale)(a.label, b.label)
  return {
    territories: [...levels.filter((one) => one.code === topLevel), ...levelChoices]
      .map((one) => ({
        label: localName(one.pluralFr ?? one.nameFr, one.pluralEn ?? one.nameEn, locale),
        options: territories
          .filter((place) => place.levelCode === one.code)
          .map((place) => ({ value: place.code, label: localName(place.nameFr, place.nameEn, locale) }))
          .sort(byLabel),
      }))
      .filter((group) => group.options.length > 0),
    partners: partners.map((one) => ({ value: one.code, label: one.name })).sort(byLabel),
    periods: periods
      .filter((one) => one.kind !== 'day')
      .toReversed()
      .map((one) => ({ value: one.code, label: formatPeriod(locale, one.code) })),
    conditions: CONDITIONS.map((value) => ({ value, label: CONDITION_NAMES[value]() })),
  }
}
