import type { FastifyBaseLogger } from 'fastify'
import type { Import } from '#shared/exchange/contract.ts'
import type { ImportDraft, RejectedRows } from '#shared/exchange/draft-contract.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { inContext, type DbContext, type Trx } from '#server/platform/db/context.ts'
import type { DatabaseAddress, Db } from '#server/platform/db/connect.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { confirmedOf, refuseUnconfirmed } from './draft-confirm.ts'
import { checkDraft, extractDraft, MOST_REJECTED, remember, type ReadRows } from './draft-check.ts'
import { mappingOfDraft, openDraft, readDraft, rowsOfDraft, saveDraft, type Draft } from './drafts.ts'
import { LongWorks } from './long-works.ts'
import { parseFile } from './parse.ts'
import type { PlacedRejection } from './perform.ts'
import { forgetProgress, tellProgress } from './progress.ts'
import { endImport, faultResult, readImport, runImport, startImport } from './service.ts'
import { runWorker } from './worker.ts'

/** Figures, as far as they can be foretold, above which a process of its own does the work. */
const LARGE = 3000

/** How many figures a draft may hold: rows, times the columns of values that stand side by side. */
export function sizeOfDraft({ facts, choices }: Draft): number {
  const rows = facts.preview?.rowCount ?? facts.sheets.reduce((sum, { rowCount }) => sum + rowCount, 0)
  return rows * (choices.figure === 'columns' ? Math.max(1, choices.valueColumns.length) : 1)
}

/** Whether a draft is left to a process of its own, where there may be one. */
export const isLarge = (draft: Draft) => sizeOfDraft(draft) > LARGE

/**
 * Writes the valid rows of a draft, keeps what was refused, remembers what was chosen.
 * @param startedId the import begun before, null begins one
 * @throws import_draft_incomplete, FileFault
 */
export async function writeDraft(
  trx: Trx,
  actor: Actor,
  now: Date,
  draftId: string,
  startedId: string | null,
  onProgress?: (done: number, total: number) => void,
  readRows: ReadRows = extractDraft,
): Promise<Import> {
  const draft = await openDraft(trx, actor, now, draftId)
  const mapping = await mappingOfDraft(trx, actor, draft)
  const trace = { fileName: draft.row.file_name, fileHash: draft.row.file_hash, partial: true }
  let rejections: readonly PlacedRejection[] = []
  let done: Import
  try {
    const extraction = await readRows(trx, actor, draft, mapping)
    done = await runImport(
      trx,
      actor,
      now,
      {
        ...trace,
        mapping,
        extraction,
        dryRun: false,
        confirmed: confirmedOf(draft),
        onRejections: (all) => (rejections = all),
        ...(onProgress === undefined ? {} : { onProgress }),
      },
      startedId,
    )
  } catch (error) {
    if (!(error instanceof FileFault) || startedId === null) throw error
    await endImport(trx, actor, now, startedId, trace, 'refused', faultResult(error))
    return readImport(trx, actor, now, startedId)
  }
  await saveDraft(trx, actor, draft, draft.row.version, { importId: done.id, rejected: rejections.slice(0, MOST_REJECTED) })
  await remember(trx, actor, draft, now)
  return done
}

/** What a long import needs of the server. */
export interface LongDeps {
  readonly db: Db
  readonly now: () => Date
  readonly address: DatabaseAddress | null
}

/** Ends a long import in a process of its own; when that fails, the import says so. */
async function writeLater(
  deps: LongDeps,
  address: DatabaseAddress,
  actor: Actor,
  draft: Draft,
  importId: string,
  now: Date,
  log: FastifyBaseLogger,
): Promise<void> {
  try {
    await runWorker({ kind: 'run', address, actor, draftId: draft.row.id, importId, now: now.getTime() }, (done, total) => tellProgress(importId, done, total))
  } catch (error) {
    log.error({ err: error, importId }, 'an import failed')
    const context: DbContext = {
      initiativeId: actor.initiative.id,
      actorId: actor.userId,
      role: actor.role,
      partnerId: actor.partnerId,
      commitment: actor.commitment,
    }
    const trace = { fileName: draft.row.file_name, fileHash: draft.row.file_hash, partial: true }
    await inContext(deps.db, context, (trx) => endImport(trx, actor, deps.now(), importId, trace, 'failed', null)).catch((told: unknown) =>
      log.error({ err: told, importId }, 'the end of an import could not be kept'),
    )
  } finally {
    forgetProgress(importId)
  }
}

/**
 * Imports the valid rows of a draft. A large one goes on after the answer, which says so.
 * @throws not_found, import_draft_incomplete, import_draft_done, import_unconfirmed, FileFault
 */
export async function runDraft(
  deps: LongDeps,
  trx: Trx,
  actor: Actor,
  now: Date,
  draftId: string,
  afterCommit: (work: () => void) => void,
  log: FastifyBaseLogger,
): Promise<Import> {
  const draft = await openDraft(trx, actor, now, draftId)
  if (draft.row.import_id !== null) throw problem('import_draft_done')
  refuseUnconfirmed(draft)
  const { address } = deps
  if (address === null || !isLarge(draft)) return writeDraft(trx, actor, now, draftId, null)
  await mappingOfDraft(trx, actor, draft)
  const importId = await startImport(trx, actor, now, { fileName: draft.row.file_name, fileHash: draft.row.file_hash, partial: true })
  await saveDraft(trx, actor, draft, draft.row.version, { importId })
  afterCommit(() => void writeLater(deps, address, actor, draft, importId, now, log))
  return readImport(trx, actor, now, importId)
}

const checks = new LongWorks<void>()

/** As `checkDraft`; a large draft is checked by a process of its own. @throws unavailable when that takes long: it goes on, and who asks again hears what it found */
export async function checkAnyDraft(deps: LongDeps, trx: Trx, actor: Actor, now: Date, draftId: string): Promise<ImportDraft> {
  const draft = await openDraft(trx, actor, now, draftId)
  const { address } = deps
  if (address === null || !isLarge(draft)) return checkDraft(trx, actor, now, draftId)
  const key = `${draftId} ${draft.row.version}`
  if (checks.hear(draftId) !== undefined && draft.row.checked !== null) return readDraft(trx, actor, now, draftId)
  await checks.hear(key)
  const check = () => runWorker({ kind: 'check', address, actor, draftId, importId: null, now: now.getTime() })
  await checks.wait(key, check, draftId)
  return readDraft(trx, actor, now, draftId)
}

/** Rows that the last check or run refused, as the file has them, each once with all its reasons. @throws not_found */
export async function readRejectedRows(trx: Trx, actor: Actor, now: Date, draftId: string): Promise<RejectedRows> {
  const draft = await openDraft(trx, actor, now, draftId)
  const rejected = (draft.row.rejected ?? []) as PlacedRejection[]
  const byRow = Map.groupBy(
    rejected.filter(({ row }) => row !== null),
    ({ sheet, row }) => JSON.stringify([sheet, row]),
  )
  const { headerRow, headerRows } = draft.choices
  const format = draft.facts.own?.file ?? Mapping.shape.file.parse({ headerRow: Number(headerRow), headerRows: Number(headerRows) || 1 })
  const places = [...byRow.keys()].map((key) => {
    const [sheet, row] = JSON.parse(key) as [string | null, number]
    return { sheet, row }
  })
  if (places.length === 0) return { fileName: draft.row.file_name, columns: [], rows: [] }
  const { columns, rows } = await parseFile<'rows'>({ kind: 'rows', format, places }, await rowsOfDraft(trx, actor, draft))
  return {
    fileName: draft.row.file_name,
    columns: [...columns],
    rows: rows.map(({ sheet, row, cells }) => ({
      sheet,
      row,
      cells: [...cells],
      reasons: (byRow.get(JSON.stringify([sheet, row])) ?? []).map(({ column, code, value }) => ({ column, code, value })),
    })),
  }
}
