import type { Trx } from '#server/platform/db/context.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { TerritoryLife } from '#shared/territories/contract.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import type { TerritoryRow } from './plan.ts'
import { listAllTerritories } from './queries.ts'
import { listEndings } from './succession-queries.ts'

const lastDayOf = (row: Pick<TerritoryRow, 'valid_to'>) => (row.valid_to === null ? null : addDays(row.valid_to, -1))

/** Territories that bore a code, latest first, with their days and what became of those that ended (domain 3.13). @throws not_found */
export async function readLife(trx: Trx, initiativeId: string, code: string): Promise<TerritoryLife[]> {
  const all = await listAllTerritories(trx, initiativeId)
  const generations = all.filter((row) => row.code === code).sort((a, b) => ((a.valid_from ?? '') < (b.valid_from ?? '') ? 1 : -1))
  if (generations.length === 0) throw problem('not_found')
  const rows = new Map(all.map((row) => [row.id, row]))
  const endings = await listEndings(
    trx,
    initiativeId,
    generations.map(({ id }) => id),
  )
  return generations.map((row) => ({
    code: row.code,
    nameFr: row.name_fr,
    nameEn: row.name_en,
    validFrom: row.valid_from,
    lastDay: lastDayOf(row),
    became: endings
      .filter((one) => one.from_id === row.id && one.occurred_on === row.valid_to)
      .flatMap(({ to_id }) => rows.get(to_id) ?? [])
      .map((to) => ({ code: to.code, nameFr: to.name_fr, nameEn: to.name_en, lastDay: lastDayOf(to) })),
  }))
}
