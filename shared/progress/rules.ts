import type { Definition } from '#shared/indicators/definition.ts'
import { ordinalFrom, type Frequency, type Period } from '#shared/values/period.ts'
import { toText, type Decimal } from '#shared/values/decimal.ts'
import type { Point } from '#shared/targets/trajectory.ts'
import type { Rates } from './overlap.ts'

export type Direction = 'increase' | 'decrease' | 'maintain'

/** A territory as progress sees it. */
export interface Place {
  readonly id: string
  readonly code: string
  readonly level: string
  readonly isTop: boolean
  /** A comparator above the initiative's own territory, such as a province: no target applies to it. */
  readonly isAboveTop: boolean
  readonly validFrom: string | null
  readonly validTo: string | null
  /** Days on which this territory merged, split or gave a part away. */
  readonly breaks: readonly string[]
}

export interface TargetRule {
  readonly scope: 'whole' | 'each' | 'one'
  readonly territoryId: string | null
  /** Only a target that this partner set itself. */
  readonly partnerId: string | null
  readonly category: string
  readonly value: Decimal
  readonly period: Period
  readonly decidedOn: string | null
  readonly supersededOn: string | null
}

export interface BaselineRule {
  readonly territoryId: string
  readonly category: string
  readonly value: Decimal
  readonly text: string
  readonly period: Period | null
}

export interface OverlapRule {
  readonly territoryId: string | null
  readonly rate: string
  readonly estimatedOn: string
  readonly appliesFrom: string | null
  /** Last day, included. */
  readonly appliesTo: string | null
}

/** Everything one indicator version says about reading its figures, parsed once for a request. */
export interface Rules {
  readonly versionId: string
  readonly indicatorId: string
  readonly indicator: string
  readonly scope: 'population' | 'performance'
  readonly validFrom: string
  readonly definition: Definition & { readonly direction: Direction }
  readonly frequency: Frequency
  readonly everyNYears: number | null
  readonly statusPeriods: readonly string[] | null
  readonly dueDays: number
  readonly tolerance: Decimal | null
  readonly onTrackRatio: Decimal
  readonly watchRatio: Decimal
  readonly minCoverage: Decimal
  readonly band: readonly [Decimal, Decimal] | null
  readonly containment: boolean
  readonly targets: readonly TargetRule[]
  /** By `territoryId` and `category`, joined by a space. */
  readonly baselines: ReadonlyMap<string, BaselineRule>
  readonly overlaps: readonly OverlapRule[]
  /** Target points already placed on the trajectory, by scope and baseline. */
  readonly placed: Map<string, readonly PlacedTarget[]>
}

/** A target point at its position from the baseline. */
export interface PlacedTarget extends Point {
  readonly text: string
  readonly period: Period
}

/** The baseline of a territory and category. */
export function baselineOf(rules: Rules, place: Place, category: string): BaselineRule | null {
  return rules.baselines.get(`${place.id} ${category}`) ?? null
}

/** The points that held on a day: points replaced later still held before (situation 14). */
function inForce(targets: readonly TargetRule[], on: string): readonly TargetRule[] {
  const former = targets.filter((target) => target.supersededOn !== null && target.supersededOn > on)
  const current = targets.filter((target) => target.supersededOn === null)
  if (former.length === 0) return current
  return [...former, ...current.filter((target) => target.decidedOn !== null && target.decidedOn <= on)].sort((a, b) =>
    a.period.endsOn.localeCompare(b.period.endsOn),
  )
}

/**
 * Target points of a territory, or those a partner set itself, on the trajectory from the baseline
 * (domain 3.5). A point for the one territory wins over the whole, the whole over each.
 * @param on day whose targets are asked for: the end of the figure's period
 */
export function targetsOf(
  rules: Pick<Rules, 'targets' | 'placed'>,
  place: Pick<Place, 'id' | 'isTop' | 'isAboveTop'>,
  partnerId: string | null,
  category: string,
  baseline: Pick<BaselineRule, 'period'> | null,
  on: string,
): readonly PlacedTarget[] {
  if (rules.targets.length === 0 || place.isAboveTop) return []
  const hasFormer = rules.targets.some((target) => target.supersededOn !== null)
  const key = `${place.isTop ? 'top' : ''} ${rules.targets.some((target) => target.scope === 'one') ? place.id : ''} ${partnerId ?? ''} ${category} ${baseline?.period?.code ?? ''} ${hasFormer ? on : ''}`
  const known = rules.placed.get(key)
  if (known !== undefined) return known
  const own = rules.targets.filter((target) => target.partnerId === partnerId && target.category === category)
  const scoped =
    [
      own.filter((target) => target.scope === 'one' && target.territoryId === place.id),
      place.isTop ? own.filter((target) => target.scope === 'whole') : [],
      own.filter((target) => target.scope === 'each'),
    ].find((targets) => targets.length > 0) ?? []
  const points = inForce(scoped, on).map((target, index) => ({
    ordinal: baseline?.period == null ? index + 1 : ordinalFrom(baseline.period, target.period),
    value: target.value,
    text: toText(target.value),
    period: target.period,
  }))
  rules.placed.set(key, points)
  return points
}

/** Measured shares of people counted twice that hold at the end of a period; of several, the newest. */
export function overlapRatesOn(rules: Rules, day: string): Rates {
  const newest = new Map<string | null, OverlapRule>()
  for (const one of rules.overlaps) {
    if ((one.appliesFrom !== null && one.appliesFrom > day) || (one.appliesTo !== null && one.appliesTo < day)) continue
    const known = newest.get(one.territoryId)
    if (known === undefined || one.estimatedOn > known.estimatedOn) newest.set(one.territoryId, one)
  }
  return { of: (territoryId) => newest.get(territoryId)?.rate ?? null, general: newest.get(null)?.rate ?? null }
}

/** Measured share of people counted twice: the territory's own measure, else the general one; the newest. */
export function overlapRateOf(rules: Rules, place: Place, period: Period): string | null {
  const rates = overlapRatesOn(rules, period.endsOn)
  return rates.of(place.id) ?? rates.general
}

/** Whether the territory changed shape after one day and up to another: figures on both sides do not compare. */
export function isBroken(place: Place, after: string, upTo: string): boolean {
  return place.breaks.some((day) => day > after && day <= upTo)
}

/** Whether the territory exists at the end of a period. */
export function existsOn(place: Place, day: string): boolean {
  return (place.validFrom === null || place.validFrom <= day) && (place.validTo === null || place.validTo > day)
}
