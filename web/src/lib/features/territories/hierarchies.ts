import { m } from '#shared/i18n/paraglide/messages.js'
import type { Locale } from '#shared/i18n/locales.ts'
import type { TerritoryLevel } from '#shared/territories/contract.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Option, OptionGroup } from '#lib/ui/field.ts'

/** Name of a hierarchy: the usual ones in words, others as they were named. */
export function hierarchyName(hierarchy: string): string {
  const names: Record<string, () => string> = {
    main: m.territories_hierarchy_main,
    health: m.territories_hierarchy_health,
    school: m.territories_hierarchy_school,
  }
  return names[hierarchy]?.() ?? hierarchy
}

/**
 * Levels that can be chosen below the whole: of its own hierarchy those under it, of every other one all, since two
 * hierarchies do not nest (situation 16). Widest first, the main hierarchy first.
 */
export function levelsBelow(levels: readonly TerritoryLevel[], top: { readonly levelCode: string } | undefined): TerritoryLevel[] {
  const own = levels.find((one) => one.code === top?.levelCode)
  const order = [...new Set(levels.map((one) => one.hierarchy))]
  return levels
    .filter((one) => own === undefined || one.hierarchy !== own.hierarchy || one.rank < own.rank)
    .sort((a, b) => order.indexOf(a.hierarchy) - order.indexOf(b.hierarchy) || b.rank - a.rank)
}

/** Levels as choices, under the name of their hierarchy where there are several. */
export function levelOptions(levels: readonly TerritoryLevel[], locale: Locale): (Option | OptionGroup)[] {
  const option = (one: TerritoryLevel) => ({ value: one.code, label: localName(one.pluralFr ?? one.nameFr, one.pluralEn ?? one.nameEn, locale) })
  const groups = Map.groupBy(levels, (one) => one.hierarchy)
  return groups.size < 2 ? levels.map(option) : [...groups].map(([hierarchy, own]) => ({ label: hierarchyName(hierarchy), options: own.map(option) }))
}
