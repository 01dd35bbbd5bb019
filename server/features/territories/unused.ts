import type { Trx } from '#server/platform/db/context.ts'
import { unlessReferenced } from '#server/platform/db/unless-referenced.ts'
import { deleteTerritory } from './unused-queries.ts'

/** Removes those of these territories that nothing but their own place in the tree refers to. @returns how many are gone */
export async function removeUnusedTerritories(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<number> {
  let removed = 0
  for (const code of codes) if ((await unlessReferenced(trx, () => deleteTerritory(trx, initiativeId, code))) === true) removed += 1
  return removed
}
