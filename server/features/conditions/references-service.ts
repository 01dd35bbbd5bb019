import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { listIndicatorCodes, listPartnerNames, listTerritoryCodes, type Named } from './references-queries.ts'

function found(rows: readonly Named[], field: string, code: string): string {
  const row = rows.find((one) => one.code === code)
  if (row === undefined)
    throw problem('unknown_reference', { field, value: code }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value: code } }])
  return row.id
}

/** The territory of a code today; null and undefined stay. @throws unknown_reference */
export async function territoryIdOf<T extends string | null | undefined>(trx: Trx, actor: Actor, code: T): Promise<string | (T & (null | undefined))> {
  if (code === null || code === undefined) return code as T & (null | undefined)
  return found(await listTerritoryCodes(trx, actor.initiative.id, actor.today), 'territoryCode', code)
}

/** The partner of a code; null and undefined stay. @throws unknown_reference */
export async function partnerIdOf<T extends string | null | undefined>(trx: Trx, actor: Actor, code: T): Promise<string | (T & (null | undefined))> {
  if (code === null || code === undefined) return code as T & (null | undefined)
  return found(await listPartnerNames(trx, actor.initiative.id, actor.today), 'partnerCode', code)
}

/** The indicators of some codes, each once. @throws unknown_reference */
export async function indicatorIdsOf(trx: Trx, actor: Actor, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return []
  const rows = await listIndicatorCodes(trx, actor.initiative.id)
  return [...new Set(codes.map((code) => found(rows, 'indicatorCodes', code)))]
}
