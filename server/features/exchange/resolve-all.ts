import type { Extraction } from '#shared/exchange/extraction.ts'
import type { ShareReading } from '#shared/exchange/percent.ts'
import { fold } from '#shared/exchange/text.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { ensurePeriods, periodIdsOf, saveDimensions, saveDimensionsFor } from '#server/features/indicators/service.ts'
import { saveTerritories } from '#server/features/territories/service.ts'
import { listIndicatorNames } from './known-queries.ts'
import { listCategories, listPartners, listTerritories, listVersions } from './queries.ts'
import { resolveCategories, type DimensionToSave } from './resolve-categories.ts'
import { territoriesToCreate, TerritoryBook } from './resolve-places.ts'
import { resolveRecords, type ReadyFigure } from './resolve.ts'

/** What an import made besides figures. */
export interface Made {
  readonly periods: readonly string[]
  readonly territories: readonly string[]
  readonly dimensions: readonly { readonly code: string; readonly isNew: boolean; readonly categories: readonly string[] }[]
}

/** Dimensions that a file may create are also those that its indicators are divided by. */
function dimensionsToDeclare(ready: readonly ReadyFigure[], references: Extraction['categories']): Map<string, Set<string>> {
  const declared = new Map<string, Set<string>>()
  for (const { versionId, categories } of ready) {
    for (const index of categories) {
      const reference = references[index]
      if (reference?.create === true) declared.set(versionId, (declared.get(versionId) ?? new Set()).add(reference.dimension))
    }
  }
  return declared
}

/** Texts of indicators as codes: files name indicators as people do. */
function indicatorCodes(known: Awaited<ReturnType<typeof listIndicatorNames>>, extraction: Extraction): Extraction['indicators'] {
  const codes = new Set(known.map(({ code }) => code))
  const byName = new Map<string, Set<string>>()
  for (const { code, names } of known) for (const name of names) byName.set(fold(name), (byName.get(fold(name)) ?? new Set()).add(code))
  return extraction.indicators.map((reference) => {
    const named = codes.has(reference.text) ? undefined : byName.get(fold(reference.text))
    return named?.size === 1 ? { ...reference, text: [...named][0] as string } : reference
  })
}

/** Territories and categories that the mapping allows to create, then every lookup in memory. */
export async function resolveAll(trx: Trx, actor: Actor, now: Date, given: Extraction, saidShares: Readonly<Record<string, ShareReading>> = {}) {
  const { id } = actor.initiative
  const named = given.indicators.length === 0 ? [] : await listIndicatorNames(trx, id)
  const extraction = { ...given, indicators: indicatorCodes(named, given) }
  let territories = new TerritoryBook(await listTerritories(trx, id))
  let created = { items: [] as ReturnType<typeof territoriesToCreate>['items'], faults: new Map<number, string>() }
  if (actor.role === 'backbone') {
    created = territoriesToCreate(extraction, territories, actor.today)
    if (created.items.length > 0) {
      await saveTerritories(trx, actor, now, { items: created.items })
      territories = new TerritoryBook(await listTerritories(trx, id))
    }
  }
  const references = actor.role === 'backbone' ? extraction.categories : extraction.categories.map((category) => ({ ...category, create: false }))
  const { resolved: categories, toSave } = resolveCategories(references, await listCategories(trx, id))
  if (toSave.length > 0) await saveDimensions(trx, actor, now, toSave)
  const versions = await listVersions(trx, id, [...new Set(extraction.indicators.map(({ text }) => text))])
  const partners = await listPartners(trx, id)
  const before = await periodIdsOf(trx, actor.initiative, extraction.periods)
  const periodIds = await ensurePeriods(trx, actor.initiative, extraction.periods)
  const names = new Map(named.map((one) => [one.code, one.names]))
  const books = { territories, territoryFaults: created.faults, partners, versions, categories, periodIds, names, saidShares }
  const records = resolveRecords(extraction, actor, books)
  for (const [versionId, dimensions] of dimensionsToDeclare(records.ready, references)) {
    await saveDimensionsFor(
      trx,
      id,
      [...dimensions].map((code) => ({ code, categories: [] })),
      [versionId],
    )
  }
  return {
    ...records,
    made: madeOf(
      created.items,
      toSave,
      [...periodIds].flatMap(([code, period]) => (before.has(code) ? [] : [period])),
    ),
  }
}

const madeOf = (territories: readonly { code: string }[], dimensions: readonly DimensionToSave[], periods: readonly string[]): Made => ({
  periods,
  territories: territories.map(({ code }) => code),
  dimensions: dimensions.map(({ code, isNew, categories }) => ({ code, isNew, categories: categories.map((one) => one.code) })),
})
