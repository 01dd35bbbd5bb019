import { failInterrupted, settleInDatabase } from '#server/features/releases/job.ts'
import type { Db } from '#server/platform/db/connect.ts'
import { inTransaction } from '#server/platform/db/transaction.ts'
import { listInitiatives } from './initiative-list.ts'
import { enterAsOperator } from './operator.ts'

/**
 * Takes up what a stopped server left: a release that was being built is said to be interrupted, for its process is gone;
 * figures that a published one told are marked to the end.
 */
export async function resumeReleases(db: Db, now: Date): Promise<void> {
  for (const { slug } of await listInitiatives(db)) {
    const actor = await inTransaction(db, (trx) => enterAsOperator(trx, slug, now))
    if (actor === null) continue
    for (const number of await failInterrupted(db, actor)) await settleInDatabase(db, actor, number)
  }
}
