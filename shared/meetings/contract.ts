import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { ActionItem } from './action-contract.ts'
import { AUDIENCES } from './audience.ts'
import { AgendaLink, AgendaLinkInput, MOST_LINKS } from './links.ts'
import { AgendaProposal } from './proposal-contract.ts'
import { AccessibilityMeasure, AccessibilityProvided } from './accessibility.ts'
import { MEETING_ROLES } from './roles.ts'

const text = z.string().trim().max(4000)
const nullable = z.string().nullable()
/** Hour and minute on the initiative's clock: `09:00`. */
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

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
    /** What it is about, as far as this reader may read it. */
    links: z.array(AgendaLink),
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
    /** The series that plans it; null for a meeting of its own. */
    seriesId: z.uuid().nullable(),
    closedAt: nullable,
    /** Closed with « aucune suite » (S37). */
    withoutFollowUp: z.boolean(),
    /** Minutes of the items together, and those beyond the length of the meeting (S38). */
    agendaMinutes: z.int().nullable(),
    overrunMinutes: z.int(),
    /** An update would do: 72 hours ahead the draft of its agenda only informs (S39). */
    suggestsUpdate: z.boolean(),
    /** What is provided so that everybody can take part; who asked is told nowhere (S36). */
    accessibility: z.array(AccessibilityProvided),
    decisionsFr: nullable,
    decisionsEn: nullable,
    attendedBy: z.array(z.strictObject({ code: Code, name: z.string() })),
    items: z.array(AgendaItem),
    /** Those invited read the minutes too. */
    recordIsShared: z.boolean(),
    /** `anyway`: practice rules advise here, one more click goes on (D41). */
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean(), anyway: z.boolean(), close: z.boolean(), propose: z.boolean() }),
  })
  .meta({ id: 'Meeting' })
export type Meeting = z.infer<typeof Meeting>

/** One meeting as its own page tells it. */
export const MeetingDetails = Meeting.extend({
  /** Minutes: what was said. */
  record: nullable,
  roles: z.array(
    z.strictObject({
      role: z.enum(MEETING_ROLES),
      personId: z.uuid(),
      name: z.string(),
      /** Meetings in a row in which this person holds the role, this one included; three call for a turn (S35). */
      timesRunning: z.int(),
    }),
  ),
  /** Decisions of bodies that it took or prepared. */
  decisions: z.array(z.strictObject({ id: z.uuid(), titleFr: z.string(), titleEn: nullable, result: z.enum(['carried', 'not_carried']).nullable() })),
  actions: z.array(ActionItem),
  /** Funders who read this meeting; told to the circle. */
  invited: z.array(z.strictObject({ personId: z.uuid(), name: z.string() })),
  /** Points that partners propose: one's own partner's, and all of them for the backbone. */
  proposals: z.array(AgendaProposal),
}).meta({ id: 'MeetingDetails' })
export type MeetingDetails = z.infer<typeof MeetingDetails>

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
    record: z.string().trim().max(20_000).nullish(),
    /** All roles of the meeting: those left out are nobody's. */
    roles: z
      .array(z.strictObject({ role: z.enum(MEETING_ROLES), personId: z.uuid() }))
      .max(MEETING_ROLES.length)
      .optional(),
    /** Everything that is provided: what is left out is no longer. */
    accessibility: z
      .array(z.strictObject({ measure: AccessibilityMeasure, detail: text.max(1000).nullish() }))
      .max(AccessibilityMeasure.options.length)
      .optional(),
    /** All decisions of bodies that it took or prepared. */
    decisionIds: z.array(z.uuid()).max(50).optional(),
    /** Codes of all partners present: those left out were absent. */
    attendedBy: z.array(Code).max(500).optional(),
    /** All funders who read this meeting: those left out read it no longer. */
    invited: z.array(z.uuid()).max(50).optional(),
    recordIsShared: z.boolean().optional(),
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
          links: z.array(AgendaLinkInput).max(MOST_LINKS).optional(),
        }),
      )
      .max(60)
      .optional(),
  })
  .meta({ id: 'MeetingInput' })
export type MeetingInput = z.infer<typeof MeetingInput>
export const MeetingChange = MeetingInput.partial().meta({ id: 'MeetingChange' })
export type MeetingChange = z.infer<typeof MeetingChange>

export const Audience = z.enum(AUDIENCES).meta({ id: 'Audience' })

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
    /** For the backbone: by how many organisations of its audience it was opened until yesterday; never by whom (S40). */
    readership: z.strictObject({ kind: z.enum(['fewer', 'exact', 'at_least']), readers: z.int(), audience: z.int() }).nullable(),
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

/** Whom a meeting may name. */
export const MeetingChoices = z
  .strictObject({
    people: z.array(z.strictObject({ personId: z.uuid(), name: z.string(), partnerCode: nullable })),
    /** People who wear a funder's hat today. */
    funders: z.array(z.strictObject({ personId: z.uuid(), name: z.string() })),
    /** What a point may be about: what the asker may read. */
    targets: z.array(AgendaLink),
    roles: z.array(
      z.strictObject({ role: z.enum(MEETING_ROLES), proposals: z.array(z.strictObject({ personId: z.uuid(), name: z.string(), lastAt: nullable })) }),
    ),
  })
  .meta({ id: 'MeetingChoices' })
export type MeetingChoices = z.infer<typeof MeetingChoices>

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
  read: route({
    id: 'meetings.read',
    method: 'GET',
    path: `${base}/meetings/:meetingId`,
    summary: 'One meeting',
    params: meetingParams,
    response: MeetingDetails,
  }),
  create: route({
    id: 'meetings.create',
    method: 'POST',
    path: `${base}/meetings`,
    summary: 'Plan or record a meeting',
    params: initiativeParams,
    body: MeetingInput,
    status: 201,
    response: MeetingDetails,
  }),
  change: route({
    id: 'meetings.change',
    method: 'PATCH',
    path: `${base}/meetings/:meetingId`,
    summary: 'Change a meeting (If-Match)',
    params: meetingParams,
    body: MeetingChange,
    response: MeetingDetails,
  }),
  shareAgenda: route({
    id: 'meetings.shareAgenda',
    method: 'POST',
    path: `${base}/meetings/:meetingId/agenda`,
    summary: 'Record that the agenda was shared, now or at a given moment (If-Match); refused while a decision lacks its expected outcome (S33, S34)',
    params: meetingParams,
    body: z.strictObject({ sharedOn: z.iso.date().nullish(), sharedTime: clock.nullish(), anyway: z.boolean().default(false) }),
    response: MeetingDetails,
  }),
  close: route({
    id: 'meetings.close',
    method: 'POST',
    path: `${base}/meetings/:meetingId/closing`,
    summary: 'Close a meeting that was held (If-Match); refused without an action or the word that nothing follows (S37)',
    params: meetingParams,
    body: z.strictObject({ withoutFollowUp: z.boolean().default(false) }),
    response: MeetingDetails,
  }),
  replaceByUpdate: route({
    id: 'meetings.replaceByUpdate',
    method: 'POST',
    path: `${base}/meetings/:meetingId/replacement`,
    summary: 'Write an update instead of a coming meeting (If-Match): its agenda becomes a draft, the meeting is skipped with its reason (S39)',
    params: meetingParams,
    body: z.strictObject({ reason: text.min(1).max(500) }),
    status: 201,
    response: z.strictObject({ updateId: z.uuid() }),
  }),
  choices: route({
    id: 'meetings.choices',
    method: 'GET',
    path: `${base}/meeting-choices`,
    summary: 'People of the circle for the roles of a meeting, those who held each one longest ago first (S35)',
    params: initiativeParams,
    response: MeetingChoices,
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
  keepReadings: route({
    id: 'meetings.keepReadings',
    method: 'POST',
    path: `${base}/updates/readings`,
    summary: 'Keep that my organisation opened the updates of my hat: as a number, never who',
    params: initiativeParams,
    response: z.strictObject({ kept: z.literal(true) }),
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
