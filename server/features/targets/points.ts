import type { IndicatorDetail, TargetPointInput } from '#shared/indicators/contract.ts'
import type { CheckedPoint } from '#shared/targets/checks.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import type { z } from 'zod'
import { ensurePeriods, readIndicator } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireLead } from './access.ts'
import { canonicalCategory, lookUp, refuse, versionOf } from './look-up.ts'
import { asChecked, checkPoints } from './point-checks.ts'
import { activePoints, insertPoints, lockVersion, supersedePoints } from './queries.ts'

type Point = z.infer<typeof TargetPointInput>

/** What a list of points would change: looked up and checked, nothing written. */
async function planTargets(trx: Trx, actor: Actor, code: string, input: { items: readonly Point[]; versionNumber?: number | undefined }) {
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
  return { version, territories, periods, fresh: points.filter((point) => !kept.has(nameOf(point))), replaced: replaced.map(({ row }) => row) }
}

/** Throws what `saveTargets` would, without saving. */
export async function checkTargets(trx: Trx, actor: Actor, code: string, input: { items: readonly Point[]; versionNumber?: number | undefined }) {
  return (await planTargets(trx, actor, code, input)).version
}

/**
 * Sets the initiative's target points; what is no longer given is kept as superseded, with its reason
 * (situation 14). Partners' own targets stay.
 * @throws not_allowed (not a lead), not_found, unknown_reference, invalid_period, invalid_request (a place or reason is missing), target_before_baseline, target_on_wrong_side
 */
export async function saveTargets(trx: Trx, actor: Actor, now: Date, code: string, input: TargetsToSave): Promise<IndicatorDetail> {
  await setTargets(trx, actor, now, code, input)
  return readIndicator(trx, actor, code)
}

interface TargetsToSave {
  readonly items: readonly Point[]
  readonly reasonFr?: string | null | undefined
  readonly reasonEn?: string | null | undefined
  readonly versionNumber?: number | undefined
}

/** As `saveTargets`, for whoever sets those of many indicators: nothing is read back. */
export async function setTargets(trx: Trx, actor: Actor, now: Date, code: string, input: TargetsToSave): Promise<void> {
  requireLead(actor)
  const { initiative } = actor
  const { version, territories, periods, fresh, replaced } = await planTargets(trx, actor, code, input)
  if (replaced.length > 0 && (input.reasonFr ?? '') === '') throw problem('invalid_request', {}, [{ pointer: '/reasonFr', code: 'required' }])
  const periodIds = await ensurePeriods(trx, initiative, [...periods.values()])
  const by = actorIdOf(actor)
  await supersedePoints(
    trx,
    initiative.id,
    replaced.map(({ id }) => id),
    { reasonFr: input.reasonFr ?? null, reasonEn: input.reasonEn ?? null, on: actor.today, by },
  )
  const formerOf = (point: Pick<CheckedPoint, 'scope' | 'territoryCode' | 'category' | 'periodCode'>) =>
    replaced.find((row) => (['scope', 'territoryCode', 'category', 'periodCode'] as const).every((key) => row[key] === point[key]))?.id ?? null
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
      decision: item.decision ?? null,
      decidedBy: item.decidedBy ?? null,
      decidedOn: item.decidedOn ?? actor.today,
      reasonFr: item.reasonFr ?? input.reasonFr ?? null,
      reasonEn: item.reasonEn ?? input.reasonEn ?? null,
      setBy: by,
      replaces: formerOf({ scope, territoryCode, category, periodCode }),
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
}
