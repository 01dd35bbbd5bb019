import type { Indicator, IndicatorDetail, IndicatorVersion } from '#shared/indicators/contract.ts'
import { withoutStandIns } from '#shared/indicators/unwritten.ts'
import { loweredLate } from '#shared/targets/lowering.ts'
import { decimal } from '#shared/values/decimal.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { abilitiesFor, seesAssignments, seesPartnerTarget } from './access.ts'
import { listAssignments, listBaselines, listOverlapEstimates, listTargetPoints } from './detail-queries.ts'
import { countCore, dimensionsOfVersions, listIndicators, listVersions, type VersionRow } from './queries.ts'
import { toldStarts } from './told.ts'

/** A short list serves learning (S72): advice above twelve core indicators, none above twenty. */
const ADVISED_CORE = 12
export const MAXIMUM_CORE = 20

/** The version as the contract has it, without the indicator's own columns; funders read what is written, nothing that stands for it. */
function toVersion({ indicatorId: _indicator, code: _code, scope: _scope, ...version }: VersionRow, { role }: Pick<Actor, 'role'>): IndicatorVersion {
  return role === 'funder' ? withoutStandIns(version) : version
}

/** The version that holds on a day, else the nearest one: the first if none holds yet, the last if all ended. */
export function holdingOn(versions: readonly VersionRow[], day: string): VersionRow {
  const newestFirst = [...versions].sort((a, b) => b.number - a.number)
  return (
    newestFirst.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day)) ??
    newestFirst.find(({ validFrom }) => validFrom <= day) ??
    (newestFirst[newestFirst.length - 1] as VersionRow)
  )
}

type IndicatorRow = Awaited<ReturnType<typeof listIndicators>>[number]

function toIndicator(row: IndicatorRow, versions: readonly VersionRow[], dimensions: readonly { versionId: string; code: string }[], actor: Actor): Indicator {
  const current = holdingOn(versions, actor.today)
  return { ...row, current: toVersion(current, actor), dimensionCodes: dimensions.filter(({ versionId }) => versionId === current.id).map(({ code }) => code) }
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
    .map((row) => toIndicator(row, versions.get(row.id) ?? [], dimensions, actor))
    .filter(({ current }) => filter.condition === undefined || current.conditions.includes(filter.condition))
}

/** What the version before had and this one has not: a new definition starts without, until a lead takes it over (situation 3). */
function toReapprove(
  number: number,
  baselines: readonly { versionNumber: number }[],
  points: readonly { versionNumber: number; supersededOn: string | null; partnerCode: string | null }[],
): IndicatorDetail['toReapprove'] {
  const stands = (list: readonly { versionNumber: number }[], of: number) => list.some(({ versionNumber }) => versionNumber === of)
  const own = points.filter((point) => point.supersededOn === null && point.partnerCode === null)
  return [
    ...(stands(baselines, number - 1) && !stands(baselines, number) ? (['baselines'] as const) : []),
    ...(stands(own, number - 1) && !stands(own, number) ? (['targets'] as const) : []),
  ]
}

/** One indicator with its versions, baselines, targets and who owes it, as far as the hat reads them. @throws not_found */
export async function readIndicator(trx: Trx, actor: Actor, code: string): Promise<IndicatorDetail> {
  const { id } = actor.initiative
  const [row] = await listIndicators(trx, id, code)
  if (row === undefined) throw problem('not_found')
  const versions = await listVersions(trx, id, [code])
  const versionIds = versions.map((version) => version.id)
  const points = (await listTargetPoints(trx, id, versionIds)).filter((point) => seesPartnerTarget(actor, point))
  const baselines = await listBaselines(trx, id, versionIds)
  const lowered = loweredLate(
    points.map((point) => ({ ...point, value: decimal(point.value) })),
    (number) => versions.find((version) => version.number === number)?.direction ?? 'increase',
  )
  const advice: IndicatorDetail['advice'] = row.isCore && abilitiesFor(actor).edit && (await countCore(trx, id)) > ADVISED_CORE ? ['many_core_indicators'] : []
  return {
    ...toIndicator(row, versions, await dimensionsOfVersions(trx, id, versionIds), actor),
    versions: versions.map((version) => toVersion(version, actor)),
    baselines: await toldStarts(trx, actor, row.code, baselines),
    targetPoints: points.map(({ isShared: _, startsOn: _start, endsOn: _end, ...point }) => ({ ...point, loweredLate: lowered.has(point.id) })),
    toReapprove: toReapprove(holdingOn(versions, actor.today).number, baselines, points),
    overlapEstimates: await listOverlapEstimates(trx, id, versionIds),
    assignments: seesAssignments(actor) ? await listAssignments(trx, id, row.id) : [],
    advice,
    abilities: abilitiesFor(actor),
  }
}
