import { randomUUID } from 'node:crypto'
import { definitionFaults } from '#shared/indicators/definition-faults.ts'
import type { DefinitionInput, Dimension, Indicator, IndicatorDetail, IndicatorInput, IndicatorVersion, Period } from '#shared/indicators/contract.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import type { Period as CalendarPeriod } from '#shared/values/period.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { isUniqueViolation } from '#server/platform/db/errors.ts'
import type { Actor, InitiativeContext } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { abilitiesFor, seesAssignments, seesPartnerTarget } from './access.ts'
import { listAssignments, listBaselines, listOverlapEstimates, listTargetPoints } from './detail-queries.ts'
import {
  closeVersion,
  countCore,
  countCoreForUpdate,
  dimensionsOfVersions,
  hasFiguresFrom,
  indicatorForUpdate,
  insertIndicator,
  insertVersion,
  linkDimensions,
  listIndicators,
  listVersions,
  updateIndicator,
  versionsByIds,
  versionsOn,
  type VersionRow,
} from './queries.ts'
import { insertPeriods, listDimensions, listPeriods, periodsByCodes, upsertDimensions, type DimensionChange } from './reference-queries.ts'

export { definitionOf } from './version-values.ts'
export type { VersionRow }

/** A short list serves learning (S72): advice above twelve core indicators, none above twenty. */
const ADVISED_CORE = 12
const MAXIMUM_CORE = 20

/** The version as the contract has it, without the indicator's own columns. */
function toVersion({ indicatorId: _indicator, code: _code, scope: _scope, ...version }: VersionRow): IndicatorVersion {
  return version
}

/** The version that holds on a day, else the nearest one: the first if none holds yet, the last if all ended. */
function holdingOn(versions: readonly VersionRow[], day: string): VersionRow {
  const newestFirst = [...versions].sort((a, b) => b.number - a.number)
  return (
    newestFirst.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day)) ??
    newestFirst.find(({ validFrom }) => validFrom <= day) ??
    (newestFirst[newestFirst.length - 1] as VersionRow)
  )
}

type IndicatorRow = Awaited<ReturnType<typeof listIndicators>>[number]

function toIndicator(row: IndicatorRow, versions: readonly VersionRow[], dimensions: readonly { versionId: string; code: string }[], today: string): Indicator {
  const current = holdingOn(versions, today)
  return { ...row, current: toVersion(current), dimensionCodes: dimensions.filter(({ versionId }) => versionId === current.id).map(({ code }) => code) }
}

/** Indicators in the version that holds today, in their order. */
export async function readIndicators(
  trx: Trx,
  actor: Actor,
  filter: { condition?: IndicatorVersion['conditions'][number] | undefined; scope?: Indicator['scope'] | undefined },
): Promise<Indicator[]> {
  const { id } = actor.initiative
  const rows = await listIndicators(trx, id, null)
  const versions = Map.groupBy(await listVersions(trx, id, null), ({ indicatorId }) => indicatorId)
  const dimensions = await dimensionsOfVersions(
    trx,
    id,
    [...versions.values()].flat().map((version) => version.id),
  )
  return rows
    .filter((row) => filter.scope === undefined || row.scope === filter.scope)
    .map((row) => toIndicator(row, versions.get(row.id) ?? [], dimensions, actor.today))
    .filter(({ current }) => filter.condition === undefined || current.conditions.includes(filter.condition))
}

/** One indicator with its versions, baselines, targets and who owes it. @throws not_found */
export async function readIndicator(trx: Trx, actor: Actor, code: string): Promise<IndicatorDetail> {
  const { id } = actor.initiative
  const [row] = await listIndicators(trx, id, code)
  if (row === undefined) throw problem('not_found')
  const versions = await listVersions(trx, id, [code])
  const versionIds = versions.map((version) => version.id)
  const points = await listTargetPoints(trx, id, versionIds)
  const advice: IndicatorDetail['advice'] = row.isCore && abilitiesFor(actor).edit && (await countCore(trx, id)) > ADVISED_CORE ? ['many_core_indicators'] : []
  return {
    ...toIndicator(row, versions, await dimensionsOfVersions(trx, id, versionIds), actor.today),
    versions: versions.map(toVersion),
    baselines: await listBaselines(trx, id, versionIds),
    targetPoints: points.filter((point) => seesPartnerTarget(actor, point)).map(({ isShared: _, ...point }) => point),
    overlapEstimates: await listOverlapEstimates(trx, id, versionIds),
    assignments: seesAssignments(actor) ? await listAssignments(trx, id, row.id) : [],
    advice,
    abilities: abilitiesFor(actor),
  }
}

function requireSound(definition: DefinitionInput, scope: Indicator['scope']): void {
  const faults = definitionFaults(definition, scope)
  if (faults.length > 0)
    throw problem(
      'invalid_request',
      {},
      faults.map(({ pointer, code }) => ({ pointer: `/definition${pointer}`, code })),
    )
}

async function requireRoomForCore(trx: Trx, initiativeId: string): Promise<void> {
  if ((await countCoreForUpdate(trx, initiativeId)) >= MAXIMUM_CORE) throw problem('too_many_core_indicators', { maximum: MAXIMUM_CORE })
}

/**
 * Defines an indicator with its first version.
 * @throws invalid_request (faults between fields, all at once), already_exists, unknown_reference (a dimension), too_many_core_indicators
 */
export async function createIndicator(trx: Trx, actor: Actor, now: Date, input: IndicatorInput): Promise<IndicatorDetail> {
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
  return readIndicator(trx, actor, input.code)
}

/** What a change may touch without altering meaning. */
export interface IndicatorChange {
  readonly isCore?: boolean | undefined
  readonly position?: number | undefined
  readonly storyFr?: string | null | undefined
  readonly storyEn?: string | null | undefined
  readonly whatWouldWorkFr?: string | null | undefined
  readonly whatWouldWorkEn?: string | null | undefined
}

/** Changes the story, the order or the place in the core list. @throws not_found, version_stale, too_many_core_indicators */
export async function changeIndicator(trx: Trx, actor: Actor, now: Date, code: string, change: IndicatorChange, version: number): Promise<IndicatorDetail> {
  const { id: initiativeId } = actor.initiative
  const row = await indicatorForUpdate(trx, initiativeId, code)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, version)
  if (change.isCore === true && !row.is_core) await requireRoomForCore(trx, initiativeId)
  const texts = { story_fr: change.storyFr, story_en: change.storyEn, what_would_work_fr: change.whatWouldWorkFr, what_would_work_en: change.whatWouldWorkEn }
  const told = Object.fromEntries(Object.entries(texts).flatMap(([column, text]) => (text === undefined ? [] : [[column, text === '' ? null : text]])))
  await updateIndicator(trx, initiativeId, row.id, {
    ...(change.isCore === undefined ? {} : { is_core: change.isCore }),
    ...(change.position === undefined ? {} : { position: change.position }),
    ...told,
    ...(Object.keys(told).length === 0 ? {} : { story_on: actor.today }),
  })
  await audit(trx, actor, { action: 'indicator.change', objectType: 'indicator', objectId: row.id, details: { code, fields: Object.keys(change).sort() } }, now)
  return readIndicator(trx, actor, code)
}

/**
 * Opens a version from a day (situation 3): the former one ends the day before, its figures, baselines
 * and targets keep their meaning; the new one starts without any.
 * @throws not_found, invalid_request, dates_reversed (not after the last version’s first day), in_use (figures of the old definition stand after that day)
 */
export async function openVersion(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  input: { validFrom: string; changeReasonFr: string; changeReasonEn?: string | null | undefined; definition: DefinitionInput },
): Promise<IndicatorDetail> {
  const { id: initiativeId } = actor.initiative
  const row = await indicatorForUpdate(trx, initiativeId, code)
  if (row === undefined) throw problem('not_found')
  requireSound(input.definition, row.scope)
  const [last] = await listVersions(trx, initiativeId, [code])
  if (last === undefined) throw problem('not_found')
  if (input.validFrom <= last.validFrom) throw problem('dates_reversed')
  if (await hasFiguresFrom(trx, initiativeId, last.id, input.validFrom)) throw problem('in_use', { by: 'observations' })
  const versionId = randomUUID()
  await closeVersion(trx, initiativeId, last.id, addDays(input.validFrom, -1))
  await insertVersion(trx, initiativeId, {
    id: versionId,
    indicatorId: row.id,
    number: last.number + 1,
    validFrom: input.validFrom,
    reasonFr: input.changeReasonFr,
    reasonEn: input.changeReasonEn ?? null,
    definition: input.definition,
  })
  const dimensions = await dimensionsOfVersions(trx, initiativeId, [last.id])
  await linkDimensions(
    trx,
    initiativeId,
    [versionId],
    dimensions.map((dimension) => dimension.code),
  )
  await updateIndicator(trx, initiativeId, row.id, {})
  await audit(
    trx,
    actor,
    { action: 'indicator.open_version', objectType: 'indicator', objectId: row.id, details: { code, number: last.number + 1, validFrom: input.validFrom } },
    now,
  )
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

/** Versions by their ids. */
export async function versionsNamed(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Map<string, VersionRow>> {
  return new Map((await versionsByIds(trx, initiativeId, ids)).map((version) => [version.id, version]))
}

/** The version that gives a period's figure its meaning: the one that holds on the period's last day. */
export function versionFor(versions: readonly VersionRow[], code: string, period: { readonly endsOn: string }): VersionRow | undefined {
  return versions.find(
    (version) => version.code === code && version.validFrom <= period.endsOn && (version.validTo === null || version.validTo >= period.endsOn),
  )
}

/** Dimensions that versions are divided by. */
export function dimensionsFor(trx: Trx, initiativeId: string, versionIds: readonly string[]) {
  return dimensionsOfVersions(trx, initiativeId, versionIds)
}
