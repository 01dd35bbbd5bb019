import { createHash } from 'node:crypto'
import type { ImportResult, ImportState } from '#shared/exchange/contract.ts'
import { mergeMetadata } from '#shared/exchange/dhis2/metadata.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { runDhis2 } from '../features/exchange/dhis2/run.ts'
import { faultResult, parseFile } from '../features/exchange/service.ts'
import type { Db } from '../platform/db/connect.ts'
import type { Trx } from '../platform/db/context.ts'
import type { Actor } from '../platform/http/actor.ts'
import { asOperator } from './import-files.ts'

/** What became of one file, or of the metadata files together. */
export interface Dhis2Outcome {
  readonly files: readonly string[]
  readonly state: ImportState
  readonly result: ImportResult
}

/** Carries the outcomes of a dry run out of the transaction that must not be kept. */
class NotKept extends Error {
  readonly outcomes: readonly Dhis2Outcome[]
  constructor(outcomes: readonly Dhis2Outcome[]) {
    super('nothing is kept')
    this.outcomes = outcomes
  }
}

/**
 * Imports files of DHIS2: metadata first, put together whatever their order, because levels, groups and
 * options are told in files of their own; then each set of values in the order given.
 */
export async function importDhis2(
  db: Db,
  now: Date,
  input: { initiative: string; files: readonly { fileName: string; bytes: Buffer }[]; dryRun?: boolean; partial?: boolean },
): Promise<Dhis2Outcome[]> {
  const { initiative, files, dryRun = false, partial = false } = input
  const faults: Dhis2Outcome[] = []
  const read = []
  for (const { fileName, bytes } of files) {
    try {
      read.push({ fileName, fileHash: createHash('sha256').update(bytes).digest('hex'), document: await parseFile<'dhis2'>({ kind: 'dhis2' }, bytes) })
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      faults.push({ files: [fileName], state: 'refused', result: faultResult(error) })
    }
  }
  if (faults.length > 0) return faults
  const described = read.flatMap(({ document, ...file }) => (document.kind === 'metadata' ? [{ ...file, metadata: document.metadata }] : []))
  const metadata = described.length === 0 ? null : mergeMetadata(described.map((one) => one.metadata))
  const steps = [
    ...(metadata === null
      ? []
      : [
          {
            files: described.map(({ fileName }) => fileName),
            fileHash:
              described.length === 1
                ? (described[0]?.fileHash ?? '')
                : createHash('sha256')
                    .update(described.map(({ fileHash }) => fileHash).join())
                    .digest('hex'),
            document: { kind: 'metadata' as const, metadata },
          },
        ]),
    ...read.flatMap(({ document, fileName, fileHash }) => (document.kind === 'values' ? [{ files: [fileName], fileHash, document }] : [])),
  ]
  const outcomes: Dhis2Outcome[] = []
  const run = async (trx: Trx, actor: Actor, step: (typeof steps)[number], isDry: boolean) => {
    const request = { fileName: step.files.join(', ').slice(0, 200), fileHash: step.fileHash, partial, dryRun: isDry }
    const done = await runDhis2(trx, actor, now, step.document, request)
    outcomes.push({ files: step.files, state: done.state, result: done.result as ImportResult })
  }
  if (!dryRun) {
    for (const step of steps) await asOperator(db, initiative, now, (trx, actor) => run(trx, actor, step, false))
    return outcomes
  }
  try {
    await asOperator(db, initiative, now, async (trx, actor) => {
      // What the metadata would make must be there for the values to be tried on.
      for (const step of steps) await run(trx, actor, step, step.document.kind === 'values')
      throw new NotKept(outcomes)
    })
  } catch (error) {
    if (!(error instanceof NotKept)) throw error
  }
  return outcomes
}
