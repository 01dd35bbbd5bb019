import type { Trx } from '#server/platform/db/context.ts'
import { unlessReferenced } from '#server/platform/db/unless-referenced.ts'
import { deleteCategory, deleteEmptyDimension, deleteIndicator, deletePeriod } from './unused-queries.ts'

/** Removes those of these periods that nothing refers to. @returns how many are gone */
export async function removeUnusedPeriods(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<number> {
  let removed = 0
  for (const id of ids) if ((await unlessReferenced(trx, () => deletePeriod(trx, initiativeId, id))) === true) removed += 1
  return removed
}

/** Removes those of these categories that no figure, starting point or target names; then the dimensions that they leave empty, where `isNew`. */
export async function removeUnusedCategories(
  trx: Trx,
  initiativeId: string,
  dimensions: readonly { readonly code: string; readonly isNew: boolean; readonly categories: readonly string[] }[],
): Promise<number> {
  let removed = 0
  for (const { code, isNew, categories } of dimensions) {
    for (const category of categories) if (await deleteCategory(trx, initiativeId, code, category)) removed += 1
    if (isNew) await unlessReferenced(trx, () => deleteEmptyDimension(trx, initiativeId, code))
  }
  return removed
}

/** Removes those of these indicators that nothing refers to. @returns those that stay */
export async function removeUnusedIndicators(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<string[]> {
  const left: string[] = []
  for (const id of ids) if ((await unlessReferenced(trx, () => deleteIndicator(trx, initiativeId, id))) === null) left.push(id)
  return left
}
