import type { BaselineInput, IndicatorDetail } from '#shared/indicators/contract.ts'
import { aboveWhole } from '#shared/observations/whole.ts'
import type { InputError } from '#shared/problems/catalog.ts'
import { canonicalText, decimal, decimalOrNull } from '#shared/values/decimal.ts'
import type { z } from 'zod'
import { ensurePeriods, readIndicator, type VersionRow } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireLead } from './access.ts'
import { canonicalCategory, lookUp, refuse, versionOf } from './look-up.ts'
import { asChecked, checkPoints } from './point-checks.ts'
import { activePoints, keepBaselines, lockVersion, measuredBaselines, upsertBaselines, type BaselineRecord, type MeasuredBaseline } from './queries.ts'

type Baseline = z.infer<typeof BaselineInput>

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
  const above =
    faults.length > 0 ? null : aboveWhole({ value: item.value ?? null, numerator: item.numerator ?? null, denominator: item.denominator ?? null }, version)
  if (above?.isFault === true) faults.push(has('numerator') ? at('numerator', 'numerator_above_denominator') : at('value', 'above_whole'))
  if (item.dueOn != null && !item.isPending) faults.push(at('dueOn', 'not_for_this_kind'))
  return faults
}

const canonical = (text: string | null | undefined) => (text == null ? null : canonicalText(text))

/** Whether a baseline says what stood before: the same figure of the same period. */
function isSame(record: Omit<BaselineRecord, 'fresh'>, former: MeasuredBaseline): boolean {
  const equal = (a: string | null, b: string | null) => a === b || (a !== null && b !== null && (decimalOrNull(a)?.equals(b) ?? false))
  return (
    !record.pending &&
    record.period === former.period &&
    equal(record.value, former.value) &&
    equal(record.numerator, former.numerator) &&
    equal(record.denominator, former.denominator) &&
    equal(record.n, former.n)
  )
}

/** Looks baselines up and refuses every fault at once. */
async function planBaselines(trx: Trx, actor: Actor, code: string, input: { items: readonly Baseline[]; versionNumber?: number | undefined }) {
  const version = await versionOf(trx, actor, code, input.versionNumber)
  await lockVersion(trx, actor.initiative.id, version.id)
  const { territories, periods, faults } = await lookUp(trx, actor, input.items)
  const seen = new Set<string>()
  input.items.forEach((item, index) => {
    faults.push(...baselineFaults(item, index, version))
    const key = `${item.territoryCode} ${canonicalCategory(item.category)}`
    if (seen.has(key)) faults.push({ pointer: `/items/${index}/territoryCode`, code: 'duplicate' })
    seen.add(key)
  })
  refuse(faults)
  return { version, territories, periods }
}

/** Throws what `saveBaselines` would for the figures alone, without saving. */
export async function checkBaselines(trx: Trx, actor: Actor, code: string, input: { items: readonly Baseline[]; versionNumber?: number | undefined }) {
  return (await planBaselines(trx, actor, code, input)).version
}

/**
 * Sets baselines by territory and category; those not named stay. A value that was measured is
 * never overwritten in silence: it is kept with the reason of the change.
 * @throws not_allowed (not a lead), not_found, unknown_reference, invalid_period, invalid_request (a reason is missing), target_before_baseline, target_on_wrong_side (points that stand would not fit)
 */
export async function saveBaselines(trx: Trx, actor: Actor, now: Date, code: string, input: BaselinesToSave): Promise<IndicatorDetail> {
  await setBaselines(trx, actor, now, code, input)
  return readIndicator(trx, actor, code)
}

interface BaselinesToSave {
  readonly items: readonly Baseline[]
  readonly reasonFr?: string | null | undefined
  readonly reasonEn?: string | null | undefined
  readonly versionNumber?: number | undefined
}

/** As `saveBaselines`, for whoever sets those of many indicators: nothing is read back. */
export async function setBaselines(trx: Trx, actor: Actor, now: Date, code: string, input: BaselinesToSave): Promise<void> {
  requireLead(actor)
  const { initiative } = actor
  const { version, territories, periods } = await planBaselines(trx, actor, code, input)
  const periodIds = await ensurePeriods(trx, initiative, [...periods.values()])
  const measured = await measuredBaselines(trx, initiative.id, version.id)
  const items = input.items.map((item): Omit<BaselineRecord, 'fresh'> => ({
    territory: territories.get(item.territoryCode) ?? '',
    category: canonicalCategory(item.category),
    period: item.periodCode == null ? null : (periodIds.get(item.periodCode) ?? null),
    value: canonical(item.value),
    numerator: canonical(item.numerator),
    denominator: canonical(item.denominator),
    n: canonical(item.sampleN),
    pending: item.isPending,
    due: item.dueOn ?? null,
    sourceFr: item.sourceFr ?? null,
    sourceEn: item.sourceEn ?? null,
    decision: item.decision ?? null,
    decidedBy: item.decidedBy ?? null,
    decidedOn: item.decidedOn ?? null,
  }))
  const formerOf = (record: Pick<BaselineRecord, 'territory' | 'category'>) =>
    measured.find((former) => record.territory === former.territory && record.category === former.category)
  const records = items.map((item): BaselineRecord => {
    const former = formerOf(item)
    return { ...item, fresh: former === undefined || !isSame(item, former) }
  })
  const replaced = records.flatMap((record) => (record.fresh ? (formerOf(record) ?? []) : []))
  if (replaced.length > 0 && (input.reasonFr ?? '') === '') throw problem('invalid_request', {}, [{ pointer: '/reasonFr', code: 'required' }])
  const reason = { reasonFr: input.reasonFr ?? null, reasonEn: input.reasonEn ?? null }
  await keepBaselines(
    trx,
    initiative.id,
    replaced.map(({ id }) => id),
    { ...reason, on: actor.today, by: actorIdOf(actor) },
  )
  await upsertBaselines(trx, initiative.id, version.id, records, { ...reason, on: actor.today, by: actorIdOf(actor) })
  await checkPoints(trx, actor, version, (await activePoints(trx, initiative.id, version.id)).map(asChecked))
  await audit(
    trx,
    actor,
    {
      action: 'targets.save_baselines',
      objectType: 'indicator',
      objectId: version.indicatorId,
      details: { code, versionNumber: version.number, count: input.items.length, replaced: replaced.length, reason: input.reasonFr ?? null },
    },
    now,
  )
}
