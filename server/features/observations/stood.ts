import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import { savepoint } from '#server/platform/db/savepoint.ts'
import type { InitiativeContext } from '#server/platform/http/actor.ts'
import { listSets, owedTriples, rebuildSet } from './cell-queries.ts'
import { recomputeCells } from './cells.ts'
import { putBack } from './stood-queries.ts'

/** Whose figures are read as they stood, and when. */
export interface Standing {
  readonly versionIds: readonly string[]
  /** Only this partner's figures; null: everybody's, with what is computed of them. */
  readonly partnerId: string | null
  /** Last day whose changes count, in the initiative's time zone. */
  readonly on: string
  /** Puts back what else was otherwise then. @returns whether the map was, and territories where something else was owed */
  readonly others: () => Promise<{ readonly isMapOther: boolean; readonly indicatorId: string; readonly territoryIds: readonly string[] }>
}

/**
 * Reads while the figures of some versions are as they stood at the end of a day, from their append-only history, and what is computed
 * of them with them: the same computation as every day's. Nothing of it stays: the transaction goes back before it ends.
 */
export async function asTheyStood<T>(trx: Trx, initiative: Pick<InitiativeContext, 'id' | 'timeZone'>, standing: Standing, read: () => Promise<T>): Promise<T> {
  const before = await savepoint(trx, 'before_comparison')
  const { isMapOther, indicatorId, territoryIds } = await standing.others()
  const touched = await withPurpose(trx, 'maintenance', () => putBack(trx, initiative.id, { ...standing, timeZone: initiative.timeZone }))
  // A partner's own figures are read one by one: no total needs them.
  if (standing.partnerId === null) {
    if (isMapOther) {
      const sets = (await listSets(trx, initiative.id)).filter(({ versionId }) => standing.versionIds.includes(versionId))
      for (const set of sets) await rebuildSet(trx, initiative.id, set)
    } else {
      const owed = territoryIds.length === 0 ? [] : await owedTriples(trx, initiative.id, indicatorId, territoryIds)
      if (touched.length + owed.length > 0) await recomputeCells(trx, initiative.id, [...touched, ...owed])
    }
  }
  const answer = await read()
  await before.back()
  return answer
}
