import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

const text = z.string().trim().max(4000)
const nullable = z.string().nullable()
/** Hour and minute on the initiative's clock: `09:00`. */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const MeetingKind = z.enum(['regular', 'forum', 'working_group', 'steering']).meta({ id: 'MeetingKind' })
export const AgendaItemKind = z.enum(['information', 'discussion', 'decision']).meta({ id: 'AgendaItemKind' })

export const AgendaItem = z
  .strictObject({
    title: z.string(),
    kind: AgendaItemKind,
    expectedOutcome: nullable,
    minutes: z.int().nullable(),
    presenter: nullable,
    outcomeReached: z.enum(['yes', 'partly', 'no']).nullable(),
  })
  .meta({ id: 'AgendaItem' })
export type AgendaItem = z.infer<typeof AgendaItem>

export const Meeting = z
  .strictObject({
    id: z.uuid(),
    titleFr: z.string(),
    titleEn: nullable,
    kind: MeetingKind,
    /** The instant, and the same on the initiative's clock. */
    startsAt: z.string(),
    startsOn: z.string(),
    startsTime: z.string(),
    minutes: z.int().nullable(),
    place: nullable,
    agendaSharedAt: nullable,
    /** Shared at least 48 hours ahead; null while it is not shared (S33). */
    agendaOnTime: z.boolean().nullable(),
    agendaShareBy: z.string(),
    state: z.enum(['coming', 'held', 'skipped']),
    notHeldReason: nullable,
    decisionsFr: nullable,
    decisionsEn: nullable,
    attendedBy: z.array(z.strictObject({ code: Code, name: z.string() })),
    items: z.array(AgendaItem),
    /** `anyway`: practice rules advise here, one more click goes on (D41). */
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean(), anyway: z.boolean() }),
  })
  .meta({ id: 'Meeting' })
export type Meeting = z.infer<typeof Meeting>

export const MeetingInput = z
  .strictObject({
    titleFr: text.min(1).max(200),
    titleEn: text.max(200).nullish(),
    kind: MeetingKind.optional(),
    startsOn: z.iso.date(),
    startsTime: clock,
    minutes: z.int().min(1).max(2000).nullish(),
    place: text.max(300).nullish(),
    /** false: it did not take place, with its reason (S32). */
    held: z.boolean().optional(),
    notHeldReason: text.nullish(),
    decisionsFr: text.nullish(),
    decisionsEn: text.nullish(),
    /** Codes of all partners present: those left out were absent. */
    attendedBy: z.array(Code).max(500).optional(),
    /** The whole agenda, in order. */
    items: z
      .array(
        z.strictObject({
          title: text.min(1).max(300),
          kind: AgendaItemKind,
          expectedOutcome: text.max(1000).nullish(),
          minutes: z.int().min(1).max(1000).nullish(),
          presenter: text.max(120).nullish(),
          outcomeReached: z.enum(['yes', 'partly', 'no']).nullish(),
        }),
      )
      .max(60)
      .optional(),
  })
  .meta({ id: 'MeetingInput' })
export type MeetingInput = z.infer<typeof MeetingInput>
export const MeetingChange = MeetingInput.partial().meta({ id: 'MeetingChange' })
export type MeetingChange = z.infer<typeof MeetingChange>

export const Audience = z.enum(['circle', 'funder', 'public']).meta({ id: 'Audience' })

export const UpdatePost = z
  .strictObject({
    id: z.uuid(),
    titleFr: z.string(),
    titleEn: nullable,
    bodyFr: z.string(),
    bodyEn: nullable,
    audience: Audience,
    publishedOn: nullable,
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'UpdatePost' })
export type UpdatePost = z.infer<typeof UpdatePost>

export const UpdatePostInput = z
  .strictObject({
    titleFr: text.min(1).max(200),
    titleEn: text.max(200).nullish(),
    bodyFr: text.min(1).max(8000),
    bodyEn: text.max(8000).nullish(),
    audience: Audience.optional(),
    /** Null keeps a draft, read by the backbone alone. */
    publishedOn: z.iso.date().nullish(),
  })
  .meta({ id: 'UpdatePostInput' })
export type UpdatePostInput = z.infer<typeof UpdatePostInput>
export const UpdatePostChange = UpdatePostInput.partial().meta({ id: 'UpdatePostChange' })
export type UpdatePostChange = z.infer<typeof UpdatePostChange>

const base = '/api/v1/initiatives/:initiativeId'
const meetingParams = z.strictObject({ initiativeId: z.uuid(), meetingId: z.uuid() })
const updateParams = z.strictObject({ initiativeId: z.uuid(), updateId: z.uuid() })

export const meetingRoutes = {
  list: route({
    id: 'meetings.list',
    method: 'GET',
    path: `${base}/meetings`,
    summary: 'Meetings, newest first, with the moment their agenda was shared and who came',
    params: initiativeParams,
    query: z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() }),
    response: z.strictObject({ items: z.array(Meeting) }),
  }),
  read: route({ id: 'meetings.read', method: 'GET', path: `${base}/meetings/:meetingId`, summary: 'One meeting', params: meetingParams, response: Meeting }),
  create: route({
    id: 'meetings.create',
    method: 'POST',
    path: `${base}/meetings`,
    summary: 'Plan or record a meeting',
    params: initiativeParams,
    body: MeetingInput,
    status: 201,
    response: Meeting,
  }),
  change: route({
    id: 'meetings.change',
    method: 'PATCH',
    path: `${base}/meetings/:meetingId`,
    summary: 'Change a meeting (If-Match)',
    params: meetingParams,
    body: MeetingChange,
    response: Meeting,
  }),
  shareAgenda: route({
    id: 'meetings.shareAgenda',
    method: 'POST',
    path: `${base}/meetings/:meetingId/agenda`,
    summary: 'Record that the agenda was shared, now or at a given moment (If-Match); refused while a decision lacks its expected outcome (S33, S34)',
    params: meetingParams,
    body: z.strictObject({ sharedOn: z.iso.date().nullish(), sharedTime: clock.nullish(), anyway: z.boolean().default(false) }),
    response: Meeting,
  }),
}

export const updateRoutes = {
  list: route({
    id: 'meetings.updates',
    method: 'GET',
    path: `${base}/updates`,
    summary: 'Updates for my hat, newest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(UpdatePost) }),
  }),
  create: route({
    id: 'meetings.createUpdate',
    method: 'POST',
    path: `${base}/updates`,
    summary: 'Write an update',
    params: initiativeParams,
    body: UpdatePostInput,
    status: 201,
    response: UpdatePost,
  }),
  change: route({
    id: 'meetings.changeUpdate',
    method: 'PATCH',
    path: `${base}/updates/:updateId`,
    summary: 'Change or publish an update (If-Match)',
    params: updateParams,
    body: UpdatePostChange,
    response: UpdatePost,
  }),
}
