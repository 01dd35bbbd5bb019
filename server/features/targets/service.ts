import { categoryText, parseCategory } from '#shared/observations/category.ts'
import type { AssignmentInput, BaselineInput, IndicatorDetail, TargetPointInput } from '#shared/indicators/contract.ts'
import type { InputError } from '#shared/problems/catalog.ts'
import { targetFaults, type CheckedBaseline, type CheckedPoint } from '#shared/targets/checks.ts'
import { decimal, decimalOrNull, divide, toText } from '#shared/values/decimal.ts'
import { parsePeriodCode, type Period } from '#shared/values/period.ts'
import type { z } from 'zod'
import { ensurePeriods, readIndicator, versionsOf, type VersionRow } from '#server/features/indicators/service.ts'
import { recomputeExpectation } from '#server/features/observations/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import {
  activePoints,
  baselinesOf,
  codeOfTerritory,
  endAssignments,
  insertPoints,
  lockVersion,
  partnersNamed,
  saveAssignmentRows,
  supersedePoints,
  territoriesOn,
  upsertBaselines,
  type PointRow,
} from './queries.ts'

type Baseline = z.infer<typeof BaselineInput>
type Point = z.infer<typeof TargetPointInput>
type Assignment = z.infer<typeof AssignmentInput>

/** The version asked for, else the one that holds today, else the last. @throws not_found */
async function versionOf(trx: Trx, actor: Actor, code: string, number: number | undefined): Promise<VersionRow> {
  const versions = await versionsOf(trx, actor.initiative.id, [code])
  const holds = ({ validFrom, validTo }: VersionRow) => validFrom <= actor.today && (validTo === null || validTo >= actor.today)
  const version = number === undefined ? (versions.find(holds) ?? versions[0]) : versions.find((one) => one.number === number)
  if (version === undefined) throw problem('not_found')
  return version
}

/** Throws all faults of a list at once; the first names the problem. */
function refuse(faults: readonly InputError[]): void {
  const [first] = faults
  if (first === undefined) return
  const known =
    first.code === 'unknown_reference' ||
    first.code === 'invalid_period' ||
    first.code === 'target_before_baseline' ||
    first.code === 'target_on_wrong_side' ||
    first.code === 'partner_on_population_indicator'
  throw known ? problem(first.code as 'unknown_reference', first.params ?? {}, faults) : problem('invalid_request', {}, faults)
}

/** Looks territories, periods and categories of a list up; faults carry the row's pointer. */
async function lookUp(
  trx: Trx,
  actor: Actor,
  items: readonly { territoryCode?: string | null | undefined; periodCode?: string | null | undefined; category?: string }[],
) {
  const { initiative, today } = actor
  const codes = items.flatMap(({ territoryCode }) => territoryCode ?? [])
  const territories = new Map((await territoriesOn(trx, initiative.id, codes, today)).map(({ code, id }) => [code, id]))
  const periods = new Map<string, Period>()
  const faults: InputError[] = []
  items.forEach(({ territoryCode, periodCode, category }, index) => {
    if (territoryCode != null && !territories.has(territoryCode))
      faults.push({ pointer: `/items/${index}/territoryCode`, code: 'unknown_reference', params: { field: 'territoryCode', value: territoryCode } })
    const period = periodCode == null ? null : parsePeriodCode(periodCode, initiative)
    if (period !== null) periods.set(period.code, period)
    else if (periodCode != null) faults.push({ pointer: `/items/${index}/periodCode`, code: 'invalid_period', params: { value: periodCode } })
    if (category !== undefined && parseCategory(category) === null)
      faults.push({ pointer: `/items/${index}/category`, code: 'unknown_reference', params: { field: 'category', value: category } })
  })
  return { territories, periods, faults }
}

const canonicalCategory = (text: string) => categoryText(parseCategory(text) ?? [])

function baselineFaults(item: Baseline, index: number, version: VersionRow): InputError[] {
  const at = (field: keyof Baseline, code: string): InputError => ({ pointer: `/items/${index}/${field}`, code })
  const has = (field: 'value' | 'numerator' | 'denominator' | 'sampleN') => item[field] != null
  const hasFigure = has('value') || has('numerator') || has('denominator')
  if (item.isPending) return hasFigure ? [at('value', 'figure_with_absence')] : []
  const faults: InputError[] = []
  if (!hasFigure) faults.push(at('value', 'required'))
  if (has('numerator') !== has('denominator')) faults.push(at(has('numerator') ? 'denominator' : 'numerator', 'required'))
  if (has('numerator') && version.unitKind !== 'ratio' && version.unitKind !== 'milestone') faults.push(at('numerator', 'not_for_this_kind'))
  if (has('value') && has('numerator')) faults.push(at('value', 'not_for_this_kind'))
  if (item.denominator != null && decimal(item.denominator).lte(0)) faults.push(at('denominator', 'denominator_not_positive'))
  if (version.isProportion && item.numerator != null && item.denominator != null && decimal(item.numerator).gt(item.denominator))
    faults.push(at('numerator', 'numerator_above_denominator'))
  if (item.dueOn != null && !item.isPending) faults.push(at('dueOn', 'not_for_this_kind'))
  return faults
}

/** Refuses target points that do not fit the baselines. */
async function checkPoints(trx: Trx, actor: Actor, version: VersionRow, points: readonly CheckedPoint[]): Promise<void> {
  const { initiative } = actor
  const baselines = (await baselinesOf(trx, initiative.id, version.id)).map((row): CheckedBaseline => ({
    territoryCode: row.territoryCode,
    category: row.category,
    endsOn: row.endsOn,
    value: row.numerator !== null && row.denominator !== null ? divide(decimal(row.numerator), decimal(row.denominator)) : decimalOrNull(row.value),
  }))
  const topCode = await codeOfTerritory(trx, initiative.id, initiative.topTerritoryId)
  refuse(
    targetFaults(points, baselines, { direction: version.direction, containment: version.containment, topCode }).map((fault): InputError => {
      switch (fault.code) {
        case 'target_before_baseline':
          return { pointer: `/items/${fault.index}/periodCode`, code: fault.code, params: { period: fault.period } }
        case 'target_on_wrong_side':
          return { pointer: `/items/${fault.index}/value`, code: fault.code, params: { baseline: toText(fault.baseline), target: toText(fault.target) } }
        case 'duplicate':
          return { pointer: `/items/${fault.index}/periodCode`, code: fault.code }
      }
    }),
  )
}

const asChecked = (row: PointRow): CheckedPoint => ({ ...row, value: decimal(row.value) })

/**
 * Sets baselines by territory and category; those not named stay.
 * @throws not_found, unknown_reference, invalid_period, invalid_request, target_before_baseline, target_on_wrong_side (points that stand would not fit)
 */
export async function saveBaselines(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  input: { items: readonly Baseline[]; versionNumber?: number | undefined },
): Promise<IndicatorDetail> {
  const { initiative } = actor
  const version = await versionOf(trx, actor, code, input.versionNumber)
  await lockVersion(trx, initiative.id, version.id)
  const { territories, periods, faults } = await lookUp(trx, actor, input.items)
  const seen = new Set<string>()
  input.items.forEach((item, index) => {
    faults.push(...baselineFaults(item, index, version))
    const key = `${item.territoryCode} ${canonicalCategory(item.category)}`
    if (seen.has(key)) faults.push({ pointer: `/items/${index}/territoryCode`, code: 'duplicate' })
    seen.add(key)
  })
  refuse(faults)
  const periodIds = await ensurePeriods(trx, initiative, [...periods.values()])
  await upsertBaselines(
    trx,
    initiative.id,
    version.id,
    input.items.map((item) => ({
      territory: territories.get(item.territoryCode) ?? '',
      category: canonicalCategory(item.category),
      period: item.periodCode == null ? null : (periodIds.get(item.periodCode) ?? null),
      value: item.value ?? null,
      numerator: item.numerator ?? null,
      denominator: item.denominator ?? null,
      n: item.sampleN ?? null,
      pending: item.isPending,
      due: item.dueOn ?? null,
      sourceFr: item.sourceFr ?? null,
      sourceEn: item.sourceEn ?? null,
    })),
  )
  await checkPoints(trx, actor, version, (await activePoints(trx, initiative.id, version.id)).map(asChecked))
  await audit(
    trx,
    actor,
    {
      action: 'targets.save_baselines',
      objectType: 'indicator',
      objectId: version.indicatorId,
      details: { code, versionNumber: version.number, count: input.items.length },
    },
    now,
  )
  return readIndicator(trx, actor, code)
}

/**
 * Sets the initiative's target points; what is no longer given is kept as superseded, with its reason
 * (situation 14). Partners' own targets stay.
 * @throws not_found, unknown_reference, invalid_period, invalid_request (a place or reason is missing), target_before_baseline, target_on_wrong_side
 */
export async function saveTargets(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  input: { items: readonly Point[]; reasonFr?: string | null | undefined; reasonEn?: string | null | undefined; versionNumber?: number | undefined },
): Promise<IndicatorDetail> {
  const { initiative } = actor
  const version = await versionOf(trx, actor, code, input.versionNumber)
  await lockVersion(trx, initiative.id, version.id)
  const { territories, periods, faults } = await lookUp(trx, actor, input.items)
  input.items.forEach((item, index) => {
    if ((item.scope === 'one') !== (item.territoryCode != null))
      faults.push({ pointer: `/items/${index}/territoryCode`, code: item.scope === 'one' ? 'required' : 'not_for_this_kind' })
  })
  refuse(faults)
  const points = input.items.map((item): CheckedPoint & { item: Point } => ({
    item,
    scope: item.scope,
    territoryCode: item.territoryCode ?? null,
    category: canonicalCategory(item.category),
    periodCode: item.periodCode,
    endsOn: periods.get(item.periodCode)?.endsOn ?? '',
    value: decimal(item.value),
  }))
  await checkPoints(trx, actor, version, points)

  const nameOf = (point: Pick<CheckedPoint, 'scope' | 'territoryCode' | 'category' | 'periodCode' | 'value'>) =>
    `${point.scope} ${point.territoryCode ?? ''} ${point.category} ${point.periodCode} ${toText(point.value)}`
  const standing = (await activePoints(trx, initiative.id, version.id)).map((row) => ({ row, name: nameOf(asChecked(row)) }))
  const given = new Set(points.map(nameOf))
  const kept = new Set(standing.map(({ name }) => name).filter((name) => given.has(name)))
  const replaced = standing.filter(({ name }) => !given.has(name))
  if (replaced.length > 0 && (input.reasonFr ?? '') === '') throw problem('invalid_request', {}, [{ pointer: '/reasonFr', code: 'required' }])
  const periodIds = await ensurePeriods(trx, initiative, [...periods.values()])
  await supersedePoints(
    trx,
    initiative.id,
    replaced.map(({ row }) => row.id),
    actor.today,
  )
  const fresh = points.filter((point) => !kept.has(nameOf(point)))
  await insertPoints(
    trx,
    initiative.id,
    version.id,
    fresh.map(({ item, scope, territoryCode, category, periodCode, value }) => ({
      scope,
      territory: territoryCode === null ? null : (territories.get(territoryCode) ?? null),
      category,
      period: periodIds.get(periodCode) ?? '',
      value: toText(value),
      decided: item.decidedOn ?? actor.today,
      reasonFr: item.reasonFr ?? input.reasonFr ?? null,
      reasonEn: item.reasonEn ?? input.reasonEn ?? null,
    })),
  )
  await audit(
    trx,
    actor,
    {
      action: 'targets.save_points',
      objectType: 'indicator',
      objectId: version.indicatorId,
      details: { code, versionNumber: version.number, added: fresh.length, superseded: replaced.length, reason: input.reasonFr ?? null },
    },
    now,
  )
  return readIndicator(trx, actor, code)
}

/**
 * Says who owes the figure, where and from when; what is expected follows in the cells.
 * @throws not_found, unknown_reference, invalid_request, partner_on_population_indicator (nobody answers alone for a population)
 */
export async function saveAssignments(trx: Trx, actor: Actor, now: Date, code: string, input: { items: readonly Assignment[] }): Promise<IndicatorDetail> {
  const { initiative } = actor
  const version = await versionOf(trx, actor, code, undefined)
  const { territories, faults } = await lookUp(trx, actor, input.items)
  const partners = new Map(
    (
      await partnersNamed(
        trx,
        initiative.id,
        input.items.flatMap(({ partnerCode }) => partnerCode ?? []),
      )
    ).map((partner) => [partner.code, partner.id]),
  )
  const seen = new Set<string>()
  input.items.forEach((item, index) => {
    const at = (field: string, fault: string, params?: InputError['params']): InputError => ({
      pointer: `/items/${index}/${field}`,
      code: fault,
      ...(params === undefined ? {} : { params }),
    })
    if (item.partnerCode != null && version.scope === 'population') faults.push(at('partnerCode', 'partner_on_population_indicator', { indicator: code }))
    else if (item.partnerCode != null && !partners.has(item.partnerCode))
      faults.push(at('partnerCode', 'unknown_reference', { field: 'partnerCode', value: item.partnerCode }))
    if (item.validTo != null && item.validTo < item.validFrom) faults.push(at('validTo', 'reversed'))
    const key = `${item.territoryCode} ${item.partnerCode ?? ''} ${item.validFrom}`
    if (seen.has(key)) faults.push(at('territoryCode', 'duplicate'))
    seen.add(key)
  })
  refuse(faults)
  await saveAssignmentRows(
    trx,
    initiative.id,
    version.indicatorId,
    input.items.map((item) => ({
      territory: territories.get(item.territoryCode) ?? '',
      partner: item.partnerCode == null ? null : (partners.get(item.partnerCode) ?? null),
      from: item.validFrom,
      to: item.validTo ?? null,
      endings: item.periodFilter == null || item.periodFilter.length === 0 ? null : item.periodFilter,
    })),
  )
  await recomputeExpectation(trx, initiative.id, version.indicatorId, [...new Set(territories.values())])
  await audit(
    trx,
    actor,
    { action: 'targets.save_assignments', objectType: 'indicator', objectId: version.indicatorId, details: { code, count: input.items.length } },
    now,
  )
  return readIndicator(trx, actor, code)
}

/** A partner that leaves owes nothing more after a day (situation 1); what is expected follows in the cells. */
export async function endAssignmentsOf(trx: Trx, initiativeId: string, partnerId: string, on: string): Promise<void> {
  const ended = Map.groupBy(await endAssignments(trx, initiativeId, partnerId, on), ({ indicatorId }) => indicatorId)
  for (const [indicatorId, rows] of ended) await recomputeExpectation(trx, initiativeId, indicatorId, [...new Set(rows.map(({ territoryId }) => territoryId))])
}
