import type { InputError } from '#shared/problems/catalog.ts'
import { targetFaults, type CheckedBaseline, type CheckedPoint } from '#shared/targets/checks.ts'
import { decimal, decimalOrNull, divide, toText } from '#shared/values/decimal.ts'
import type { VersionRow } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { refuse } from './look-up.ts'
import { baselinesOf, codeOfTerritory, type PointRow } from './queries.ts'

/** Refuses target points that do not fit the baselines. */
export async function checkPoints(trx: Trx, actor: Actor, version: VersionRow, points: readonly CheckedPoint[]): Promise<void> {
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

/** A stored point as it is checked. */
export const asChecked = (row: PointRow): CheckedPoint => ({ ...row, value: decimal(row.value) })
