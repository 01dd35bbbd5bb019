import { randomUUID } from 'node:crypto'
import type { DefinitionHistory } from '#shared/indicators/administration.ts'
import type { VersionInput } from '#shared/indicators/carrying-contract.ts'
import type { DefinitionInput, Indicator } from '#shared/indicators/contract.ts'
import { definitionFaults, suppressionByDefault } from '#shared/indicators/definition-faults.ts'
import { AIM_FIELDS, definitionChanges, type DefinitionChange } from '#shared/indicators/meaning.ts'
import { isUnwritten } from '#shared/indicators/unwritten.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { abilitiesFor } from './access.ts'
import { keep, keptBy } from './carrying.ts'
import { listTargetPoints } from './detail-queries.ts'
import { insertEdits, listBaselineRevisions, listEdits, updateDefinition } from './edit-queries.ts'
import {
  closeVersion,
  dimensionsOfVersions,
  hasFiguresFrom,
  indicatorForUpdate,
  insertVersion,
  linkDimensions,
  listVersions,
  unlinkDimensions,
  updateIndicator,
  type VersionRow,
} from './queries.ts'
import { holdingOn } from './reading.ts'
import { firstFreeDay, releaseOfFigures } from './release-queries.ts'
import { toldStarts } from './told.ts'

/** @throws invalid_request with every fault between the fields */
export function requireSound(definition: DefinitionInput, scope: Indicator['scope']): void {
  const faults = definitionFaults(definition, scope)
  if (faults.length > 0)
    throw problem(
      'invalid_request',
      {},
      faults.map(({ pointer, code }) => ({ pointer: `/definition${pointer}`, code })),
    )
}

/** Makes the dimensions of a version these ones. @throws unknown_reference, in_use (figures are divided by one that would go) */
async function setDimensions(trx: Trx, initiativeId: string, versionId: string, codes: readonly string[]): Promise<void> {
  const before = (await dimensionsOfVersions(trx, initiativeId, [versionId])).map(({ code }) => code)
  const linked = await linkDimensions(trx, initiativeId, [versionId], codes)
  const unknown = codes.find((code) => !linked.includes(code))
  if (unknown !== undefined) throw problem('unknown_reference', { field: 'dimensionCodes', value: unknown })
  const gone = before.filter((code) => !codes.includes(code))
  if (gone.length === 0) return
  // Drafts count too, which only their partner sees.
  if ((await withPurpose(trx, 'maintenance', () => unlinkDimensions(trx, initiativeId, versionId, gone))) < gone.length)
    throw problem('in_use', { by: 'observations' })
}

/** The version that would open, checked; nothing is written. */
async function planVersion(trx: Trx, actor: Actor, code: string, input: VersionInput) {
  if (!abilitiesFor(actor).version) throw problem('not_allowed')
  const { id: initiativeId } = actor.initiative
  const row = await indicatorForUpdate(trx, initiativeId, code)
  if (row === undefined) throw problem('not_found')
  requireSound(input.definition, row.scope)
  const [last] = await listVersions(trx, initiativeId, [code])
  if (last === undefined) throw problem('not_found')
  if (input.validFrom <= last.validFrom) throw problem('dates_reversed')
  if (await hasFiguresFrom(trx, initiativeId, last.id, input.validFrom))
    throw problem('version_before_figures', { from: (await firstFreeDay(trx, initiativeId, last.id)) ?? '' }, [
      { pointer: '/validFrom', code: 'version_before_figures' },
    ])
  return { row, last, kept: await keptBy(trx, initiativeId, last, complete(input.definition), input) }
}

/** What opening a version would change and keep of what hangs on the definition itself. @throws as `openVersion` */
export async function previewVersion(trx: Trx, actor: Actor, code: string, input: VersionInput) {
  const { last, kept } = await planVersion(trx, actor, code, input)
  const changed: string[] = definitionChanges(last, complete(input.definition)).map(({ field }) => field)
  return { last, changed, kept }
}

/**
 * Opens a version from a day (situation 3): the former one ends the day before, its figures, baselines
 * and targets keep their meaning; the new one starts without figures, baselines and targets. Limits go over where
 * figures keep their size, or as told; overlaps measured for the former version alone only when told.
 * @returns the version before
 * @throws not_allowed (not a lead), not_found, unknown_reference, invalid_request, dates_reversed (not after the last version’s first day), version_before_figures (figures of the old definition stand after that day; says the first that is free)
 */
export async function openVersion(trx: Trx, actor: Actor, now: Date, code: string, input: VersionInput): Promise<VersionRow> {
  const { id: initiativeId } = actor.initiative
  const { row, last, kept } = await planVersion(trx, actor, code, input)
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
  await setDimensions(trx, initiativeId, versionId, input.dimensionCodes ?? dimensions.map((dimension) => dimension.code))
  await keep(trx, initiativeId, kept, { fromId: last.id, toId: versionId, validFrom: input.validFrom, now })
  await updateIndicator(trx, initiativeId, row.id, {})
  await audit(
    trx,
    actor,
    {
      action: 'indicator.open_version',
      objectType: 'indicator',
      objectId: row.id,
      details: {
        code,
        number: last.number + 1,
        validFrom: input.validFrom,
        changed: definitionChanges(last, complete(input.definition)).map(({ field }) => field),
        limitsKept: kept.limits.carried ? kept.limits.count - kept.limits.outside : 0,
        overlapsKept: kept.overlaps.carried ? kept.overlaps.ofVersion : 0,
      },
    },
    now,
  )
  return last
}

/** A definition as it will be stored: masking of small numbers has its default. */
function complete(definition: DefinitionInput): DefinitionInput {
  return { ...definition, suppressionApplies: definition.suppressionApplies ?? suppressionByDefault(definition) }
}

const pointersOf = (changes: readonly DefinitionChange[], code: string) => changes.map(({ field }) => ({ pointer: `/definition/${field}`, code }))

/**
 * Refuses what needs a new version: what changes the meaning of stored figures always; how totals are made once a release told one, and
 * which way is better while targets stand.
 */
async function refuseChanges(
  trx: Trx,
  actor: Actor,
  {
    indicator,
    version,
    changes,
    reason,
  }: { indicator: { id: string; code: string }; version: VersionRow; changes: readonly DefinitionChange[]; reason: string | null },
): Promise<void> {
  const { id: initiativeId } = actor.initiative
  const totals = changes.filter(({ needs }) => needs === 'unpublished')
  const held = totals.length === 0 ? null : await releaseOfFigures(trx, initiativeId, indicator)
  const isAimed =
    totals.some(({ field }) => AIM_FIELDS.has(field)) && (await listTargetPoints(trx, initiativeId, [version.id])).some((point) => point.supersededOn === null)
  const needsVersion = changes.filter(
    ({ field, needs }) => needs === 'version' || (needs === 'unpublished' && (held?.isPublished === true || (isAimed && AIM_FIELDS.has(field)))),
  )
  if (needsVersion.length > 0) {
    const from = (await firstFreeDay(trx, initiativeId, version.id)) ?? ''
    throw problem('definition_needs_version', { fields: needsVersion.map(({ field }) => field), from }, pointersOf(needsVersion, 'changes_meaning'))
  }
  const forLeads = changes.filter(({ needs }) => needs === 'lead_edit' || needs === 'unpublished')
  if (forLeads.length > 0 && !actor.isLead) throw problem('not_allowed', {}, pointersOf(forLeads, 'lead_only'))
  if (held !== null) throw problem('definition_in_release', { name: held.name })
  if (totals.length > 0 && reason === null) throw problem('invalid_request', {}, [{ pointer: '/reason', code: 'required' }])
}

/**
 * Corrects a definition where its meaning stays: a typo, a translation, a source; a lead also changes how
 * figures are judged and, with a reason and until a release told a figure of it, how totals are made. The former texts stay readable.
 * @returns the version, and whether its totals are to be made anew
 * @throws not_found, version_stale, invalid_request, definition_needs_version (names the fields), not_allowed (thresholds by staff), definition_in_release (one that is prepared holds its figures), unknown_reference, in_use
 */
export async function editDefinition(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  input: {
    definition: DefinitionInput
    versionNumber?: number | undefined
    dimensionCodes?: readonly string[] | undefined
    reason?: string | null | undefined
  },
  ifMatch: number,
): Promise<{ versionId: string; movesTotals: boolean }> {
  const { id: initiativeId } = actor.initiative
  const row = await indicatorForUpdate(trx, initiativeId, code)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, ifMatch)
  const versions = await listVersions(trx, initiativeId, [code])
  const version: VersionRow | undefined =
    input.versionNumber === undefined ? holdingOn(versions, actor.today) : versions.find(({ number }) => number === input.versionNumber)
  if (version === undefined) throw problem('not_found')
  requireSound(input.definition, row.scope)
  const changes = definitionChanges(version, complete(input.definition))
  const reason = input.reason == null || input.reason === '' ? null : input.reason
  await refuseChanges(trx, actor, { indicator: { id: row.id, code }, version, changes, reason })
  const movesTotals = changes.some(({ needs }) => needs === 'unpublished')
  if (changes.length > 0) {
    await updateDefinition(trx, initiativeId, version.id, input.definition)
    const told = changes.map((change) => ({ ...change, reason: change.needs === 'unpublished' ? reason : null }))
    await insertEdits(trx, initiativeId, version.id, actorIdOf(actor), now, told)
  }
  if (input.dimensionCodes !== undefined) await setDimensions(trx, initiativeId, version.id, input.dimensionCodes)
  await updateIndicator(trx, initiativeId, row.id, {})
  await audit(
    trx,
    actor,
    {
      action: 'indicator.edit_definition',
      objectType: 'indicator',
      objectId: row.id,
      details: {
        code,
        number: version.number,
        changes: changes.map(({ field, from, to }) => ({ field, from, to })),
        ...(movesTotals ? { reason } : {}),
        ...(input.dimensionCodes === undefined ? {} : { dimensionCodes: input.dimensionCodes }),
      },
    },
    now,
  )
  return { versionId: version.id, movesTotals }
}

/** A text of a definition as readers outside the circle are told it. */
const written = (text: string | null) => (isUnwritten(text) ? null : text)

/** What was corrected within versions, and starting points as they were; names of people are the circle's. @throws not_found */
export async function readHistory(trx: Trx, actor: Actor, code: string): Promise<DefinitionHistory> {
  const { id } = actor.initiative
  const versionIds = (await listVersions(trx, id, [code])).map((version) => version.id)
  if (versionIds.length === 0) throw problem('not_found')
  const edits = await listEdits(trx, id, versionIds)
  return {
    edits: actor.role === 'funder' ? edits.map((edit) => ({ ...edit, from: written(edit.from), to: written(edit.to), editedBy: null })) : edits,
    baselines: await toldStarts(trx, actor, code, await listBaselineRevisions(trx, id, versionIds), true),
  }
}
