import { createHash } from 'node:crypto'
import type { ImportResult, ImportState } from '#shared/exchange/contract.ts'
import type { PartnerLoad, TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import type { Mapping } from '#shared/exchange/mapping.ts'
import type { TargetLoad } from '#shared/exchange/targets/target-load.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { loadPartnersInto } from '../features/exchange/load-partners.ts'
import { loadTargetsInto, type TargetsOutcome } from '../features/exchange/load-targets.ts'
import { loadTerritoriesInto, type LoadOutcome } from '../features/exchange/load-territories.ts'
import { endImport, faultResult, parseFile, runImport, startImport } from '../features/exchange/service.ts'
import type { Db } from '../platform/db/connect.ts'
import type { Trx } from '../platform/db/context.ts'
import type { Actor } from '../platform/http/actor.ts'
import { enterAsOperator } from './operator.ts'

/** The initiative named on the command line does not exist. */
export class UnknownInitiative extends Error {
  constructor(slug: string) {
    super(`No initiative is called ${slug}.`)
  }
}

export interface FileInput {
  readonly initiative: string
  readonly fileName: string
  readonly bytes: Buffer
  readonly dryRun?: boolean
}

/** Works as the operator of an initiative, in one transaction. @throws UnknownInitiative */
export async function asOperator<T>(db: Db, slug: string, now: Date, work: (trx: Trx, actor: Actor) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const actor = await enterAsOperator(trx, slug, now)
    if (actor === null) throw new UnknownInitiative(slug)
    return work(trx, actor)
  })
}

/** Imports the figures of one file, as the API does, without an account behind it. */
export async function importFigures(
  db: Db,
  now: Date,
  input: FileInput & { readonly mapping: Mapping; readonly partial?: boolean },
): Promise<{ state: ImportState; result: ImportResult }> {
  const { initiative, fileName, bytes, mapping, dryRun = false, partial = false } = input
  const starts = await asOperator(db, initiative, now, async (_trx, actor) => ({
    fiscalStartMonth: actor.initiative.fiscalStartMonth,
    schoolStartMonth: actor.initiative.schoolStartMonth,
  }))
  const request = { fileName, fileHash: createHash('sha256').update(bytes).digest('hex'), mapping, partial, dryRun }
  try {
    const extraction = await parseFile<'extract'>({ kind: 'extract', fileName, mapping, starts }, bytes)
    const done = await asOperator(db, initiative, now, (trx, actor) => runImport(trx, actor, now, { ...request, extraction }))
    return { state: done.state, result: done.result as ImportResult }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    const result = faultResult(error)
    if (!dryRun)
      await asOperator(db, initiative, now, async (trx, actor) =>
        endImport(trx, actor, now, await startImport(trx, actor, now, request), request, 'refused', result),
      )
    return { state: 'refused', result }
  }
}

/** Carries an outcome out of a transaction that must not be kept. */
class NotKept<T> extends Error {
  readonly outcome: T
  constructor(outcome: T) {
    super('nothing is kept')
    this.outcome = outcome
  }
}

async function keepUnless<T>(db: Db, slug: string, now: Date, work: (trx: Trx, actor: Actor) => Promise<T>, isRefused: (outcome: T) => boolean): Promise<T> {
  try {
    return await asOperator(db, slug, now, async (trx, actor) => {
      const outcome = await work(trx, actor)
      if (isRefused(outcome)) throw new NotKept(outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof NotKept) return error.outcome as T
    throw error
  }
}

function load(db: Db, now: Date, input: FileInput, work: (trx: Trx, actor: Actor) => Promise<LoadOutcome>): Promise<LoadOutcome> {
  return keepUnless(db, input.initiative, now, work, ({ rejections }) => input.dryRun === true || rejections.length > 0)
}

function unreadable(error: unknown): LoadOutcome {
  if (!(error instanceof FileFault)) throw error
  return { read: 0, created: 0, changed: 0, unchanged: 0, skipped: 0, shapes: 0, rejections: faultResult(error).rejections }
}

/** Loads territories and shapes from a table, GeoJSON or TopoJSON. */
export async function importTerritories(
  db: Db,
  now: Date,
  input: FileInput & { readonly mapping?: TerritoryLoad | null; readonly level?: string | null; readonly source?: string | null },
): Promise<LoadOutcome> {
  const { fileName, bytes, mapping = null, level = null, source = null } = input
  try {
    const loaded = await parseFile<'territories'>({ kind: 'territories', fileName, mapping, level }, bytes)
    return await load(db, now, input, (trx, actor) => loadTerritoriesInto(trx, actor, now, loaded, mapping, source))
  } catch (error) {
    return unreadable(error)
  }
}

/** Loads partners from a table. */
export async function importPartners(db: Db, now: Date, input: FileInput & { readonly mapping?: PartnerLoad | null }): Promise<LoadOutcome> {
  const { initiative, fileName, bytes, mapping = null } = input
  try {
    const joinedOn = await asOperator(db, initiative, now, async (_trx, actor) => actor.today)
    const loaded = await parseFile<'partners'>({ kind: 'partners', fileName, mapping, joinedOn }, bytes)
    return await load(db, now, input, (trx, actor) => loadPartnersInto(trx, actor, now, loaded))
  } catch (error) {
    return unreadable(error)
  }
}

/** Loads indicators with their baseline, target and actual from a table: all of it but the amounts that are none, or nothing with the rows at fault. */
export async function importTargets(db: Db, now: Date, input: FileInput & { readonly mapping: TargetLoad }): Promise<TargetsOutcome> {
  const { initiative, fileName, bytes, mapping, dryRun = false } = input
  const none = { created: 0, changed: 0, unchanged: 0 }
  const nothing = { indicators: none, baselines: none, targets: none, figures: none, importId: null }
  try {
    const { starts, today } = await asOperator(db, initiative, now, async (_trx, actor) => ({
      starts: { fiscalStartMonth: actor.initiative.fiscalStartMonth, schoolStartMonth: actor.initiative.schoolStartMonth },
      today: actor.today,
    }))
    const loaded = await parseFile<'targets'>({ kind: 'targets', fileName, mapping, starts, today }, bytes)
    const { source } = mapping
    const trace = { fileName, fileHash: createHash('sha256').update(bytes).digest('hex'), source, reasons: { reasonFr: source } }
    const done = await keepUnless(
      db,
      initiative,
      now,
      (trx, actor) => loadTargetsInto(trx, actor, now, loaded, trace),
      ({ rejections }) => dryRun || rejections.length > 0,
    )
    return done.rejections.length > 0 ? { ...done, ...nothing } : done
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    return { read: 0, skipped: 0, ...nothing, aside: [], rejections: faultResult(error).rejections }
  }
}
