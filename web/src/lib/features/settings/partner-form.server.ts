import type { PartnerChange } from '#shared/partners/contract.ts'
import type { Territory, TerritoryLevel } from '#shared/territories/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { SentForm } from '#lib/api/form.server.ts'
import { localName } from '#lib/state/local-name.ts'

/** Places are ticked where there are few; else their codes are written. */
const TICKED = 60

export function partnerChoices(levels: readonly TerritoryLevel[], territories: readonly Territory[], locale: Locale) {
  const byName = compareText(locale)
  const wide =
    territories.length <= TICKED ? territories : territories.filter((one) => one.isTop || territories.some(({ parentCode }) => parentCode === one.code))
  const places = wide.slice(0, 400).map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale), level: one.levelCode }))
  return {
    levels: levels.map((level) => ({ value: level.code, label: localName(level.nameFr, level.nameEn, locale) })),
    places: [...levels]
      .reverse()
      .map((level) => ({
        label: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
        options: places.filter((one) => one.level === level.code).sort((a, b) => byName(a.label, b.label)),
      }))
      .filter(({ options }) => options.length > 0),
  }
}

/** What a sheet says of the partner itself. */
export function sheetInput(form: SentForm): PartnerChange & { name: string; sectors: string[]; territoryCodes: string[] } {
  const others = form
    .text('otherCodes')
    .split(/[\s,;]+/)
    .filter((code) => code !== '')
  return {
    name: form.required('name', m.partners_name_missing()),
    shortName: form.orNull('shortName'),
    roleFr: form.orNull('roleFr'),
    roleEn: form.orNull('roleEn'),
    sectors: form.many('sectors'),
    territoryCodes: [...new Set([...form.many('territoryCodes'), ...others])],
  }
}

/** What the backbone alone says: code, dates, level, hosting. */
export function membershipInput(form: SentForm) {
  return {
    code: form.required('code', m.partners_code_missing()),
    joinedOn: form.required('joinedOn', m.partners_joined_missing()),
    leftOn: form.orNull('leftOn'),
    levelCode: form.orNull('levelCode'),
    isBackboneHost: form.isTicked('isBackboneHost'),
  }
}
