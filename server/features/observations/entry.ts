import type { EntryRow, Observation } from '#shared/observations/contract.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { parsePeriodCode, periodKindOf, periodOf, shiftPeriod, type Frequency, type Period } from '#shared/values/period.ts'
import { readPeriods } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor, InitiativeContext } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { abilitiesOnNothing, type Circle } from './access.ts'
import { circleOf } from './circle.ts'
import { frequenciesOwed, listPartners, owedBy, previousFigures, territoryNames } from './lookup-queries.ts'
import { listFiguresOf, type ObservationRow } from './queries.ts'
import { toObservation } from './reading.ts'

/** Periods back from today that a form offers of each kind that is owed. */
const OFFERED_BACK = 8

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

function rowOf(
  actor: Actor,
  circle: Circle,
  place: Omit<EntryRow, 'observation' | 'abilities'>,
  observation: Observation | null,
  partnerId: string | null,
): EntryRow {
  return { ...place, observation, abilities: observation === null ? abilitiesOnNothing(actor, partnerId, circle) : observation.abilities }
}

/** The form of one partner (or of nobody in particular) and one period. */
export interface EntryForm {
  readonly period: string
  readonly partner: string | null
  readonly periods: string[]
  readonly partners: { code: string; name: string }[]
  readonly isSolo: boolean
  readonly rows: EntryRow[]
}

/**
 * What a partner owes in a period, with the previous figure and the one that was entered; figures that
 * nobody asked for follow. A partner's people have their own form; the backbone any, or the one of
 * figures without a partner.
 * @throws not_found (another partner's form), unknown_reference, invalid_period
 */
export async function readEntry(trx: Trx, actor: Actor, query: { partner?: string | undefined; period?: string | undefined }): Promise<EntryForm> {
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
  const keyOf = (versionId: string, territory: string, category: string) => `${versionId} ${territory} ${category}`
  const owedKeys = new Set(owed.map((row) => keyOf(row.versionId, row.territory, 'TOTAL')))
  const byKey = new Map<string, ObservationRow>(figures.map((row) => [keyOf(row.versionId, row.territory, row.category), row]))
  const places = [
    ...owed.map((row) => ({ versionId: row.versionId, territoryId: row.territoryId, category: 'TOTAL' })),
    ...figures.map((row) => ({ versionId: row.versionId, territoryId: territories.get(row.territory)?.id ?? '', category: row.category })),
  ]
  const previous = new Map(
    (
      await previousFigures(
        trx,
        initiativeId,
        partnerId,
        period.startsOn,
        places.filter(({ territoryId }) => territoryId !== ''),
      )
    ).map(({ versionId, territoryId, category, ...row }) => [keyOf(versionId, territoryId, category), row]),
  )

  const rows = owed.map((row) => {
    const figure = byKey.get(keyOf(row.versionId, row.territory, 'TOTAL'))
    return rowOf(
      actor,
      circle,
      {
        indicator: row.indicator,
        territory: row.territory,
        territoryName: row.territoryName,
        partner: partner?.code ?? null,
        category: 'TOTAL',
        period: period.code,
        dueOn: addDays(period.endsOn, row.dueDays),
        isExpected: true,
        previous: previous.get(keyOf(row.versionId, row.territoryId, 'TOTAL')) ?? null,
      },
      figure === undefined ? null : toObservation(actor, figure, circle),
      partnerId,
    )
  })
  for (const figure of figures) {
    if (owedKeys.has(keyOf(figure.versionId, figure.territory, figure.category))) continue
    const territory = territories.get(figure.territory)
    rows.push(
      rowOf(
        actor,
        circle,
        {
          indicator: figure.indicator,
          territory: figure.territory,
          territoryName: territory?.nameFr ?? figure.territory,
          partner: figure.partner,
          category: figure.category,
          period: period.code,
          dueOn: null,
          isExpected: false,
          previous: previous.get(keyOf(figure.versionId, territory?.id ?? '', figure.category)) ?? null,
        },
        toObservation(actor, figure, circle),
        partnerId,
      ),
    )
  }
  return {
    period: period.code,
    partner: partner?.code ?? null,
    periods,
    isSolo: circle.isSolo,
    rows,
    partners: isBackbone ? all.map(({ code, name }) => ({ code, name })) : [{ code: own?.code ?? '', name: own?.name ?? '' }],
  }
}
