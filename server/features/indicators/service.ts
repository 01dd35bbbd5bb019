import { randomUUID } from 'node:crypto'
import type { Dimension, IndicatorDetail, IndicatorInput, Period } from '#shared/indicators/contract.ts'
import type { Period as CalendarPeriod } from '#shared/values/period.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { isUniqueViolation } from '#server/platform/db/errors.ts'
import type { Actor, InitiativeContext } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import {
  coreCodesForUpdate,
  dimensionsOfVersions,
  indicatorForUpdate,
  insertIndicator,
  insertVersion,
  linkDimensions,
  listVersions,
  updateIndicator,
  versionsByIds,
  versionsOn,
  type VersionRow,
} from './queries.ts'
import { MAXIMUM_CORE, readIndicator } from './reading.ts'
import { listRules, type FigureRulesRow } from './rules-queries.ts'
import { requireSound } from './versions.ts'
import { insertPeriods, listDimensions, listPeriods, periodsByCodes, upsertDimensions, type DimensionChange } from './reference-queries.ts'

export { readIndicator, readIndicators } from './reading.ts'
export { editDefinition, openVersion, previewVersion, readHistory } from './versions.ts'
export { limitsFor, proposeLimits, readLimits, saveLimits } from './limits.ts'
export { removeUnusedCategories, removeUnusedIndicators, removeUnusedPeriods } from './unused.ts'
export { definitionOf } from './version-values.ts'
export type { FigureRulesRow, VersionRow }

/** @throws too_many_core_indicators, with the list that is full */
async function requireRoomForCore(trx: Trx, initiativeId: string): Promise<void> {
  const core = await coreCodesForUpdate(trx, initiativeId)
  if (core.length >= MAXIMUM_CORE) throw problem('too_many_core_indicators', { maximum: MAXIMUM_CORE, indicators: core })
}

/**
 * Defines an indicator with its first version.
 * @throws invalid_request (faults between fields, all at once), already_exists, unknown_reference (a dimension), too_many_core_indicators
 */
export async function createIndicator(trx: Trx, actor: Actor, now: Date, input: IndicatorInput): Promise<IndicatorDetail> {
  await defineIndicator(trx, actor, now, input)
  return readIndicator(trx, actor, input.code)
}

/** As `createIndicator`, for whoever defines many: nothing is read back. */
export async function defineIndicator(trx: Trx, actor: Actor, now: Date, input: IndicatorInput): Promise<void> {
  const { id: initiativeId } = actor.initiative
  requireSound(input.definition, input.scope)
  if (input.isCore) await requireRoomForCore(trx, initiativeId)
  const [id, versionId] = [randomUUID(), randomUUID()]
  try {
    await insertIndicator(trx, initiativeId, { id, code: input.code, scope: input.scope, isCore: input.isCore, position: input.position })
  } catch (error) {
    if (isUniqueViolation(error, 'indicators_code_key')) throw problem('already_exists', { field: 'code' })
    throw error
  }
  await insertVersion(trx, initiativeId, { id: versionId, indicatorId: id, number: 1, definition: input.definition })
  const linked = await linkDimensions(trx, initiativeId, [versionId], input.dimensionCodes)
  const unknown = input.dimensionCodes.find((code) => !linked.includes(code))
  if (unknown !== undefined) throw problem('unknown_reference', { field: 'dimensionCodes', value: unknown })
  await audit(
    trx,
    actor,
    { action: 'indicator.create', objectType: 'indicator', objectId: id, details: { code: input.code, scope: input.scope, isCore: input.isCore } },
    now,
  )
}

/** What a change may touch without altering meaning. */
export interface IndicatorChange {
  readonly isCore?: boolean | undefined
  /** Nothing is deleted: an archived indicator leaves the lists, its figures stay. */
  readonly isArchived?: boolean | undefined
  readonly position?: number | undefined
}

/** Changes the order, the place in the core list, or archives it. @throws not_found, version_stale, too_many_core_indicators */
export async function changeIndicator(trx: Trx, actor: Actor, now: Date, code: string, change: IndicatorChange, version: number): Promise<IndicatorDetail> {
  const { id: initiativeId } = actor.initiative
  const row = await indicatorForUpdate(trx, initiativeId, code)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, version)
  const isListed = (isCore: boolean, isArchived: boolean) => isCore && !isArchived
  const [before, after] = [
    isListed(row.is_core, row.archived_on !== null),
    isListed(change.isCore ?? row.is_core, change.isArchived ?? row.archived_on !== null),
  ]
  if (after && !before) await requireRoomForCore(trx, initiativeId)
  await updateIndicator(trx, initiativeId, row.id, {
    ...(change.isCore === undefined ? {} : { is_core: change.isCore }),
    ...(change.isArchived === undefined ? {} : { archived_on: change.isArchived ? (row.archived_on ?? actor.today) : null }),
    ...(change.position === undefined ? {} : { position: change.position }),
  })
  await audit(trx, actor, { action: 'indicator.change', objectType: 'indicator', objectId: row.id, details: { code, fields: Object.keys(change).sort() } }, now)
  return readIndicator(trx, actor, code)
}

/** Reporting periods, oldest first. */
export function readPeriods(trx: Trx, actor: Actor): Promise<Period[]> {
  return listPeriods(trx, actor.initiative.id)
}

/** Dimensions and their categories. */
export function readDimensions(trx: Trx, initiativeId: string): Promise<Dimension[]> {
  return listDimensions(trx, initiativeId)
}

/** Creates or changes dimensions and categories by code; what is not given stays, none is removed. */
export async function saveDimensions(trx: Trx, actor: Actor, now: Date, items: readonly DimensionChange[]): Promise<Dimension[]> {
  await saveDimensionsFor(trx, actor.initiative.id, items)
  await audit(trx, actor, { action: 'dimensions.save', objectType: 'dimension', details: { codes: items.map(({ code }) => code) } }, now)
  return listDimensions(trx, actor.initiative.id)
}

/** As `saveDimensions`, without its audit row: for an action that writes its own; links them to versions too. */
export async function saveDimensionsFor(trx: Trx, initiativeId: string, items: readonly DimensionChange[], versionIds: readonly string[] = []): Promise<void> {
  if (items.length === 0) return
  await upsertDimensions(trx, initiativeId, items)
  await linkDimensions(
    trx,
    initiativeId,
    versionIds,
    items.map(({ code }) => code),
  )
}

/** Ids by code of the periods that exist. */
export async function periodIdsOf(
  trx: Trx,
  initiative: Pick<InitiativeContext, 'id'>,
  periods: readonly Pick<CalendarPeriod, 'code'>[],
): Promise<Map<string, string>> {
  if (periods.length === 0) return new Map()
  return new Map(
    (
      await periodsByCodes(
        trx,
        initiative.id,
        periods.map(({ code }) => code),
      )
    ).map(({ code, id }) => [code, id]),
  )
}

/**
 * Makes sure that periods exist.
 * @returns their ids by code; the number of statements does not depend on theirs
 */
export async function ensurePeriods(trx: Trx, initiative: Pick<InitiativeContext, 'id'>, periods: readonly CalendarPeriod[]): Promise<Map<string, string>> {
  const wanted = [...new Map(periods.map((period) => [period.code, period])).values()]
  const known = await periodIdsOf(trx, initiative, wanted)
  const fresh = wanted.filter(({ code }) => !known.has(code))
  if (fresh.length === 0) return known
  await insertPeriods(trx, initiative.id, fresh)
  // Another writer may have made them meanwhile: what stands counts.
  for (const { code, id } of await periodsByCodes(
    trx,
    initiative.id,
    fresh.map(({ code }) => code),
  ))
    known.set(code, id)
  return known
}

/** The version of every indicator that holds on a day, in the indicators' order. */
export function currentVersions(trx: Trx, initiativeId: string, on: string): Promise<VersionRow[]> {
  return versionsOn(trx, initiativeId, on)
}

/** Every version of some indicators, newest first. */
export function versionsOf(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<VersionRow[]> {
  return listVersions(trx, initiativeId, codes)
}

/** What figures of some indicators are held against when they are written, by version, newest first. */
export function rulesOfVersions(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<FigureRulesRow[]> {
  return listRules(trx, initiativeId, codes)
}

/** Versions by their ids. */
export async function versionsNamed(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Map<string, VersionRow>> {
  return new Map((await versionsByIds(trx, initiativeId, ids)).map((version) => [version.id, version]))
}

/** The version that gives a period's figure its meaning: the one that holds on the period's last day. */
export function versionFor<Version extends Pick<VersionRow, 'code' | 'validFrom' | 'validTo'>>(
  versions: readonly Version[],
  code: string,
  period: { readonly endsOn: string },
): Version | undefined {
  return versions.find(
    (version) => version.code === code && version.validFrom <= period.endsOn && (version.validTo === null || version.validTo >= period.endsOn),
  )
}

/** Dimensions that versions are divided by. */
export function dimensionsFor(trx: Trx, initiativeId: string, versionIds: readonly string[]) {
  return dimensionsOfVersions(trx, initiativeId, versionIds)
}
