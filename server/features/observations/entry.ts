import { limitFor } from '#shared/indicators/limits.ts'
import { TOTAL } from '#shared/observations/category.ts'
import type { EntryRow } from '#shared/observations/contract.ts'
import { isCounted } from '#shared/observations/life-cycle.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import { parsePeriodCode, periodKindOf, periodOf, shiftPeriod, type Frequency, type Period } from '#shared/values/period.ts'
import { limitsFor, readPeriods } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor, InitiativeContext } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { abilitiesOnNothing } from './access.ts'
import { circleOf } from './circle.ts'
import { divisionsOf } from './divisions.ts'
import { recentFigures, type RecentRow } from './entry-queries.ts'
import { frequenciesOwed, listPartners, owedBy, territoryNames } from './lookup-queries.ts'
import { listFiguresOf } from './queries.ts'
import { toObservation } from './reading.ts'

/** Periods back from today that a form offers of each kind that is owed. */
const OFFERED_BACK = 8
/** Former figures that travel with a place to type. */
const PAST_SHOWN = 8

/** One place to type, whether something stands there or not. */
interface Place extends Pick<EntryRow, 'indicator' | 'territory' | 'territoryName' | 'category' | 'dueOn' | 'isExpected'> {
  readonly versionId: string
  readonly territoryId: string
}

const text = (decimal: string | null) => (decimal === null ? null : canonicalText(decimal))

function previousOf(row: RecentRow | undefined): EntryRow['previous'] {
  if (row === undefined) return null
  const { period, presence, boolValue } = row
  return { period, presence, boolValue, value: text(row.value), numerator: text(row.numerator), denominator: text(row.denominator), sampleN: text(row.sampleN) }
}

function offeredOf(kind: Period['kind'], today: string, initiative: InitiativeContext): Period[] {
  if (kind === 'ad_hoc') return []
  const running = periodOf(kind, today, initiative)
  return Array.from({ length: OFFERED_BACK + 1 }, (_, back) => shiftPeriod(running, -back, initiative))
}

/** Periods to choose from, latest first, and the one to show: the last that has ended of what is owed most. */
async function choosePeriod(trx: Trx, actor: Actor, partnerId: string | null, asked: string | undefined): Promise<{ period: Period; periods: string[] }> {
  const { initiative, today } = actor
  const owed = await frequenciesOwed(trx, initiative.id, partnerId)
  const kinds = [...new Set(owed.map(({ frequency }) => periodKindOf(frequency as Frequency)))]
  const offered = (kinds.length === 0 ? (['quarter'] as const) : kinds).flatMap((kind) => offeredOf(kind, today, initiative))
  const stored = (await readPeriods(trx, actor)).filter(
    ({ startsOn, kind }) => startsOn <= today && (kinds.length === 0 || kinds.includes(kind as Period['kind'])),
  )
  const period = asked === undefined ? offered.find(({ endsOn }) => endsOn < today) : parsePeriodCode(asked, initiative)
  if (period === undefined || period === null) throw problem('invalid_period', { value: asked ?? '' })
  const known = new Map([...stored, ...offered, period].map(({ code, endsOn }) => [code, endsOn]))
  return { period, periods: [...known].sort((a, b) => (a[1] < b[1] ? 1 : a[1] > b[1] ? -1 : a[0] < b[0] ? -1 : 1)).map(([code]) => code) }
}

/** The form of one partner (or of nobody in particular) and one period. */
export interface EntryForm {
  readonly period: string
  readonly partner: string | null
  readonly periods: string[]
  readonly partners: { code: string; name: string }[]
  readonly isSolo: boolean
  /** Nobody of the partner can type: the backbone does, on its behalf. */
  readonly isUnattended: boolean
  readonly rows: EntryRow[]
}

export interface EntryQuery {
  readonly partner?: string | undefined
  readonly period?: string | undefined
  readonly breakdown?: 'total' | 'categories' | undefined
}

/**
 * What a partner owes in a period, with the previous figure and the one that was entered; figures that
 * nobody asked for follow. A partner's people have their own form; the backbone any, or the one of
 * figures without a partner.
 * @throws not_found (another partner's form), unknown_reference, invalid_period
 */
export async function readEntry(trx: Trx, actor: Actor, query: EntryQuery): Promise<EntryForm> {
  const { id: initiativeId } = actor.initiative
  const all = await listPartners(trx, initiativeId)
  const isBackbone = actor.role === 'backbone'
  const own = isBackbone ? undefined : all.find(({ id }) => id === actor.partnerId)
  if (!isBackbone && (own === undefined || (query.partner !== undefined && query.partner !== own.code))) throw problem('not_found')
  const partner = own ?? (query.partner === undefined ? null : all.find(({ code }) => code === query.partner))
  if (partner === undefined) throw problem('unknown_reference', { field: 'partner', value: query.partner ?? '' })
  const partnerId = partner?.id ?? null

  const { period, periods } = await choosePeriod(trx, actor, partnerId, query.period)
  const circle = await circleOf(trx, actor)
  const storedPeriod = (await readPeriods(trx, actor)).find(({ code }) => code === period.code)
  const figures = storedPeriod === undefined ? [] : await listFiguresOf(trx, initiativeId, partnerId, storedPeriod.id)
  const owed = await owedBy(trx, initiativeId, partnerId, period)

  const territories = new Map(
    (
      await territoryNames(
        trx,
        initiativeId,
        figures.map(({ territory }) => territory),
      )
    ).map((row) => [row.code, row]),
  )
  const divisions = await divisionsOf(trx, initiativeId, [...owed, ...figures])
  const keyOf = (place: Pick<Place, 'versionId' | 'territoryId' | 'category'>) => `${place.versionId} ${place.territoryId} ${place.category}`
  const owedPlaces: Place[] = owed.flatMap((row) => {
    const categories = [TOTAL, ...(query.breakdown === 'categories' ? (divisions.categories.get(row.versionId) ?? []) : [])]
    return categories.map((category) => ({ ...row, category, dueOn: category === TOTAL ? row.dueOn : null, isExpected: category === TOTAL }))
  })
  const known = new Set(owedPlaces.map(keyOf))
  const stored = figures.map((row) => ({ row, territoryId: territories.get(row.territory)?.id ?? '' }))
  const others: Place[] = stored
    .map(({ row, territoryId }) => ({
      ...row,
      territoryId,
      territoryName: territories.get(row.territory)?.nameFr ?? row.territory,
      dueOn: null,
      isExpected: false,
    }))
    .filter((place) => !known.has(keyOf(place)))
  const byKey = new Map(stored.map(({ row, territoryId }) => [keyOf({ ...row, territoryId }), row]))
  const places = [...owedPlaces, ...others]
  const recent = Map.groupBy(
    await recentFigures(
      trx,
      initiativeId,
      partnerId,
      period.startsOn,
      places.filter(({ territoryId }) => territoryId !== ''),
      PAST_SHOWN,
    ),
    keyOf,
  )
  const limits = await limitsFor(trx, initiativeId, [...new Set(places.map(({ versionId }) => versionId))])

  const rows = places.map((place): EntryRow => {
    const figure = byKey.get(keyOf(place))
    const former = recent.get(keyOf(place)) ?? []
    const limit = limitFor(limits, place.versionId, place.territoryId, partnerId)
    const observation = figure === undefined ? null : toObservation(actor, figure, circle)
    const { indicator, territory, territoryName, category, dueOn, isExpected } = place
    return {
      indicator,
      territory,
      territoryName,
      partner: partner?.code ?? null,
      category,
      period: period.code,
      dueOn,
      isExpected,
      previous: previousOf(former[0]),
      past: former
        .filter(({ state, presence }) => isCounted(state) && presence === 'reported')
        .map((one) => ({ period: one.period, value: text(one.value), numerator: text(one.numerator), denominator: text(one.denominator) })),
      limits: limit === null ? null : { low: text(limit.low), high: text(limit.high) },
      categoryFr: divisions.nameOf(category, 'fr'),
      categoryEn: divisions.nameOf(category, 'en'),
      observation,
      abilities: observation?.abilities ?? abilitiesOnNothing(actor, partnerId, circle),
    }
  })
  return {
    period: period.code,
    partner: partner?.code ?? null,
    periods,
    isSolo: circle.isSolo,
    isUnattended: partnerId !== null && circle.unattended.has(partnerId),
    rows,
    partners: isBackbone ? all.map(({ code, name }) => ({ code, name })) : [{ code: own?.code ?? '', name: own?.name ?? '' }],
  }
}
