import type { Import, ImportResult } from '#shared/exchange/contract.ts'
import { BEGINNING, recogniseDhis2 } from '#shared/exchange/dhis2/recognise.ts'
import type { Dhis2Metadata } from '#shared/exchange/dhis2/metadata.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { savepoint } from '#server/platform/db/savepoint.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem, Problem } from '#server/platform/http/problem.ts'
import type { Dhis2Document } from '../parser/dhis2.ts'
import { runImport, type ImportRequest } from '../service.ts'
import { loadMetadata, type MetadataLoaded } from './load-metadata.ts'
import { extractionOf, nameComboDimensions } from './values.ts'

export type Dhis2Request = Omit<ImportRequest, 'mapping' | 'extraction'>

/** A `dataValueSet` names everything itself; a value said twice alike is one value. */
const RULES = Mapping.parse({
  duplicates: 'same',
  readings: [
    {
      indicator: { source: { column: 'dataElement' } },
      territory: [{ source: { column: 'orgUnit' } }],
      period: { source: { column: 'period' }, pattern: 'code' },
      figure: { value: { source: { column: 'value' } } },
    },
  ],
})

/** Whether a file says by itself that it comes from DHIS2: it needs no mapping then. */
export function looksLikeDhis2(bytes: Buffer): boolean {
  return recogniseDhis2(bytes.subarray(0, BEGINNING).toString('utf8')) !== null
}

/** The counts of a metadata load, as every import tells them. */
export function resultOf(loaded: MetadataLoaded): ImportResult {
  const { read, created, changed, unchanged, skipped, skippedBy, territoriesCreated, categoriesCreated } = loaded
  return { read, created, changed, unchanged, skipped, rejected: 0, skippedBy: { ...skippedBy }, territoriesCreated, categoriesCreated, rejections: [] }
}

const NOTHING: ImportResult = {
  read: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  skipped: 0,
  rejected: 0,
  skippedBy: {},
  territoriesCreated: 0,
  categoriesCreated: 0,
  rejections: [],
}

function refusedBy(error: unknown): ImportResult {
  if (!(error instanceof Problem)) throw error
  const rejections = error.errors.map(({ pointer, code, params }) => ({
    sheet: null,
    row: null,
    column: pointer,
    code,
    value: String(params?.code ?? params?.value ?? '') || null,
  }))
  return { ...NOTHING, rejected: rejections.length, rejections: rejections.slice(0, 500) }
}

/** Metadata leaves no import behind: what it made are places and definitions, changed on their own screens and never taken back as a whole. */
async function runMetadata(trx: Trx, actor: Actor, now: Date, metadata: Dhis2Metadata, request: Dhis2Request): Promise<Import> {
  const { dryRun, partial, fileName, fileHash } = request
  if (actor.role !== 'backbone') throw problem('not_allowed')
  const before = await savepoint(trx, 'import_figures')
  let state: 'done' | 'refused' = 'done'
  let result: ImportResult
  try {
    result = resultOf(await loadMetadata(trx, actor, now, metadata))
  } catch (error) {
    state = 'refused'
    result = refusedBy(error)
  }
  if (dryRun || state === 'refused') await before.back()
  const { rejections: _, ...counts } = result
  if (!dryRun) await audit(trx, actor, { action: `dhis2_metadata.${state}`, objectType: 'import', details: { fileName, fileHash, ...counts } }, now)
  return { id: null, state, dryRun, partial, fileName, startedAt: now.toISOString(), finishedAt: now.toISOString(), result }
}

/**
 * Imports a file of DHIS2: values like those of any file (all or nothing unless partial, the same file
 * again changes nothing), metadata for the backbone alone.
 * @throws not_allowed
 */
export async function runDhis2(trx: Trx, actor: Actor, now: Date, document: Dhis2Document, request: Dhis2Request): Promise<Import> {
  if (document.kind === 'metadata') return runMetadata(trx, actor, now, document.metadata, request)
  const done = await runImport(trx, actor, now, { ...request, mapping: RULES, extraction: await extractionOf(trx, actor, document.values) })
  if (!request.dryRun && (done.result?.categoriesCreated ?? 0) > 0) await nameComboDimensions(trx, actor)
  return done
}
