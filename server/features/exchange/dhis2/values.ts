import type { DataValue } from '#shared/exchange/dhis2/data-values.ts'
import { extractDataValues, type FigureName } from '#shared/exchange/dhis2/extract.ts'
import { isComboDimension } from '#shared/exchange/dhis2/ids.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { readDimensions, saveDimensionsFor, versionFor, versionsOf } from '#server/features/indicators/service.ts'
import { COMBO_NAMES } from './load-metadata.ts'
import { listStanding, listTerritoryCodes } from './queries.ts'

const nameText = ({ indicator, territory, partner, period, category }: FigureName) => [indicator, territory, partner ?? '', period, category].join(' ')

/** Gives the values of a `dataValueSet` their meaning: four queries whatever their number. */
export async function extractionOf(trx: Trx, actor: Actor, values: readonly DataValue[]): Promise<Extraction> {
  const { initiative } = actor
  const elements = [...new Set(values.map(({ dataElement }) => dataElement))]
  const versions = await versionsOf(trx, initiative.id, elements)
  const rows = await listTerritoryCodes(trx, initiative.id)
  const codes = new Set(rows.map(({ code }) => code))
  const byExternal = new Map(rows.flatMap(({ code, externalId }) => (externalId === null ? [] : [[externalId, code]])))
  const territoryOf = (unit: string) => (codes.has(unit) ? unit : (byExternal.get(unit) ?? unit))
  const homes = new Map<string, string>()
  for (const { code, categories } of await readDimensions(trx, initiative.id))
    if (isComboDimension(code)) for (const category of categories) homes.set(category.code, code)
  const deleted = values.filter((value) => value.deleted)
  const standing = new Set(
    deleted.length === 0
      ? []
      : (
          await listStanding(
            trx,
            initiative.id,
            [...new Set(deleted.map(({ dataElement }) => dataElement))],
            [...new Set(deleted.map(({ orgUnit }) => territoryOf(orgUnit)))],
          )
        ).map(nameText),
  )
  return extractDataValues(values, {
    starts: initiative,
    meaningOf: (element, period) => versionFor(versions, element, period) ?? null,
    dimensionOf: (combo) => homes.get(combo) ?? null,
    territoryOf,
    stands: (name) => standing.has(nameText(name)),
  })
}

/** Gives the dimensions that values brought a name that people can read. */
export async function nameComboDimensions(trx: Trx, actor: Actor): Promise<void> {
  const bare = (await readDimensions(trx, actor.initiative.id)).filter(({ code, nameFr }) => nameFr === code && COMBO_NAMES[code] !== undefined)
  await saveDimensionsFor(
    trx,
    actor.initiative.id,
    bare.map(({ code }) => ({ code, ...COMBO_NAMES[code], categories: [] })),
  )
}
