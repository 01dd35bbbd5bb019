import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

const NAMES: Readonly<Record<string, (inputs?: Record<string, never>, options?: { locale?: Locale }) => string>> = {
  agriculture: m.partners_sector_agriculture,
  business: m.partners_sector_business,
  childcare: m.partners_sector_childcare,
  community: m.partners_sector_community,
  culture: m.partners_sector_culture,
  education: m.partners_sector_education,
  employment: m.partners_sector_employment,
  food: m.partners_sector_food,
  health: m.partners_sector_health,
  housing: m.partners_sector_housing,
  media: m.partners_sector_media,
  municipal: m.partners_sector_municipal,
  ngo: m.partners_sector_ngo,
  parents: m.partners_sector_parents,
  perinatal: m.partners_sector_perinatal,
  philanthropy: m.partners_sector_philanthropy,
  research: m.partners_sector_research,
  women: m.partners_sector_women,
}

export function sectorName(code: string): string {
  return NAMES[code]?.() ?? code
}

/** Name of a sector in a language that need not be the reader's. */
export function sectorNameIn(code: string, locale: Locale): string {
  return NAMES[code]?.({}, { locale }) ?? code
}

/** Sectors to tick: the usual ones, and those that the partner has besides. */
export function sectorChoices(own: readonly string[]): { value: string; label: string }[] {
  return [...new Set([...Object.keys(NAMES), ...own])].map((value) => ({ value, label: sectorName(value) }))
}
