import type { Decimal } from '#shared/values/decimal.ts'

/** A baseline as far as target points are checked against it. */
export interface CheckedBaseline {
  readonly territoryCode: string
  readonly category: string
  readonly endsOn: string | null
  readonly value: Decimal | null
}

/** A target point to check: `place` says whose baseline counts. */
export interface CheckedPoint {
  readonly scope: 'whole' | 'each' | 'one'
  readonly territoryCode: string | null
  readonly category: string
  readonly periodCode: string
  readonly endsOn: string
  readonly value: Decimal
}

export type PointFault =
  | { readonly index: number; readonly code: 'target_before_baseline'; readonly period: string }
  | { readonly index: number; readonly code: 'target_on_wrong_side'; readonly baseline: Decimal; readonly target: Decimal }
  | { readonly index: number; readonly code: 'duplicate' }

/**
 * Checks of target points (domain 3.5), all faults at once: each point after its baseline's period, no
 * two for one period, and the last one not on the wrong side of the baseline unless the aim is to
 * contain a loss. Points for the whole, and for each territory alike, are held against the baseline
 * of the whole: one territory may be ahead of a common level already.
 */
export function targetFaults(
  points: readonly CheckedPoint[],
  baselines: readonly CheckedBaseline[],
  rule: { direction: 'increase' | 'decrease' | 'maintain'; containment: boolean; topCode: string | null },
): PointFault[] {
  const faults: PointFault[] = []
  const seen = new Set<string>()
  const series = new Map<string, { point: CheckedPoint; index: number }[]>()
  points.forEach((point, index) => {
    const name = `${point.scope} ${point.territoryCode ?? ''} ${point.category}`
    if (seen.has(`${name} ${point.periodCode}`)) faults.push({ index, code: 'duplicate' })
    seen.add(`${name} ${point.periodCode}`)
    series.set(name, [...(series.get(name) ?? []), { point, index }])
  })
  for (const list of series.values()) {
    const [{ point: any }] = list as [{ point: CheckedPoint; index: number }]
    const place = any.scope === 'one' ? any.territoryCode : rule.topCode
    const baseline = baselines.find(({ territoryCode, category }) => territoryCode === place && category === any.category)
    if (baseline === undefined) continue
    for (const { point, index } of list) {
      if (baseline.endsOn !== null && point.endsOn <= baseline.endsOn) faults.push({ index, code: 'target_before_baseline', period: point.periodCode })
    }
    const last = list.reduce((latest, one) => (one.point.endsOn > latest.point.endsOn ? one : latest))
    if (baseline.value === null || rule.containment || rule.direction === 'maintain') continue
    const isWrong = rule.direction === 'increase' ? last.point.value.lt(baseline.value) : last.point.value.gt(baseline.value)
    if (isWrong) faults.push({ index: last.index, code: 'target_on_wrong_side', baseline: baseline.value, target: last.point.value })
  }
  return faults.sort((a, b) => a.index - b.index)
}
