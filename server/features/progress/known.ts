import type { ProgressFilter } from '#shared/progress/contract.ts'
import { versionsOf } from '#server/features/indicators/service.ts'
import { asTheyStood } from '#server/features/observations/service.ts'
import { putBackAssignments } from '#server/features/targets/service.ts'
import { putBackMap } from '#server/features/territories/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { readProgress } from './read.ts'

/** Before every period that has a code. */
const BEGINNING = '1000'

/**
 * Progress of one indicator as it was known at the end of a day: figures, totals and what was thought of them then, who owed what and how
 * the map was. The backbone reads everything, a partner its own figures; funders read releases, which keep what they said.
 * @throws not_allowed (funders), invalid_request (not one indicator), unknown_reference, invalid_period
 */
export async function readProgressKnownOn(trx: Trx, actor: Actor, filter: ProgressFilter): ReturnType<typeof readProgress> {
  const { asKnownOn, ...rest } = filter
  if (asKnownOn === undefined) return readProgress(trx, actor, filter)
  if (actor.role === 'funder') throw problem('not_allowed')
  const codes = (rest.indicator ?? '').split(',').filter((code) => code.trim() !== '')
  const [code] = codes
  if (code === undefined || codes.length > 1) throw problem('invalid_request', {}, [{ pointer: '/query/indicator', code: 'one_indicator' }])
  const { initiative, role, partnerId } = actor
  const isPartner = role !== 'backbone'
  const on = asKnownOn < actor.today ? asKnownOn : actor.today
  const versions = await versionsOf(trx, initiative.id, [code.trim()])
  const isSeries = rest.period === undefined && rest.from === undefined && rest.to === undefined
  const asked: ProgressFilter = { ...rest, ...(isPartner ? { by: 'partner' as const } : {}), ...(isSeries ? { from: BEGINNING } : {}) }
  const indicatorId = versions[0]?.indicatorId ?? null
  const others = async () => {
    const isMapOther = await putBackMap(trx, initiative, on)
    const territoryIds = indicatorId === null ? [] : await putBackAssignments(trx, initiative, indicatorId, on)
    return { isMapOther, indicatorId: indicatorId ?? '', territoryIds }
  }
  const standing = { versionIds: versions.map(({ id }) => id), partnerId: isPartner ? partnerId : null, on, others }
  return asTheyStood(trx, initiative, standing, () => readProgress(trx, { ...actor, today: on }, asked))
}
