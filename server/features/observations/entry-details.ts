import { limitFor } from '#shared/indicators/limits.ts'
import { PANEL_HISTORY, type FigureDetails } from '#shared/observations/entry-contract.ts'
import { categoryText, parseCategory } from '#shared/observations/category.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { limitsFor, readPeriods, versionFor, versionsOf } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { circleOf } from './circle.ts'
import { figuresBefore, personName } from './entry-queries.ts'
import { listPartners, territoriesNamed } from './lookup-queries.ts'
import { listFiguresOf } from './queries.ts'
import { toObservation } from './reading.ts'

const canonical = (text: string | null) => (text === null ? null : canonicalText(text))

/** Key of one place to type, by codes. */
export interface DetailsQuery {
  readonly indicator: string
  readonly territory: string
  readonly partner?: string | undefined
  readonly period: string
  readonly category: string
}

/**
 * The side panel of one place to type: the figure as it stands and who left it so, the twelve before it, limits
 * and definition. A partner's people read their own partner's; the backbone all that it may read.
 * @throws not_found (another partner's), unknown_reference, invalid_period
 */
export async function readDetails(trx: Trx, actor: Actor, query: DetailsQuery): Promise<FigureDetails> {
  const { id: initiativeId } = actor.initiative
  const partners = await listPartners(trx, initiativeId)
  const partner = query.partner === undefined ? null : partners.find(({ code }) => code === query.partner)
  if (actor.role !== 'backbone' && partner?.id !== actor.partnerId) throw problem('not_found')
  if (partner === undefined) throw problem('unknown_reference', { field: 'partner', value: query.partner ?? '' })
  const partnerId = partner?.id ?? null

  const period = parsePeriodCode(query.period, actor.initiative)
  if (period === null) throw problem('invalid_period', { value: query.period })
  const version = versionFor(await versionsOf(trx, initiativeId, [query.indicator]), query.indicator, period)
  if (version === undefined) throw problem('unknown_reference', { field: 'indicator', value: query.indicator })
  const territory = (await territoriesNamed(trx, initiativeId, [query.territory])).find(
    ({ validFrom, validTo }) => (validFrom === null || validFrom <= period.endsOn) && (validTo === null || validTo > period.endsOn),
  )
  if (territory === undefined) throw problem('unknown_reference', { field: 'territory', value: query.territory })
  const pairs = parseCategory(query.category)
  if (pairs === null) throw problem('unknown_reference', { field: 'category', value: query.category })
  const category = categoryText(pairs)

  const storedPeriod = (await readPeriods(trx, actor)).find(({ code }) => code === period.code)
  const figures = storedPeriod === undefined ? [] : await listFiguresOf(trx, initiativeId, partnerId, storedPeriod.id)
  const row = figures.find((one) => one.versionId === version.id && one.territory === query.territory && one.category === category)
  const past = await figuresBefore(trx, initiativeId, { versionId: version.id, territoryId: territory.id, partnerId, category }, period.startsOn, PANEL_HISTORY)
  const limit = limitFor(await limitsFor(trx, initiativeId, [version.id]), version.id, territory.id, partnerId)
  return {
    current: row === undefined ? null : toObservation(actor, row, await circleOf(trx, actor)),
    changedBy: row === undefined || row.enteredBy === null || row.origin === 'import' ? null : await personName(trx, initiativeId, row.enteredBy),
    past: past.map((one) => ({
      ...one,
      value: canonical(one.value),
      numerator: canonical(one.numerator),
      denominator: canonical(one.denominator),
      sampleN: canonical(one.sampleN),
    })),
    limits: limit === null ? null : { low: canonical(limit.low), high: canonical(limit.high) },
    definitionFr: version.definitionFr,
    definitionEn: version.definitionEn,
    purposeFr: version.purposeFr,
    purposeEn: version.purposeEn,
  }
}
