import type { Forget } from '#server/platform/forget.ts'
import { forgetImportedFigures } from '#server/features/observations/service.ts'
import { forgetLoadedRows } from '#server/features/targets/service.ts'
import { deleteExpired } from './draft-queries.ts'
import { importsEndedBefore } from './queries.ts'
import { targetLoadsBefore } from './target-load-queries.ts'
import { UNDO_DAYS } from './undo-limit.ts'

/** Removes drafts whose day is over, and what undos that are no longer possible would have needed. */
export const forgetImports: Forget = async (trx, id, now) => {
  await deleteExpired(trx, id, now)
  const limit = new Date(now.getTime() - UNDO_DAYS * 86_400_000)
  await forgetImportedFigures(trx, id, await importsEndedBefore(trx, id, limit))
  await forgetLoadedRows(trx, id, await targetLoadsBefore(trx, id, limit))
}
