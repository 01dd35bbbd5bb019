import { ruleOverPlaces } from '#shared/indicators/definition.ts'
import type { OverlapEstimate, OverlapEstimateInput } from '#shared/indicators/overlap-contract.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import { pickTerritory, territoriesByCode } from '#server/features/territories/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { insertOverlap, listOverlaps, withdrawOverlap } from './overlap-queries.ts'
import { definitionOf, versionsOf, type VersionRow } from './service.ts'

async function versionsOr404(trx: Trx, actor: Actor, code: string): Promise<[VersionRow, ...VersionRow[]]> {
  const [first, ...others] = await versionsOf(trx, actor.initiative.id, [code])
  if (first === undefined) throw problem('not_found')
  return [first, ...others]
}

const read = async (trx: Trx, actor: Actor, versions: readonly [VersionRow, ...VersionRow[]]) =>
  (
    await listOverlaps(
      trx,
      actor.initiative.id,
      versions[0].indicatorId,
      versions.map(({ id }) => id),
    )
  ).map((one) => ({ ...one, rate: toText(decimal(one.rate)) }))

/** Measured overlaps of an indicator, newest first. @throws not_found */
export async function readOverlaps(trx: Trx, actor: Actor, code: string): Promise<OverlapEstimate[]> {
  return read(trx, actor, await versionsOr404(trx, actor, code))
}

/**
 * Records how many people are counted twice (situation 5). Nothing of it is stored in the cells: figures are read
 * with the newest estimate that holds for their place and period.
 * @throws not_found, unknown_reference, overlap_without_range, dates_reversed, date_in_future
 */
export async function addOverlap(trx: Trx, actor: Actor, now: Date, code: string, input: OverlapEstimateInput): Promise<OverlapEstimate[]> {
  const { initiative, today } = actor
  const versions = await versionsOr404(trx, actor, code)
  const version = input.versionNumber == null ? null : versions.find(({ number }) => number === input.versionNumber)
  const unknown = (field: string, value: string | number) =>
    problem('unknown_reference', { field, value }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value } }])
  if (version === undefined) throw unknown('versionNumber', input.versionNumber ?? '')
  const concerned = version === null ? versions : [version]
  const canOverlap = concerned.some((one) => (['partners', 'territories'] as const).some((axis) => ruleOverPlaces(definitionOf(one), axis) === 'range'))
  if (!canOverlap) throw problem('overlap_without_range')
  const territory = input.territoryCode == null ? null : pickTerritory((await territoriesByCode(trx, initiative.id)).get(input.territoryCode) ?? [], today)
  if (input.territoryCode != null && territory === null) throw unknown('territoryCode', input.territoryCode)
  if (input.appliesFrom != null && input.appliesTo != null && input.appliesTo < input.appliesFrom)
    throw problem('dates_reversed', {}, [{ pointer: '/appliesTo', code: 'dates_reversed' }])
  if (input.estimatedOn > today) throw problem('date_in_future', {}, [{ pointer: '/estimatedOn', code: 'date_in_future' }])
  const id = await insertOverlap(
    trx,
    initiative.id,
    {
      indicatorId: version === null ? versions[0].indicatorId : null,
      versionId: version?.id ?? null,
      territoryId: territory?.id ?? null,
      rate: toText(decimal(input.rate)),
      method: input.method,
      estimatedOn: input.estimatedOn,
      appliesFrom: input.appliesFrom ?? null,
      appliesTo: input.appliesTo ?? null,
      noteFr: input.noteFr ?? null,
      noteEn: input.noteEn ?? null,
    },
    now,
  )
  await audit(
    trx,
    actor,
    { action: 'overlaps.add', objectType: 'overlap_estimate', objectId: id, details: { code, rate: input.rate, method: input.method } },
    now,
  )
  return read(trx, actor, versions)
}

/** Withdraws a wrong estimate: figures are read without it from now on. @throws not_found */
export async function removeOverlap(trx: Trx, actor: Actor, now: Date, code: string, estimateId: string): Promise<OverlapEstimate[]> {
  const versions = await versionsOr404(trx, actor, code)
  const isDone = await withdrawOverlap(
    trx,
    actor.initiative.id,
    versions[0].indicatorId,
    versions.map(({ id }) => id),
    estimateId,
    now,
  )
  if (!isDone) throw problem('not_found')
  await audit(trx, actor, { action: 'overlaps.withdraw', objectType: 'overlap_estimate', objectId: estimateId, details: { code } }, now)
  return read(trx, actor, versions)
}
