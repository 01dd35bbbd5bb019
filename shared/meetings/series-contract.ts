import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { clock, MeetingKind } from './contract.ts'

const nullable = z.string().nullable()
const text = z.string().trim()

/** Meetings that come back (S32). */
export const MeetingSeries = z
  .strictObject({
    id: z.uuid(),
    titleFr: z.string(),
    titleEn: nullable,
    kind: MeetingKind,
    /** RRULE of RFC 5545, on the initiative's clock. */
    rule: z.string(),
    startsOn: z.string(),
    startsTime: z.string(),
    minutes: z.int().nullable(),
    place: nullable,
    plannedUntil: z.string(),
    endedOn: nullable,
    /** Meetings of the series that took place and that did not, up to today. */
    held: z.int(),
    skipped: z.int(),
    coming: z.int(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'MeetingSeries' })
export type MeetingSeries = z.infer<typeof MeetingSeries>

export const MeetingSeriesInput = z
  .strictObject({
    titleFr: text.min(1).max(200),
    titleEn: text.max(200).nullish(),
    kind: MeetingKind.optional(),
    rule: text.min(1).max(300),
    startsOn: z.iso.date(),
    startsTime: clock,
    minutes: z.int().min(1).max(2000).nullish(),
    place: text.max(300).nullish(),
    /** Last day to plan for; a year from the first one when it is left out. */
    until: z.iso.date().nullish(),
  })
  .meta({ id: 'MeetingSeriesInput' })
export type MeetingSeriesInput = z.infer<typeof MeetingSeriesInput>

/** Plans further, or ends the series: its coming meetings are then skipped with this reason. */
export const MeetingSeriesChange = z
  .strictObject({ until: z.iso.date().optional(), ended: z.strictObject({ reason: text.min(1).max(500) }).optional() })
  .meta({ id: 'MeetingSeriesChange' })
export type MeetingSeriesChange = z.infer<typeof MeetingSeriesChange>

/** The address at which a calendar program reads meetings; it is told once, when it is made. */
export const CalendarFeed = z.strictObject({ madeAt: nullable, path: nullable }).meta({ id: 'CalendarFeed' })
export type CalendarFeed = z.infer<typeof CalendarFeed>

const base = '/api/v1/initiatives/:initiativeId'

export const seriesRoutes = {
  list: route({
    id: 'meetings.series',
    method: 'GET',
    path: `${base}/meeting-series`,
    summary: 'Meetings that come back, and how often they took place (S32)',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(MeetingSeries) }),
  }),
  create: route({
    id: 'meetings.addSeries',
    method: 'POST',
    path: `${base}/meeting-series`,
    summary: 'Plan meetings that come back, on the clock of the initiative (S32)',
    params: initiativeParams,
    body: MeetingSeriesInput,
    status: 201,
    response: MeetingSeries,
  }),
  change: route({
    id: 'meetings.changeSeries',
    method: 'PATCH',
    path: `${base}/meeting-series/:seriesId`,
    summary: 'Plan a series further, or end it with a reason (If-Match)',
    params: z.strictObject({ initiativeId: z.uuid(), seriesId: z.uuid() }),
    body: MeetingSeriesChange,
    response: MeetingSeries,
  }),
}

export const calendarRoutes = {
  meeting: route({
    id: 'meetings.calendarFile',
    method: 'GET',
    path: `${base}/meetings/:meetingId/calendar.ics`,
    summary: 'One meeting as an iCalendar file',
    params: z.strictObject({ initiativeId: z.uuid(), meetingId: z.uuid() }),
    response: z.string(),
  }),
  read: route({
    id: 'meetings.calendar',
    method: 'GET',
    path: `${base}/calendar-feed`,
    summary: 'Whether one’s own calendar address exists, and since when; never the address',
    params: initiativeParams,
    response: CalendarFeed,
  }),
  make: route({
    id: 'meetings.makeCalendar',
    method: 'POST',
    path: `${base}/calendar-feed`,
    summary: 'Make one’s own calendar address, told this once; a former one stops answering',
    params: initiativeParams,
    body: z.strictObject({}),
    status: 201,
    response: CalendarFeed,
    saidOnce: ['path'],
  }),
  revoke: route({
    id: 'meetings.revokeCalendar',
    method: 'DELETE',
    path: `${base}/calendar-feed`,
    summary: 'End one’s own calendar address',
    params: initiativeParams,
    status: 204,
    response: z.void(),
  }),
  feed: route({
    id: 'meetings.calendarFeed',
    method: 'GET',
    path: '/api/v1/calendars/:slug/links/:secret',
    summary: 'Meetings for a calendar program: title, time, place and link; the secret in the address is the permission',
    params: z.strictObject({ slug: z.string().max(100), secret: z.string().max(100) }),
    response: z.string(),
  }),
}
