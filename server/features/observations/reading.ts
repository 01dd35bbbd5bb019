import type { Observation } from '#shared/observations/contract.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import { readPeriods, versionsOf } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { abilitiesOn, type Circle } from './access.ts'
import { circleOf } from './circle.ts'
import { listPartners, territoryNames } from './lookup-queries.ts'
import { listObservations, type ObservationRow } from './queries.ts'

const canonical = (text: string | null) => (text === null ? null : toText(decimal(text)))

/** A figure as it leaves the server, with what this hat may do with it. */
export function toObservation(actor: Actor, row: ObservationRow, circle: Circle): Observation {
  const { partnerId: _partner, versionId: _version, origin: _origin, enteredBy: _by, updatedAt, ...figure } = row
  return {
    ...figure,
    updatedAt: updatedAt.toISOString(),
    abilities: abilitiesOn(actor, row, circle),
    value: canonical(row.value),
    numerator: canonical(row.numerator),
    denominator: canonical(row.denominator),
    sampleN: canonical(row.sampleN),
    amountOriginal: canonical(row.amountOriginal),
    fxRate: canonical(row.fxRate),
  }
}

/** A filter by codes; the list of indicators is joined by commas. */
export interface ListQuery {
  readonly indicator?: string | undefined
  readonly territory?: string | undefined
  readonly partner?: string | undefined
  readonly period?: string | undefined
  readonly state?: ObservationState | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Figures this hat may read (domain 5, rows 16–18), by key; codes that name nothing give an empty list. */
export async function readObservations(trx: Trx, actor: Actor, query: ListQuery): Promise<{ items: Observation[]; next: string | null }> {
  const { id } = actor.initiative
  const nothing = { items: [], next: null }
  const versions =
    query.indicator === undefined
      ? null
      : await versionsOf(
          trx,
          id,
          query.indicator.split(',').filter((code) => code !== ''),
        )
  const territories = query.territory === undefined ? null : await territoryNames(trx, id, [query.territory])
  const partner = query.partner === undefined ? null : (await listPartners(trx, id)).find(({ code }) => code === query.partner)
  const period = query.period === undefined ? null : (await readPeriods(trx, actor)).find(({ code }) => code === query.period)
  if (versions?.length === 0 || territories?.length === 0 || partner === undefined || period === undefined) return nothing
  const rows = await listObservations(trx, id, {
    versionIds: versions?.map((version) => version.id) ?? null,
    territoryIds: territories?.map((territory) => territory.id) ?? null,
    partnerId: partner?.id ?? null,
    periodId: period?.id ?? null,
    state: query.state ?? null,
    after: query.after ?? null,
    limit: query.limit + 1,
  })
  const circle = await circleOf(trx, actor)
  const shown = rows.slice(0, query.limit)
  return { items: shown.map((row) => toObservation(actor, row, circle)), next: rows.length > query.limit ? (shown[shown.length - 1]?.id ?? null) : null }
}
