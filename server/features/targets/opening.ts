import type { VersionInput, VersionPreview } from '#shared/indicators/carrying-contract.ts'
import { bindsNothing } from '#shared/indicators/carrying.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { openVersion, previewVersion, readIndicator } from '#server/features/indicators/service.ts'
import { recomputeExpectation } from '#server/features/observations/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { changeAssignmentRows, holdingAssignments, saveAssignmentRows } from './assignment-queries.ts'
import { countDecided } from './opening-queries.ts'

/**
 * What opening a version would change and keep, kind by kind: limits, overlaps, who owes the figure, starting points and targets.
 * @throws as `openVersionOf`
 */
export async function previewVersionOf(trx: Trx, actor: Actor, code: string, input: VersionInput): Promise<VersionPreview> {
  const { last, changed, kept } = await previewVersion(trx, actor, code, input)
  const { id } = actor.initiative
  const holding = await holdingAssignments(trx, id, last.indicatorId, input.validFrom)
  const { limits, overlaps } = kept
  return {
    number: last.number + 1,
    validFrom: input.validFrom,
    changed,
    limits,
    overlaps,
    assignments: { count: holding.length, widened: holding.filter((one) => bindsNothing(one.periodFilter, input.definition.frequency)).length },
    ...(await countDecided(trx, id, last.id)),
  }
}

/**
 * Opens a version. Who owes the figure goes on owing it; an assignment for some periods only, of which the new frequency has
 * none, is for all of them from that day on.
 * @throws not_allowed (not a lead), not_found, unknown_reference, invalid_request, dates_reversed, in_use
 */
export async function openVersionOf(trx: Trx, actor: Actor, now: Date, code: string, input: VersionInput): Promise<IndicatorDetail> {
  const { id: initiativeId } = actor.initiative
  const { indicatorId } = await openVersion(trx, actor, now, code, input)
  const stale = (await holdingAssignments(trx, initiativeId, indicatorId, input.validFrom)).filter((one) =>
    bindsNothing(one.periodFilter, input.definition.frequency),
  )
  const [begun, ahead] = [stale.filter((one) => one.from < input.validFrom), stale.filter((one) => one.from >= input.validFrom)]
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)
  if (ahead.length > 0) await changeAssignmentRows(trx, initiativeId, ids(ahead), { period_filter: null }, now)
  if (begun.length > 0) {
    await changeAssignmentRows(trx, initiativeId, ids(begun), { valid_to: addDays(input.validFrom, -1) }, now)
    const fresh = begun.map(({ territory, partner, to, paused }) => ({ territory, partner, from: input.validFrom, to, endings: null, paused }))
    await saveAssignmentRows(trx, initiativeId, indicatorId, fresh, now)
  }
  if (stale.length > 0) await recomputeExpectation(trx, initiativeId, indicatorId, [...new Set(stale.map(({ territory }) => territory))])
  return readIndicator(trx, actor, code)
}
