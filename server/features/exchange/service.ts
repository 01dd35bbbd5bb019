import type { Import } from '#shared/exchange/contract.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import type { Mapping } from '#shared/exchange/mapping.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { endImport, startImport, type ImportTrace } from './imports.ts'
import { perform, type Performed, type PlacedRejection } from './perform.ts'
import { forgetProgress, tellProgress } from './progress.ts'
import { keepMade } from './queries.ts'
import { undoLimit } from './undo-limit.ts'

export { endImport, faultProblem, faultResult, readImport, readImports, startImport } from './imports.ts'
export { mappingFor, readMapping, readMappings, saveMapping } from './kept-mappings.ts'
export { parseFile } from './parse.ts'
export { undoImport } from './undo.ts'

/** What an import is asked to do, with the file already read by the parsing child. */
export interface ImportRequest extends ImportTrace {
  /** Null when the file is one of our own, which needs none. */
  readonly mapping: Mapping | null
  readonly extraction: Extraction
  readonly dryRun: boolean
  /** What was confirmed of unusual figures, by kind of warning. */
  readonly confirmed?: ReadonlyMap<string, string | null>
  /** Told every refused place, for whoever keeps them. */
  readonly onRejections?: (rejections: readonly PlacedRejection[]) => void
  /** Told after each piece of the work; by default it is known to this process alone. */
  readonly onProgress?: (done: number, total: number) => void
}

/** As `perform`, with the trace of the import, its progress, and what an undo will need. A dry run writes nothing at all. */
export async function runImport(trx: Trx, actor: Actor, now: Date, request: ImportRequest, startedId: string | null = null): Promise<Import> {
  const { extraction, dryRun, partial, fileName } = request
  const importId = dryRun ? null : (startedId ?? (await startImport(trx, actor, now, request)))
  let performed: Performed
  try {
    performed = await perform(trx, actor, now, {
      extraction,
      duplicates: request.mapping?.duplicates ?? 'refuse',
      ...(request.mapping?.shares === undefined ? {} : { shares: request.mapping.shares }),
      partial,
      askNote: fileName,
      ...(request.confirmed === undefined ? {} : { confirmed: request.confirmed }),
      importId,
      ...(importId === null ? {} : { onProgress: request.onProgress ?? ((done, total) => tellProgress(importId, done, total)) }),
    })
  } finally {
    if (importId !== null) forgetProgress(importId)
  }
  const { state, result, made } = performed
  if (importId !== null) {
    if (state === 'done') await keepMade(trx, actor.initiative.id, importId, made)
    await endImport(trx, actor, now, importId, request, state, result)
    request.onRejections?.(performed.rejections)
  }
  const undoableUntil = importId !== null && state === 'done' ? undoLimit(now).toISOString() : null
  return { id: importId, state, dryRun, partial, fileName, startedAt: now.toISOString(), finishedAt: now.toISOString(), result, undoableUntil, undoneAt: null }
}
