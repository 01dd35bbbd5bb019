import type { Rejection } from '#shared/exchange/contract.ts'
import { TargetLoad } from '#shared/exchange/targets/target-load.ts'
import {
  MOST_REFUSED,
  type Expected,
  type LeftTarget,
  type LoadedTargetFile,
  type RefusedTarget,
  type TargetLoadResult,
  type TargetReasons,
} from '#shared/exchange/targets/contract.ts'
import type { TargetChoices } from '#shared/exchange/targets/columns.ts'
import { readPeriods, removeUnusedIndicators, removeUnusedPeriods } from '#server/features/indicators/service.ts'
import { dropEmptySets, dropEmptySetsOf } from '#server/features/observations/service.ts'
import { mayApprove, requireLead, takeBackLoaded, watchLoad } from '#server/features/targets/service.ts'
import { readTerritories } from '#server/features/territories/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { savepoint } from '#server/platform/db/savepoint.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { readImport } from './imports.ts'
import { loadTargetsInto, type TargetsOutcome } from './load-targets.ts'
import { parseFile } from './parse.ts'
import type { JobResults, TargetsByColumns } from './parser/job.ts'
import { finishTargetLoad, insertTargetLoad, listTargetLoads, markTargetLoadUndone, targetLoadForUpdate, type TargetLoadRow } from './target-load-queries.ts'
import { takeImportBack } from './undo.ts'
import { undoLimit } from './undo-limit.ts'
import { refusing, startsOf, waitFor } from './waiting.ts'

/** What a file of indicators is asked to do. */
export interface TargetRequest {
  readonly fileName: string
  readonly fileHash: string
  readonly choices: TargetChoices
  readonly reasons: TargetReasons
  readonly dryRun: boolean
  readonly partial: boolean
  /** Told every refused place, for whoever keeps them. */
  readonly onRefusals?: (refusals: readonly RefusedTarget[]) => void
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  not_a_number: 'number',
  too_many_digits: 'number',
  percent_without_scale: 'share',
  not_a_date: 'date',
  achieved_on_in_future: 'date',
  not_yes_or_no: 'yes_no',
  period_blank: 'period',
  period_unreadable: 'period',
  invalid_period: 'period',
  territory_blank: 'territory',
  territory_unknown: 'territory',
  territory_ambiguous: 'territory',
  territory_not_valid_then: 'territory',
  code_blank: 'code',
  code_twice: 'own_code',
  name_blank: 'name',
  target_on_wrong_side: 'side',
  target_before_baseline: 'later',
}

const toRefused = (one: Rejection): RefusedTarget => ({ ...one, expected: EXPECTED[one.code] ?? 'other' })

/** A mapping given as JSON. @throws import_mapping_invalid */
export function mappingOf(text: string): TargetLoad {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw problem('import_mapping_invalid', { pointer: '/', expected: 'JSON' })
  }
  const parsed = TargetLoad.safeParse(given)
  if (parsed.success) return parsed.data
  throw problem('import_mapping_invalid', { pointer: `/${parsed.error.issues[0]?.path.join('/') ?? ''}`, expected: parsed.error.issues[0]?.message ?? '' })
}

/** Reads a file of indicators in the process that parses. @throws import_refused, unavailable */
export async function parseTargets(
  trx: Trx,
  actor: Actor,
  file: { readonly fileName: string; readonly bytes: Buffer; readonly kept?: true; readonly format: TargetsByColumns['format'] },
  how: { readonly choices: TargetChoices; readonly mapping: TargetLoad | null },
): Promise<JobResults['targets']> {
  const { initiative, today } = actor
  const top = (await readTerritories(trx, initiative.id, initiative.topTerritoryId, today, {})).find(({ isTop }) => isTop)
  const mapping = how.mapping ?? { choices: how.choices, topTerritory: top?.code ?? '', format: file.format }
  const { fileName, kept } = file
  const { result } = await waitFor(() =>
    parseFile<'targets'>({ kind: 'targets', fileName, mapping, starts: startsOf(actor), today, ...(kept === undefined ? {} : { kept }) }, file.bytes),
  ).catch(refusing)
  if (result === 'later') throw problem('unavailable', { retrySeconds: 10 })
  return result
}

const NONE = { created: 0, changed: 0, unchanged: 0 }

function toResult(actor: Actor, request: TargetRequest, loaded: JobResults['targets'], outcome: TargetsOutcome, refusals: readonly RefusedTarget[]) {
  const { fileName, dryRun, partial } = request
  const isRefused = refusals.length > 0 && !partial
  const counts = { indicators: outcome.indicators, baselines: outcome.baselines, targets: outcome.targets, figures: outcome.figures }
  return {
    id: null,
    state: isRefused ? ('refused' as const) : ('done' as const),
    dryRun,
    partial,
    fileName,
    read: outcome.read,
    skipped: outcome.skipped,
    // A check says what the rows that are right would do; a refusal says that nothing was done.
    ...(isRefused && !dryRun ? { indicators: NONE, baselines: NONE, targets: NONE, figures: NONE } : counts),
    isProposed: !mayApprove(actor),
    columns: loaded.columns,
    refused: refusals.length,
    refusals: refusals.slice(0, MOST_REFUSED),
    undoableUntil: null,
  }
}

const changes = ({ indicators, baselines, targets, figures }: TargetsOutcome) =>
  [indicators, baselines, targets, figures].reduce((sum, { created, changed }) => sum + created + changed, 0)

/**
 * Loads indicators with their baseline, target and actual: all or nothing unless partial; a check leaves nothing behind. What a
 * lead sends acts, what others of the backbone send is proposed (domain 5, row 15); why is asked once for the file.
 * @throws invalid_request (no reason, and it is no check)
 */
export async function runTargetLoad(
  trx: Trx,
  actor: Actor,
  now: Date,
  request: TargetRequest,
  loaded: JobResults['targets'],
  source: string,
): Promise<TargetLoadResult> {
  const { id: initiativeId } = actor.initiative
  const { reasons, fileName, fileHash, dryRun, partial } = request
  const reasonFr = reasons.reasonFr ?? ''
  if (reasonFr === '' && !dryRun) throw problem('invalid_request', {}, [{ pointer: '/reasons/reasonFr', code: 'required' }])
  const before = await savepoint(trx, 'target_load')
  const decided = {
    reasonFr: reasonFr === '' ? fileName : reasonFr,
    reasonEn: reasons.reasonEn ?? null,
    decision: reasons.decision ?? null,
    decidedBy: reasons.decidedBy ?? null,
    decidedOn: reasons.decidedOn ?? null,
  }
  const loadId = await insertTargetLoad(trx, initiativeId, { fileName, fileHash, ...decided, isProposed: !mayApprove(actor), by: actorIdOf(actor), now })
  const periods = new Set((await readPeriods(trx, actor)).map(({ id }) => id))
  const codes = loaded.items.map(({ code }) => code)
  const { after } = await watchLoad(trx, initiativeId, loadId, codes)
  const outcome = await loadTargetsInto(trx, actor, now, loaded, { fileName, fileHash, source, reasons: decided })
  const refusals = [...outcome.rejections, ...outcome.aside].map(toRefused).sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  request.onRefusals?.(refusals)
  const result = toResult(actor, request, loaded, outcome, refusals)
  // Where nothing is new there is no file to take back either.
  if (dryRun || result.state === 'refused' || changes(outcome) === 0) {
    await before.back()
    return result
  }
  await after()
  const done: TargetLoadResult = { ...result, id: loadId, undoableUntil: undoLimit(now).toISOString() }
  const made = (await readPeriods(trx, actor)).flatMap(({ id }) => (periods.has(id) ? [] : [id]))
  await finishTargetLoad(trx, initiativeId, loadId, { result: done, importId: outcome.importId, periods: made })
  const { indicators, baselines, targets, figures, refused, isProposed } = done
  await audit(
    trx,
    actor,
    {
      action: 'targets.load',
      objectType: 'target_load',
      objectId: loadId,
      details: { fileName, fileHash, partial, isProposed, indicators, baselines, targets, figures, refused, reason: decided.reasonFr },
    },
    now,
  )
  return done
}

/** A lead takes back any file, others what they proposed themselves. */
const mayTakeBack = (actor: Actor, row: TargetLoadRow) => mayApprove(actor) || (row.is_proposed && row.loaded_by === actorIdOf(actor))

function toFile(row: TargetLoadRow, actor: Actor, now: Date): LoadedTargetFile {
  const limit = undoLimit(row.loaded_at)
  return {
    id: row.id,
    fileName: row.file_name,
    loadedAt: row.loaded_at.toISOString(),
    reasonFr: row.reason_fr,
    reasonEn: row.reason_en,
    decision: row.decision,
    decidedBy: row.decided_by,
    decidedOn: row.decided_on,
    result: row.result as TargetLoadResult,
    undoableUntil: row.undone_at === null && limit > now && mayTakeBack(actor, row) ? limit.toISOString() : null,
    undoneAt: row.undone_at?.toISOString() ?? null,
    left: row.left_rows as LeftTarget[],
  }
}

/** Files that were loaded, newest first. */
export async function readTargetLoads(trx: Trx, actor: Actor, now: Date): Promise<LoadedTargetFile[]> {
  return (await listTargetLoads(trx, actor.initiative.id, 100)).map((row) => toFile(row, actor, now))
}

/**
 * Takes a file back: baselines, targets, proposals and figures as before it, then the indicators and periods that it made and nothing
 * else uses. What somebody changed since stays, and is told.
 * @throws not_found, not_allowed (no lead, of what is not one's own proposal), import_not_undoable
 */
export async function undoTargetLoad(trx: Trx, actor: Actor, now: Date, loadId: string): Promise<LoadedTargetFile> {
  const { id } = actor.initiative
  const row = await targetLoadForUpdate(trx, id, loadId)
  if (row === undefined) throw problem('not_found')
  if (!mayTakeBack(actor, row)) requireLead(actor)
  if (row.undone_at !== null || undoLimit(row.loaded_at) <= now) throw problem('import_not_undoable')
  const { taken, left, created } = await takeBackLoaded(trx, id, loadId)
  // Its figures may have been taken back before, as any import.
  const isThere = row.import_id !== null && (await readImport(trx, actor, now, row.import_id)).state === 'done'
  const { touched } = isThere && row.import_id !== null ? await takeImportBack(trx, actor, now, row.import_id, true) : { touched: [] }
  left.push(...touched.map(({ indicator, territory, period }): LeftTarget => ({ indicator: indicator ?? '', part: 'figure', territory, period })))
  const ids = created.map((one) => one.id)
  await dropEmptySets(trx, id, row.made_periods)
  await dropEmptySetsOf(trx, id, ids)
  const stay = new Set(await removeUnusedIndicators(trx, id, ids))
  left.push(...created.filter((one) => stay.has(one.id)).map(({ code }): LeftTarget => ({ indicator: code, part: 'indicator', territory: null, period: null })))
  await removeUnusedPeriods(trx, id, row.made_periods)
  await markTargetLoadUndone(trx, id, loadId, { by: actorIdOf(actor), at: now, left })
  await audit(
    trx,
    actor,
    {
      action: 'targets.undo_load',
      objectType: 'target_load',
      objectId: loadId,
      details: { fileName: row.file_name, rows: taken, indicators: created.length - stay.size, left: left.length },
    },
    now,
  )
  return toFile({ ...row, undone_at: now, left_rows: left }, actor, now)
}
