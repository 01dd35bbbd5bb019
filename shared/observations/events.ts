import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

/** Most reports that one event excuses: more is rather a pause of the collection. */
export const MAXIMUM_EXCUSED = 5000

/** Which expected reports: all that meet every list that is given; a territory stands for what lies in it. */
export const EventFilters = z
  .strictObject({
    periods: z.array(z.string().min(4).max(21)).min(1).max(60),
    partners: z.array(Code).max(500).default([]),
    territories: z.array(Code).max(2000).default([]),
    indicators: z.array(IndicatorCode).max(500).default([]),
  })
  .meta({ id: 'EventFilters' })
export type EventFilters = z.infer<typeof EventFilters>

export const EventInput = z
  .strictObject({
    /** Why nothing could be collected: every member reads it. */
    noteFr: z.string().trim().min(1).max(1000),
    noteEn: z.string().trim().max(1000).nullish(),
    filters: EventFilters,
    /** Only counts what would be excused. */
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'CollectionEventInput' })
export type EventInput = z.infer<typeof EventInput>

export const CollectionEvent = z
  .strictObject({
    id: z.uuid(),
    noteFr: z.string(),
    noteEn: z.string().nullable(),
    declaredOn: z.string(),
    liftedOn: z.string().nullable(),
    liftedReason: z.string().nullable(),
    /** Reports it excuses: the backbone counts all, a partner its own; nobody else any. */
    reports: z.int().nullable(),
    /** What was chosen: for the backbone. */
    filters: EventFilters.nullable(),
    version: z.int(),
    abilities: z.strictObject({ lift: z.boolean() }),
  })
  .meta({ id: 'CollectionEvent' })
export type CollectionEvent = z.infer<typeof CollectionEvent>

export const eventRoutes = {
  list: route({
    id: 'observations.events',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/collection-events',
    summary: 'Events that stopped a collection: why reports are excused',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(CollectionEvent) }),
  }),
  declare: route({
    id: 'observations.declareEvent',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/collection-events',
    summary: 'Excuse expected reports that did not come in, all at once; with dryRun only count them',
    params: initiativeParams,
    body: EventInput,
    response: z.strictObject({
      event: CollectionEvent.nullable(),
      count: z.int(),
      partners: z.array(z.strictObject({ partner: Code.nullable(), name: z.string().nullable(), count: z.int() })),
    }),
  }),
  lift: route({
    id: 'observations.liftEvent',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/collection-events/:eventId/lifting',
    summary: 'Take an event back: what it excused is expected again',
    params: initiativeParams.extend({ eventId: z.uuid() }),
    body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
    response: CollectionEvent,
  }),
}
