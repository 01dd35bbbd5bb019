import type { Import, ImportResult, ImportState } from '#shared/exchange/contract.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem, type Problem } from '#server/platform/http/problem.ts'
import { MAXIMUM_REJECTIONS } from './perform.ts'
import { progressOf } from './progress.ts'
import { findImport, finishImport, insertImport, listImports, type ImportRow } from './queries.ts'
import { undoLimit } from './undo-limit.ts'

const LISTED = 100
/** A running import older than this was interrupted: its process is gone. */
const ABANDONED_MS = 10 * 60_000

/** What is kept of the file of an import. */
export interface ImportTrace {
  readonly fileName: string
  readonly fileHash: string
  readonly partial: boolean
}

/** Keeps the trace of an import that begins: its name and hash, never the file. */
export async function startImport(trx: Trx, actor: Actor, now: Date, request: ImportTrace): Promise<string> {
  return insertImport(trx, {
    initiativeId: actor.initiative.id,
    fileName: request.fileName,
    fileHash: request.fileHash,
    isPartial: request.partial,
    startedBy: actorIdOf(actor),
    partnerId: actor.role === 'partner_contributor' ? actor.partnerId : null,
    now,
  })
}

/** Ends an import and writes its audit row. */
export async function endImport(
  trx: Trx,
  actor: Actor,
  now: Date,
  importId: string,
  request: ImportTrace,
  state: ImportState,
  result: ImportResult | null,
): Promise<void> {
  await finishImport(trx, actor.initiative.id, importId, state, result, now)
  const counts =
    result === null
      ? {}
      : {
          read: result.read,
          created: result.created,
          changed: result.changed,
          unchanged: result.unchanged,
          requested: result.requested ?? 0,
          skipped: result.skipped,
          rejected: result.rejected,
        }
  await audit(
    trx,
    actor,
    {
      action: `import.${state}`,
      objectType: 'import',
      objectId: importId,
      details: { fileName: request.fileName, fileHash: request.fileHash, partial: request.partial, ...counts },
    },
    now,
  )
}

/** What is kept of a file that could not be read at all. */
export function faultResult(fault: FileFault): ImportResult {
  return {
    read: 0,
    created: 0,
    changed: 0,
    unchanged: 0,
    requested: 0,
    skipped: 0,
    rejected: fault.places.length,
    skippedBy: {},
    territoriesCreated: 0,
    categoriesCreated: 0,
    rejections: fault.places.slice(0, MAXIMUM_REJECTIONS).map((place) => ({ ...place, code: fault.code })),
  }
}

/** The refusal that a reader of the API gets for a file that could not be read: places as `/file/rows/7/columns/Value`. */
export function faultProblem(fault: FileFault): Problem {
  return problem(
    'import_refused',
    { reason: fault.code },
    fault.places
      .slice(0, MAXIMUM_REJECTIONS)
      .map(({ sheet, row, column, value }) => ({
        pointer: `/file${sheet === null ? '' : `/sheets/${sheet}`}${row === null ? '' : `/rows/${row}`}${column === null ? '' : `/columns/${column}`}`,
        code: fault.code,
        params: {
          ...(sheet === null ? {} : { sheet }),
          ...(row === null ? {} : { row }),
          ...(column === null ? {} : { column }),
          ...(value === null ? {} : { value }),
        },
      })),
  )
}

/** An import as the actor may read it: whoever imported may take it back for a while. */
export function toImport(row: ImportRow, actor: Actor, now: Date): Import {
  const limit = row.finished_at === null ? null : undoLimit(row.finished_at)
  const own = row.partner_id === (actor.role === 'partner_contributor' ? actor.partnerId : null)
  const abandoned = row.state === 'running' && now.getTime() - row.started_at.getTime() > ABANDONED_MS
  return {
    id: row.id,
    state: abandoned ? 'failed' : (row.state as ImportState),
    dryRun: false,
    partial: row.is_partial,
    fileName: row.file_name,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    result: row.result as ImportResult | null,
    undoableUntil: own && row.state === 'done' && limit !== null && limit > now ? limit.toISOString() : null,
    undoneAt: row.undone_at?.toISOString() ?? null,
    progress: row.state === 'running' ? progressOf(row.id) : null,
  }
}

/** @throws not_found */
export async function readImport(trx: Trx, actor: Actor, now: Date, importId: string): Promise<Import> {
  const row = await findImport(trx, actor.initiative.id, importId)
  if (row === undefined) throw problem('not_found')
  return toImport(row, actor, now)
}

export async function readImports(trx: Trx, actor: Actor, now: Date): Promise<Import[]> {
  return (await listImports(trx, actor.initiative.id, LISTED)).map((row) => toImport(row, actor, now))
}
