import { parseCategory, TOTAL } from '#shared/observations/category.ts'
import { dimensionsFor, readDimensions } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** How the indicators of a form are divided. */
export interface Divisions {
  /** Categories of each version, one dimension at a time, in the dimensions' order. */
  readonly categories: ReadonlyMap<string, readonly string[]>
  /** Name of a category in words; null for the undivided figure. */
  readonly nameOf: (category: string, language: 'fr' | 'en') => string | null
}

/** Dimensions and categories of some versions; crossed categories are named, never proposed. */
export async function divisionsOf(trx: Trx, initiativeId: string, rows: readonly { versionId: string }[]): Promise<Divisions> {
  const links = await dimensionsFor(trx, initiativeId, [...new Set(rows.map(({ versionId }) => versionId))])
  const dimensions = new Map((links.length === 0 ? [] : await readDimensions(trx, initiativeId)).map((one) => [one.code, one]))
  const categories = new Map(
    [...Map.groupBy(links, ({ versionId }) => versionId)].map(([versionId, list]) => [
      versionId,
      list.flatMap(({ code }) => (dimensions.get(code)?.categories ?? []).map((category) => `${code}:${category.code}`)),
    ]),
  )
  return {
    categories,
    nameOf(category, language) {
      if (category === TOTAL) return null
      const names = (parseCategory(category) ?? []).map(({ dimension, code }) => {
        const found = dimensions.get(dimension)?.categories.find((one) => one.code === code)
        return found === undefined ? code : language === 'en' ? (found.nameEn ?? found.nameFr) : found.nameFr
      })
      return names.length === 0 ? category : names.join(', ')
    },
  }
}
