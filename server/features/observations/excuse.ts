import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { MAXIMUM_EXCUSED, type CollectionEvent, type EventInput, type eventRoutes } from '#shared/observations/events.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { ensurePeriods } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import {
  deleteExcuses,
  indicatorsNamed,
  insertEvent,
  insertExcuses,
  liftEvent,
  listEvents,
  listExcusable,
  lockEvent,
  type EventRow,
  type ReportChoice,
} from './excuse-queries.ts'
import { listPartners, partnersNamed, territoriesNamed } from './lookup-queries.ts'

function present(actor: Actor, row: EventRow): CollectionEvent {
  const isBackbone = actor.role === 'backbone'
  return {
    ...row,
    reports: actor.role === 'funder' ? null : row.reports,
    filters: isBackbone ? row.filters : null,
    abilities: { lift: isBackbone && row.liftedOn === null },
  }
}

/** Events with their notes, for every member; what each excuses, for those who may know. */
export async function readEvents(trx: Trx, actor: Actor): Promise<CollectionEvent[]> {
  return (await listEvents(trx, actor.initiative.id)).map((row) => present(actor, row))
}

/** Ids behind the codes of a choice. @throws invalid_period, unknown_reference */
async function resolve(trx: Trx, { initiative }: Actor, filters: EventInput['filters']): Promise<ReportChoice> {
  const periods = filters.periods.map((code) => {
    const period = parsePeriodCode(code, initiative)
    if (period === null) throw problem('invalid_period', { value: code })
    return period
  })
  const known = async (field: string, codes: readonly string[], find: (codes: readonly string[]) => Promise<{ id: string; code: string }[]>) => {
    if (codes.length === 0) return null
    const rows = await find(codes)
    const unknown = codes.find((code) => !rows.some((row) => row.code === code))
    if (unknown !== undefined)
      throw problem('unknown_reference', { field, value: unknown }, [
        { pointer: `/filters/${field}`, code: 'unknown_reference', params: { field, value: unknown } },
      ])
    return rows.map((row) => row.id)
  }
  return {
    indicatorIds: await known('indicators', filters.indicators, (codes) => indicatorsNamed(trx, initiative.id, codes)),
    partnerIds: await known('partners', filters.partners, (codes) => partnersNamed(trx, initiative.id, codes)),
    territoryIds: await known('territories', filters.territories, (codes) => territoriesNamed(trx, initiative.id, codes)),
    periodIds: [...(await ensurePeriods(trx, initiative, periods)).values()],
  }
}

/**
 * Excuses the expected reports of a choice that did not come in (situation 19): completeness leaves them out, coverage does not, so a
 * total without them is incomplete and never off track. A figure that arrives all the same counts.
 * @throws invalid_period, unknown_reference, nothing_to_excuse, too_many_cells
 */
export async function declareEvent(trx: Trx, actor: Actor, input: EventInput, now: Date): Promise<z.output<typeof eventRoutes.declare.response>> {
  const { id: initiativeId } = actor.initiative
  const keys = await listExcusable(trx, initiativeId, await resolve(trx, actor, input.filters), MAXIMUM_EXCUSED + 1)
  if (keys.length > MAXIMUM_EXCUSED) throw problem('too_many_cells', { maximum: MAXIMUM_EXCUSED })
  const names = new Map((await listPartners(trx, initiativeId)).map((partner) => [partner.id, partner]))
  const partners = [...Map.groupBy(keys, (key) => key.partnerId)]
    .map(([partnerId, list]) => {
      const partner = partnerId === null ? undefined : names.get(partnerId)
      return { partner: partner?.code ?? null, name: partner?.name ?? null, count: list.length }
    })
    .sort((a, b) => ((a.partner ?? '') < (b.partner ?? '') ? -1 : 1))
  if (input.dryRun) return { event: null, count: keys.length, partners }
  if (keys.length === 0) throw problem('nothing_to_excuse')

  const id = randomUUID()
  await insertEvent(trx, initiativeId, {
    id,
    noteFr: input.noteFr,
    noteEn: input.noteEn || null,
    filters: input.filters,
    count: keys.length,
    by: actorIdOf(actor),
    on: actor.today,
  })
  const count = await insertExcuses(trx, initiativeId, id, keys)
  await audit(trx, actor, { action: 'collection_event.declare', objectType: 'collection_event', objectId: id, details: { count, ...input.filters } }, now)
  return { event: await readEvent(trx, actor, id), count, partners }
}

async function readEvent(trx: Trx, actor: Actor, id: string): Promise<CollectionEvent> {
  const [row] = await listEvents(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  return present(actor, row)
}

/** Takes an event back: what it excused is expected again. @throws not_found, version_stale, event_lifted */
export async function liftCollectionEvent(trx: Trx, actor: Actor, eventId: string, version: number, reason: string, now: Date): Promise<CollectionEvent> {
  const { id: initiativeId } = actor.initiative
  const stored = await lockEvent(trx, initiativeId, eventId)
  if (stored === null) throw problem('not_found')
  requireVersion(stored, version)
  if (stored.liftedOn !== null) throw problem('event_lifted')
  const { reports } = await readEvent(trx, actor, eventId)
  await deleteExcuses(trx, initiativeId, eventId)
  await liftEvent(trx, initiativeId, eventId, actorIdOf(actor), actor.today, reason)
  await audit(trx, actor, { action: 'collection_event.lift', objectType: 'collection_event', objectId: eventId, details: { count: reports, reason } }, now)
  return readEvent(trx, actor, eventId)
}
