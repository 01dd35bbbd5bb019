import { categoryText, parseCategory } from '#shared/observations/category.ts'
import type { InputError } from '#shared/problems/catalog.ts'
import { parsePeriodCode, type Period } from '#shared/values/period.ts'
import { versionsOf, type VersionRow } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { territoriesOn } from './queries.ts'

/** The version asked for, else the one that holds today, else the last. @throws not_found */
export async function versionOf(trx: Trx, actor: Actor, code: string, number: number | undefined): Promise<VersionRow> {
  const versions = await versionsOf(trx, actor.initiative.id, [code])
  const holds = ({ validFrom, validTo }: VersionRow) => validFrom <= actor.today && (validTo === null || validTo >= actor.today)
  const version = number === undefined ? (versions.find(holds) ?? versions[0]) : versions.find((one) => one.number === number)
  if (version === undefined) throw problem('not_found')
  return version
}

/** Throws all faults of a list at once; the first names the problem. */
export function refuse(faults: readonly InputError[]): void {
  const [first] = faults
  if (first === undefined) return
  const known =
    first.code === 'unknown_reference' ||
    first.code === 'invalid_period' ||
    first.code === 'target_before_baseline' ||
    first.code === 'target_on_wrong_side' ||
    first.code === 'partner_on_population_indicator'
  throw known ? problem(first.code as 'unknown_reference', first.params ?? {}, faults) : problem('invalid_request', {}, faults)
}

/** Looks territories, periods and categories of a list up; faults carry the row's pointer. */
export async function lookUp(
  trx: Trx,
  actor: Actor,
  items: readonly { territoryCode?: string | null | undefined; periodCode?: string | null | undefined; category?: string }[],
) {
  const { initiative, today } = actor
  const codes = items.flatMap(({ territoryCode }) => territoryCode ?? [])
  const territories = new Map((await territoriesOn(trx, initiative.id, codes, today)).map(({ code, id }) => [code, id]))
  const periods = new Map<string, Period>()
  const faults: InputError[] = []
  items.forEach(({ territoryCode, periodCode, category }, index) => {
    if (territoryCode != null && !territories.has(territoryCode))
      faults.push({ pointer: `/items/${index}/territoryCode`, code: 'unknown_reference', params: { field: 'territoryCode', value: territoryCode } })
    const period = periodCode == null ? null : parsePeriodCode(periodCode, initiative)
    if (period !== null) periods.set(period.code, period)
    else if (periodCode != null) faults.push({ pointer: `/items/${index}/periodCode`, code: 'invalid_period', params: { value: periodCode } })
    if (category !== undefined && parseCategory(category) === null)
      faults.push({ pointer: `/items/${index}/category`, code: 'unknown_reference', params: { field: 'category', value: category } })
  })
  return { territories, periods, faults }
}

/** The stored form of a category that was looked up. */
export const canonicalCategory = (text: string) => categoryText(parseCategory(text) ?? [])
