import type { VersionInput, VersionPreview } from '#shared/indicators/carrying-contract.ts'
import { againstLimits, readsOverlaps } from '#shared/indicators/carrying.ts'
import type { DefinitionInput } from '#shared/indicators/contract.ts'
import { decimal } from '#shared/values/decimal.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { copyLimits, copyOverlaps, limitsOfVersion, overlapCounts } from './carrying-queries.ts'
import { possible } from './limits.ts'
import type { VersionRow } from './queries.ts'

/** What of a version goes over to the next one; `limitIds` are those that the new definition allows. */
export interface Kept extends Pick<VersionPreview, 'limits' | 'overlaps'> {
  readonly limitIds: readonly string[]
}

/** Decides for each kind of thing that hangs on a version whether it goes over, unless it is told. */
export async function keptBy(
  trx: Trx,
  initiativeId: string,
  last: VersionRow,
  after: DefinitionInput,
  told: Pick<VersionInput, 'carryLimits' | 'carryOverlaps' | 'validFrom'>,
): Promise<Kept> {
  const range = possible({ ...after, indexMin: after.indexMin ?? null, indexMax: after.indexMax ?? null })
  const isInside = (bound: string | null) =>
    bound === null || ((range.low === null || decimal(bound).gte(range.low)) && (range.high === null || decimal(bound).lte(range.high)))
  const limits = await limitsOfVersion(trx, initiativeId, last.id)
  const inside = limits.filter(({ low, high }) => isInside(low) && isInside(high))
  const against = againstLimits(last, after)
  const { ofIndicator, ofVersion } = await overlapCounts(trx, initiativeId, last, told.validFrom)
  const isRead = readsOverlaps(after)
  return {
    limits: { count: limits.length, outside: limits.length - inside.length, against, carried: told.carryLimits ?? against.length === 0 },
    limitIds: inside.map(({ id }) => id),
    overlaps: { ofIndicator, ofVersion, isRead, carried: isRead && (told.carryOverlaps ?? false) },
  }
}

/** Takes over what was decided. */
export async function keep(
  trx: Trx,
  initiativeId: string,
  kept: Kept,
  { fromId, toId, validFrom, now }: { fromId: string; toId: string; validFrom: string; now: Date },
): Promise<void> {
  if (kept.limits.carried) await copyLimits(trx, initiativeId, kept.limitIds, toId)
  if (kept.overlaps.carried) await copyOverlaps(trx, initiativeId, fromId, toId, validFrom, now)
}
