import type { Trx } from '#server/platform/db/context.ts'
import { savepoint } from '#server/platform/db/savepoint.ts'
import { compareSet, listSets, owedTriples, rebuildSet, recomputeTriples, type CellDifference, type Triple } from './cell-queries.ts'

export type { CellDifference, Triple }

/** Triples handed to the database at once: one statement stays well under its time limit, on a machine that does other things too. */
const CHUNK = 2_000

/**
 * Brings computed cells up to date after a write, in its transaction (D19, D23). The database sees all
 * figures for that while and nothing of it leaves: the context is given back as it was.
 * @returns how many cells were written or removed
 */
export async function recomputeCells(trx: Trx, initiativeId: string, triples: readonly Triple[]): Promise<number> {
  const distinct = [...new Map(triples.map((triple) => [`${triple.versionId}${triple.periodId}${triple.territoryId}`, triple])).values()]
  // Sets together: a parent is then computed once.
  if (distinct.length > CHUNK) distinct.sort((a, b) => (a.versionId + a.periodId < b.versionId + b.periodId ? -1 : 1))
  let written = 0
  for (let start = 0; start < distinct.length; start += CHUNK) written += await recomputeTriples(trx, initiativeId, distinct.slice(start, start + CHUNK))
  return written
}

/** Who owes an indicator's figure in these territories has changed: what is expected follows in every set that stands. */
export async function recomputeExpectation(trx: Trx, initiativeId: string, indicatorId: string, territoryIds: readonly string[]): Promise<number> {
  return recomputeCells(trx, initiativeId, await owedTriples(trx, initiativeId, indicatorId, territoryIds))
}

/** Makes every cell anew from the figures alone: after a change of the territory tree, or a repair. */
export async function recomputeAll(trx: Trx, initiativeId: string): Promise<number> {
  const sets = await listSets(trx, initiativeId)
  for (const set of sets) await rebuildSet(trx, initiativeId, set)
  return sets.length
}

/** How totals of one version are made was corrected: makes them anew. @returns how many sets */
export async function recomputeVersion(trx: Trx, initiativeId: string, versionId: string): Promise<number> {
  const sets = (await listSets(trx, initiativeId)).filter((set) => set.versionId === versionId)
  for (const set of sets) await rebuildSet(trx, initiativeId, set)
  return sets.length
}

/** Recomputes everything beside what is stored and tells the differences; nothing is changed. */
export async function compareAll(trx: Trx, initiativeId: string): Promise<{ sets: number; differences: CellDifference[] }> {
  const sets = await listSets(trx, initiativeId)
  const differences: CellDifference[] = []
  // One place a set: writers wait for one comparison, never for all.
  for (const set of sets) {
    const before = await savepoint(trx, 'before_comparison')
    differences.push(...(await compareSet(trx, initiativeId, set)))
    await before.back()
  }
  return { sets: sets.length, differences }
}
