import { defineDataElement, type NotDefined } from '#shared/exchange/dhis2/define.ts'
import { ATTRIBUTE_COMBOS, DEFAULT_CATEGORY_COMBO, DEFAULT_OPTION_COMBO, UNKNOWN_COMBOS } from '#shared/exchange/dhis2/ids.ts'
import type { Dhis2Metadata, Named } from '#shared/exchange/dhis2/metadata.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { createIndicator, readDimensions, saveDimensions } from '#server/features/indicators/service.ts'
import { loadUnits } from './organisation-units.ts'
import { knownIndicators } from './queries.ts'

/** What a load of DHIS2 metadata did: `read` = created + changed + unchanged + skipped, groups that became places among them. */
export interface MetadataLoaded {
  readonly read: number
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly skipped: number
  /** `tracker`, `value_type`, `aggregation_type`, `twice_grouped`. */
  readonly skippedBy: Readonly<Record<string, number>>
  readonly territoriesCreated: number
  readonly indicatorsCreated: number
  readonly categoriesCreated: number
  readonly shapes: number
}

const names = (named: Named) => ({
  nameFr: (named.nameFr ?? named.name).slice(0, 200),
  ...(named.nameFr === null && named.nameEn === null ? {} : { nameEn: (named.nameEn ?? named.name).slice(0, 200) }),
})

const isDefault = (combo: Named) => combo.id === DEFAULT_CATEGORY_COMBO || combo.name.toLowerCase() === 'default'

/** Category combos become dimensions and their option combos categories, under the identifiers of DHIS2. */
async function loadCombos(trx: Trx, actor: Actor, now: Date, metadata: Dhis2Metadata): Promise<{ created: number; dimensionOf: Map<string, string> }> {
  const known = await readDimensions(trx, actor.initiative.id)
  const homeOf = new Map<string, string>()
  for (const { code, categories } of known) for (const category of categories) if (!homeOf.has(category.code)) homeOf.set(category.code, code)
  const combos = metadata.categoryCombos.filter((combo) => !isDefault(combo))
  const comboOf = new Map(combos.flatMap((combo) => combo.optionCombos.map((option) => [option, combo.id])))
  const dimensionOf = new Map(combos.map(({ id }) => [id, id]))
  const options = metadata.optionCombos
    .filter((option) => option.id !== DEFAULT_OPTION_COMBO && option.name.toLowerCase() !== 'default')
    // A combo that came with values before anybody described it stays where it is: its figures are known by it.
    .map((option) => ({ option, dimension: homeOf.get(option.id) ?? comboOf.get(option.id) ?? option.categoryCombo ?? UNKNOWN_COMBOS }))
  const described = new Map(combos.map((combo) => [combo.id, combo]))
  const wanted = new Set([...combos.map(({ id }) => id), ...options.map(({ dimension }) => dimension)])
  const stored = new Map(known.map((dimension) => [dimension.code, dimension]))
  const items = [...wanted].map((code) => {
    const combo = described.get(code)
    return {
      code,
      // DHIS2 gives each value one option combo of its combo, and makes the total of all of them.
      ...(combo === undefined ? {} : { ...names(combo), exclusive: true, exhaustive: true }),
      categories: options.filter(({ dimension }) => dimension === code).map(({ option }) => ({ code: option.id, ...names(option) })),
    }
  })
  const isNews = items.some((item) => {
    const standing = stored.get(item.code)
    const categories = new Map(standing?.categories.map((category) => [category.code, category.nameFr]))
    return (
      standing === undefined ||
      (item.nameFr !== undefined && item.nameFr !== standing.nameFr) ||
      item.categories.some(({ code, nameFr }) => categories.get(code) !== nameFr)
    )
  })
  if (isNews) await saveDimensions(trx, actor, now, items)
  return { created: options.filter(({ option }) => !homeOf.has(option.id)).length, dimensionOf }
}

/**
 * Loads organisation units, data elements and category combos. What exists keeps its definition: an
 * indicator that people have put into words is not rewritten by the machine it came from.
 */
export async function loadMetadata(trx: Trx, actor: Actor, now: Date, metadata: Dhis2Metadata): Promise<MetadataLoaded> {
  const places = await loadUnits(trx, actor, now, metadata)
  const combos = await loadCombos(trx, actor, now, metadata)
  const skippedBy: Partial<Record<NotDefined | 'twice_grouped', number>> = places.twiceGrouped === 0 ? {} : { twice_grouped: places.twiceGrouped }
  const { dataElements } = metadata
  const known = await knownIndicators(
    trx,
    actor.initiative.id,
    dataElements.map(({ id }) => id),
  )
  const setOf = new Map(metadata.dataSets.flatMap((set) => set.dataElements.map((id) => [id, set.periodType])))
  let indicatorsCreated = 0
  for (const element of dataElements) {
    if (known.has(element.id)) continue
    const definition = defineDataElement(element, setOf.get(element.id))
    if (typeof definition === 'string') {
      skippedBy[definition] = (skippedBy[definition] ?? 0) + 1
      continue
    }
    const dimension = combos.dimensionOf.get(element.categoryCombo ?? '')
    await createIndicator(trx, actor, now, {
      code: element.id,
      scope: 'performance',
      isCore: false,
      position: 500,
      definition: { ...definition, resultType: 'how_much' },
      dimensionCodes: dimension === undefined ? [] : [dimension],
    })
    indicatorsCreated += 1
  }
  const skipped = Object.values(skippedBy).reduce((sum, count) => sum + count, 0)
  const unchanged = places.unchanged + known.size
  const created = places.created + indicatorsCreated
  return {
    read: created + places.changed + unchanged + skipped,
    created,
    changed: places.changed,
    unchanged,
    skipped,
    skippedBy,
    territoriesCreated: places.created,
    indicatorsCreated,
    categoriesCreated: combos.created,
    shapes: places.shapes,
  }
}

/** Names of the dimensions that values bring when nobody described their combos. */
export const COMBO_NAMES: Readonly<Record<string, { nameFr: string; nameEn: string }>> = {
  [UNKNOWN_COMBOS]: { nameFr: 'Combinaison d’options (DHIS2)', nameEn: 'Option combination (DHIS2)' },
  [ATTRIBUTE_COMBOS]: { nameFr: 'Combinaison d’attributs (DHIS2)', nameEn: 'Attribute combination (DHIS2)' },
}
