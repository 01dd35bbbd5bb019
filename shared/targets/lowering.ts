import type { Decimal } from '#shared/values/decimal.ts'

/** A target point as far as its replacement is judged. */
export interface ReplacedPoint {
  readonly id: string
  readonly versionNumber: number
  readonly scope: string
  readonly territoryCode: string | null
  readonly partnerCode: string | null
  readonly category: string
  readonly periodCode: string
  readonly startsOn: string
  readonly value: Decimal
  readonly decidedOn: string | null
  readonly supersededOn: string | null
}

/**
 * Points that were replaced by less, or by nothing, once their own period had begun: a target lowered
 * shortly before its date is told to the circle and to funders (situation 14).
 * @returns ids of the replaced points
 */
export function loweredLate(points: readonly ReplacedPoint[], directionOf: (versionNumber: number) => 'increase' | 'decrease' | 'maintain'): Set<string> {
  const seriesOf = (point: ReplacedPoint) =>
    [point.versionNumber, point.scope, point.territoryCode, point.partnerCode, point.category, point.periodCode].join(' ')
  const series = Map.groupBy(points, seriesOf)
  const lowered = points.filter((point) => {
    const { supersededOn } = point
    if (supersededOn === null || supersededOn < point.startsOn) return false
    const next = (series.get(seriesOf(point)) ?? []).find(
      (one) => one !== point && (one.supersededOn === null || one.supersededOn > supersededOn) && (one.decidedOn === null || one.decidedOn <= supersededOn),
    )
    if (next === undefined) return true
    const direction = directionOf(point.versionNumber)
    return direction === 'decrease' ? next.value.gt(point.value) : next.value.lt(point.value)
  })
  return new Set(lowered.map(({ id }) => id))
}
