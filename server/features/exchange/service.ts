import type { Import, ImportResult, ImportState, Rejection } from '#shared/exchange/contract.ts'
import { settleDuplicates } from '#shared/exchange/duplicates.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem, type Problem } from '#server/platform/http/problem.ts'
import { ensurePeriods, saveDimensions, saveDimensionsFor } from '#server/features/indicators/service.ts'
import { writeFigures, type ResolvedFigure } from '#server/features/observations/service.ts'
import { saveTerritories } from '#server/features/territories/service.ts'
import {
  backToPlace,
  findImport,
  finishImport,
  insertImport,
  listCategories,
  listImports,
  listPartners,
  listTerritories,
  listVersions,
  markPlace,
  type ImportRow,
} from './queries.ts'
import { resolveCategories } from './resolve-categories.ts'
import { territoriesToCreate, TerritoryBook } from './resolve-places.ts'
import { resolveRecords, type ReadyFigure } from './resolve.ts'

export { mappingFor, readMapping, readMappings, saveMapping } from './kept-mappings.ts'
export { parseFile } from './parse.ts'

/** Rejections that an answer names; all are counted. */
const MAXIMUM_REJECTIONS = 500
/** Figures handed over at once: one statement's worth. */
const CHUNK = 10_000
const LISTED = 100
/** A running import older than this was interrupted: its process is gone. */
const ABANDONED_MS = 10 * 60_000

/** What an import is asked to do, with the file already read by the parsing child. */
export interface ImportRequest {
  readonly fileName: string
  readonly fileHash: string
  readonly mapping: Mapping
  readonly extraction: Extraction
  readonly partial: boolean
  readonly dryRun: boolean
}

interface Tally {
  created: number
  changed: number
  unchanged: number
  rejected: number
  readonly rejections: Rejection[]
  readonly skippedBy: Record<string, number>
}

function reject(tally: Tally, rejection: Rejection): void {
  if (tally.rejections.length < MAXIMUM_REJECTIONS) tally.rejections.push(rejection)
}

function toFigure(ready: ReadyFigure): ResolvedFigure {
  return {
    versionId: ready.versionId,
    territoryId: ready.territoryId,
    partnerId: ready.partnerId,
    periodId: ready.periodId,
    category: ready.category,
    presence: ready.presence,
    presenceReason: ready.presenceReason,
    value: ready.value,
    numerator: ready.numerator,
    denominator: ready.denominator,
    sampleN: ready.sampleN,
    boolValue: ready.boolValue,
    achievedOn: ready.achievedOn,
    amountOriginal: null,
    currencyCode: null,
    fxRate: null,
    fxDate: null,
    isDirectTotal: ready.isDirectTotal,
    flags: [...ready.flags],
    comment: ready.comment,
  }
}

/** Dimensions that a file may create are also those that its indicators are divided by. */
function dimensionsToDeclare(ready: readonly ReadyFigure[], references: Extraction['categories']): Map<string, Set<string>> {
  const declared = new Map<string, Set<string>>()
  for (const { versionId, categories } of ready) {
    for (const index of categories) {
      const reference = references[index]
      if (reference?.create === true) declared.set(versionId, (declared.get(versionId) ?? new Set()).add(reference.dimension))
    }
  }
  return declared
}

/** Territories and categories that the mapping allows to create, then every lookup in memory. */
async function resolveAll(trx: Trx, actor: Actor, now: Date, extraction: Extraction) {
  const { id } = actor.initiative
  let territories = new TerritoryBook(await listTerritories(trx, id))
  let created = { items: [] as ReturnType<typeof territoriesToCreate>['items'], faults: new Map<number, string>() }
  if (actor.role === 'backbone') {
    created = territoriesToCreate(extraction, territories, actor.today)
    if (created.items.length > 0) {
      await saveTerritories(trx, actor, now, { items: created.items })
      territories = new TerritoryBook(await listTerritories(trx, id))
    }
  }
  const references = actor.role === 'backbone' ? extraction.categories : extraction.categories.map((category) => ({ ...category, create: false }))
  const { resolved: categories, toSave } = resolveCategories(references, await listCategories(trx, id))
  if (toSave.length > 0) await saveDimensions(trx, actor, now, toSave)
  const versions = await listVersions(trx, id, [...new Set(extraction.indicators.map(({ text }) => text))])
  const partners = await listPartners(trx, id)
  const periodIds = await ensurePeriods(trx, actor.initiative, extraction.periods)
  const records = resolveRecords(extraction, actor, { territories, territoryFaults: created.faults, partners, versions, categories, periodIds })
  for (const [versionId, dimensions] of dimensionsToDeclare(records.ready, references)) {
    await saveDimensionsFor(
      trx,
      id,
      [...dimensions].map((code) => ({ code, categories: [] })),
      [versionId],
    )
  }
  return { ...records, territoriesCreated: created.items.length, categoriesCreated: toSave.reduce((sum, { categories: list }) => sum + list.length, 0) }
}

async function write(trx: Trx, actor: Actor, now: Date, ready: readonly ReadyFigure[], importId: string | null, tally: Tally): Promise<void> {
  const official = new Set(ready.filter(({ isOfficial }) => isOfficial).map(({ versionId }) => versionId))
  // Figures of one period and version together: their totals are recomputed once, not once a chunk.
  const ordered = [...ready].sort((a, b) =>
    a.versionId + a.periodId < b.versionId + b.periodId ? -1 : a.versionId + a.periodId > b.versionId + b.periodId ? 1 : 0,
  )
  for (let start = 0; start < ordered.length; start += CHUNK) {
    const chunk = ordered.slice(start, start + CHUNK)
    const results = await writeFigures(trx, actor, now, chunk.map(toFigure), {
      origin: 'import',
      ...(importId === null ? {} : { importId }),
      stateOf: (figure) => (actor.role === 'backbone' && figure.partnerId === null && official.has(figure.versionId) ? 'validated' : 'submitted'),
    })
    results.forEach((result, index) => {
      const record = chunk[index] as ReadyFigure
      if (result.outcome === 'created' || result.outcome === 'changed' || result.outcome === 'unchanged') {
        tally[result.outcome] += 1
        return
      }
      tally.rejected += 1
      reject(tally, {
        sheet: record.sheet,
        row: record.row,
        column: record.column,
        code: result.code ?? result.outcome,
        value: record.value ?? record.numerator,
      })
    })
  }
}

/**
 * Imports the figures of a file (domain 5, row 24; P9): all or nothing unless partial; a dry run
 * writes nothing; the second import of the same file changes nothing. Figures land submitted, or
 * validated when an official source tells of a whole community and the backbone imports it (D30).
 */
export async function runImport(trx: Trx, actor: Actor, now: Date, request: ImportRequest, startedId: string | null = null): Promise<Import> {
  const { extraction, dryRun, partial, fileName } = request
  const importId = dryRun ? null : (startedId ?? (await startImport(trx, actor, now, request)))
  const tally: Tally = {
    created: 0,
    changed: 0,
    unchanged: 0,
    rejected: extraction.rejected,
    rejections: extraction.rejections.slice(0, MAXIMUM_REJECTIONS),
    skippedBy: { ...extraction.skipped },
  }
  await markPlace(trx)

  const found = await resolveAll(trx, actor, now, extraction)
  tally.rejected += new Set(found.refused.map(({ record }) => record)).size
  for (const { record, column, code, value } of found.refused)
    reject(tally, { sheet: record.sheet, row: record.row, column, code, value: value === '' ? null : value })

  const settled = settleDuplicates(
    found.ready,
    (one) => `${one.versionId} ${one.territoryId} ${one.partnerId} ${one.periodId} ${one.category}`,
    request.mapping.duplicates,
  )
  for (const [why, count] of Object.entries(settled.skipped)) if (count > 0) tally.skippedBy[why] = (tally.skippedBy[why] ?? 0) + count
  tally.rejected += settled.refused.length
  for (const { item, code } of settled.refused)
    reject(tally, { sheet: item.sheet, row: item.row, column: item.column, code, value: item.value ?? item.numerator })

  await write(trx, actor, now, settled.kept, importId, tally)
  const state: ImportState = tally.rejected > 0 && !partial ? 'refused' : 'done'
  if (dryRun || state === 'refused') await backToPlace(trx)

  const kept = dryRun || state === 'done'
  const result: ImportResult = {
    read: extraction.read,
    created: kept ? tally.created : 0,
    changed: kept ? tally.changed : 0,
    unchanged: kept ? tally.unchanged : 0,
    skipped: Object.values(tally.skippedBy).reduce((sum, count) => sum + count, 0),
    rejected: tally.rejected,
    skippedBy: tally.skippedBy,
    territoriesCreated: kept ? found.territoriesCreated : 0,
    categoriesCreated: kept ? found.categoriesCreated : 0,
    rejections: [...tally.rejections].sort((a, b) => (a.sheet ?? '').localeCompare(b.sheet ?? '') || (a.row ?? 0) - (b.row ?? 0)),
  }
  if (importId !== null) await endImport(trx, actor, now, importId, request, state, result)
  return { id: importId, state, dryRun, partial, fileName, startedAt: now.toISOString(), finishedAt: now.toISOString(), result }
}

/** Keeps the trace of an import that begins: its name and hash, never the file. */
export async function startImport(trx: Trx, actor: Actor, now: Date, request: Pick<ImportRequest, 'fileName' | 'fileHash' | 'partial'>): Promise<string> {
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
  request: Pick<ImportRequest, 'fileName' | 'fileHash' | 'partial'>,
  state: ImportState,
  result: ImportResult | null,
): Promise<void> {
  await finishImport(trx, actor.initiative.id, importId, state, result, now)
  const counts =
    result === null
      ? {}
      : { read: result.read, created: result.created, changed: result.changed, unchanged: result.unchanged, skipped: result.skipped, rejected: result.rejected }
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

function toImport(row: ImportRow, now: Date): Import {
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
  }
}

/** @throws not_found */
export async function readImport(trx: Trx, actor: Actor, now: Date, importId: string): Promise<Import> {
  const row = await findImport(trx, actor.initiative.id, importId)
  if (row === undefined) throw problem('not_found')
  return toImport(row, now)
}

export async function readImports(trx: Trx, actor: Actor, now: Date): Promise<Import[]> {
  return (await listImports(trx, actor.initiative.id, LISTED)).map((row) => toImport(row, now))
}
