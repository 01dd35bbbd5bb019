import type { Territory, TerritoryInput, TerritoryLevel } from '#shared/territories/contract.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { compareText } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { SentForm } from '#lib/api/form.server.ts'
import { localName } from '#lib/state/local-name.ts'

/** Choices of the form: every level, and as parents the places of every level but the most local. */
export function territoryChoices(levels: readonly TerritoryLevel[], territories: readonly Territory[], locale: Locale) {
  const byName = compareText(locale)
  const most = new Map<string, number>()
  for (const level of levels) most.set(level.hierarchy, Math.min(level.rank, most.get(level.hierarchy) ?? level.rank))
  return {
    levels: levels.map((level) => ({ value: level.code, label: localName(level.nameFr, level.nameEn, locale) })),
    parents: [...levels]
      .filter((level) => level.rank > (most.get(level.hierarchy) ?? 0))
      .sort((a, b) => b.rank - a.rank)
      .map((level) => ({
        label: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
        options: territories
          .filter((one) => one.levelCode === level.code)
          .map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) }))
          .sort((a, b) => byName(a.label, b.label)),
      }))
      .filter(({ options }) => options.length > 0),
  }
}

/** The territory of a form; faults go into the form. A code left empty is the caller's to make. */
export function territoryInput(form: SentForm): TerritoryInput {
  return {
    code: form.text('code'),
    levelCode: form.required('levelCode', m.territories_level_missing()),
    nameFr: form.required('nameFr', m.territories_name_missing()),
    nameEn: form.orNull('nameEn'),
    parentCode: form.orNull('parentCode'),
    population: form.integer('population'),
    populationYear: form.integer('populationYear'),
    validTo: form.orNull('validTo'),
    ...(form.orNull('validFrom') === null ? {} : { validFrom: form.text('validFrom') }),
    ...(form.orNull('parentFrom') === null ? {} : { parentFrom: form.text('parentFrom') }),
  }
}
