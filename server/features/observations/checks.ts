import { PAST_FIGURES, warningsFor, type CheckWarning } from '#shared/observations/checks.ts'
import { TOTAL } from '#shared/observations/category.ts'
import { limitFor } from '#shared/indicators/limits.ts'
import { limitsFor, type VersionRow } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { checkedRows, pastOf } from './checks-queries.ts'

/**
 * What looks unusual in stored figures (domain 3.10), by id; those without anything are left out. Three statements
 * whatever their number. A figure handed in before is as late as it was then.
 */
export async function warningsOf(
  trx: Trx,
  actor: Actor,
  ids: readonly string[],
  versions: ReadonlyMap<string, VersionRow>,
): Promise<Map<string, CheckWarning[]>> {
  const { initiative, today } = actor
  if (ids.length === 0) return new Map()
  const rows = await checkedRows(trx, initiative.id, initiative.timeZone, ids)
  const past = await pastOf(trx, initiative.id, ids, PAST_FIGURES)
  const limits = await limitsFor(trx, initiative.id, [...new Set(rows.map(({ versionId }) => versionId))])
  const found = rows.flatMap((row): [string, CheckWarning[]][] => {
    const version = versions.get(row.versionId)
    if (version === undefined) return []
    const { unitKind, isProportion, displayFactor, accumulation, statusPeriods } = version
    const warnings = warningsFor(row, {
      unitKind,
      isProportion,
      displayFactor,
      accumulation,
      statusPeriods,
      period: row.period,
      past: past.get(row.id) ?? [],
      dueOn: row.dueOn,
      // A frozen clock tells nothing of the real day on which something came in.
      today: initiative.clockFrozenAt === null ? (row.handedInOn ?? today) : today,
      limits: limitFor(limits, row.versionId, row.territoryId, row.partnerId),
      isWhole: row.category === TOTAL,
    })
    return warnings.length === 0 ? [] : [[row.id, warnings]]
  })
  return new Map(found)
}
