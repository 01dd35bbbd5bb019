import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { recomputeCells } from './cells.ts'
import { keyText } from './figures.ts'
import {
  forgetImported,
  importedForUpdate,
  leaveImported,
  recordUndo,
  removeCreated,
  removeEmptySets,
  removeEmptySetsOf,
  reportedAmong,
  restoreFormer,
  type ImportedFigure,
} from './imported-queries.ts'
import type { FigureKey } from './queries.ts'
import { withdrawRequestsOf } from './revision-queries.ts'

export type { ImportedFigure } from './imported-queries.ts'

/** Keys, as text, among these under which a reported figure stands: what a blank could erase. */
export async function reportedKeys(trx: Trx, actor: Actor, keys: readonly FigureKey[]): Promise<Set<string>> {
  return new Set(keys.length === 0 ? [] : (await reportedAmong(trx, actor.initiative.id, keys)).map(keyText))
}

/** How a figure's key is written by `reportedKeys`. */
export { keyText }

/**
 * Takes back what an import wrote: figures that it replaced get their whole former row, those that it
 * created go; one line of history each, cells follow. Changes that it asked for and nobody decided are withdrawn.
 * @returns the figures changed since the import; nothing was done when there is any, unless they are to be left as they are
 */
export async function takeBackImported(
  trx: Trx,
  actor: Actor,
  importId: string,
  now: Date,
  options: { readonly leaveTouched?: boolean } = {},
): Promise<{ touched: ImportedFigure[]; taken: number }> {
  const { id } = actor.initiative
  const all = await importedForUpdate(trx, id, importId)
  const touched = all.filter(({ isTouched }) => isTouched)
  if (touched.length > 0 && options.leaveTouched !== true) return { touched, taken: 0 }
  await leaveImported(
    trx,
    id,
    importId,
    touched.map((one) => one.id),
  )
  const figures = all.filter(({ isTouched }) => !isTouched)
  await withdrawRequestsOf(trx, { initiativeId: id, actorId: actorIdOf(actor), now }, importId)
  await recordUndo(trx, id, importId, actorIdOf(actor), now)
  await restoreFormer(trx, id, importId)
  // What was handed in is removed by nobody but this: exactly what the import created and nobody touched.
  await withPurpose(trx, 'maintenance', () => removeCreated(trx, id, importId))
  await recomputeCells(trx, id, figures)
  await forgetImported(trx, id, [importId])
  return { touched, taken: figures.length }
}

/** What imports wrote is no longer kept: they can no longer be taken back. */
export function forgetImportedFigures(trx: Trx, initiativeId: string, importIds: readonly string[]): Promise<void> {
  return forgetImported(trx, initiativeId, importIds)
}

/** Before periods that nobody needs are removed: sets of cells that have become empty do not hold them back. */
export function dropEmptySets(trx: Trx, initiativeId: string, periodIds: readonly string[]): Promise<void> {
  return removeEmptySets(trx, initiativeId, periodIds)
}

/** As `dropEmptySets`, before indicators that nobody needs are removed. */
export function dropEmptySetsOf(trx: Trx, initiativeId: string, indicatorIds: readonly string[]): Promise<void> {
  return removeEmptySetsOf(trx, initiativeId, indicatorIds)
}
