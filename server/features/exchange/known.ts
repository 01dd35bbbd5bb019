import { guessChoices, type Guess, type Known } from '#shared/exchange/guess.ts'
import type { PreviewColumn } from '#shared/exchange/contract.ts'
import type { KnownThing } from '#shared/exchange/similar.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { listDimensionNames, listIndicatorNames } from './known-queries.ts'
import { listCategories, listPartners, listTerritories } from './queries.ts'

/** Places beyond these are not suggested: searching them all would keep others waiting. */
const MOST_PLACES = 5000

const thing = (code: string, names: readonly (string | null)[]): KnownThing => {
  const given = names.filter((name) => name !== null)
  return { code, name: given[0] ?? code, texts: [code, ...given] }
}

/** What texts of a file may mean here: indicators, territories, partners, categories. A contributor's only partner is its own. */
export async function readKnown(trx: Trx, actor: Actor): Promise<Known> {
  const { id } = actor.initiative
  const indicators = await listIndicatorNames(trx, id)
  const territories = await listTerritories(trx, id)
  const partners = await listPartners(trx, id)
  const dimensions = await listDimensionNames(trx, id)
  const categories = Map.groupBy(await listCategories(trx, id), ({ dimension }) => dimension)
  return {
    indicators: indicators.map(({ code, names }) => thing(code, names)),
    territories: territories.slice(0, MOST_PLACES).map((row) => thing(row.code, [row.name_fr, row.name_en])),
    whole: (territories.length === 1 ? territories[0] : territories.find((row) => row.id === actor.initiative.topTerritoryId))?.code,
    partners: partners
      .filter((row) => actor.role !== 'partner_contributor' || row.id === actor.partnerId)
      .map((row) => thing(row.code, [row.name, row.short_name])),
    dimensions: dimensions.map((row) => ({
      ...thing(row.code, [row.name_fr, row.name_en]),
      categories: (categories.get(row.code) ?? []).flatMap((one) => (one.code === null ? [] : [thing(one.code, [one.name_fr, one.name_en])])),
    })),
  }
}

/** A first proposal for a file. A contributor's figures are of its own partner: no column is asked for. */
export async function proposeChoices(trx: Trx, actor: Actor, columns: readonly PreviewColumn[]): Promise<Guess> {
  const guess = guessChoices(columns, await readKnown(trx, actor))
  return actor.role === 'backbone' ? guess : { ...guess, choices: { ...guess.choices, createLevel: '', createUnder: '' } }
}
