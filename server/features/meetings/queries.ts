import { sql } from 'kysely'
import type { AgendaItem, MeetingInput } from '#shared/meetings/contract.ts'
import { blankToNull, blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** An instant from a day and a time on the clock of a place. */
const instant = (day: string, time: string, timeZone: string) => sql<Date>`(${`${day} ${time}`}::timestamp at time zone ${timeZone})`

/** The instant of a day and a time in a time zone, ISO. */
export async function instantOf(trx: Trx, day: string, time: string, timeZone: string): Promise<string> {
  const { at } = await trx.selectNoFrom(instant(day, time, timeZone).as('at')).executeTakeFirstOrThrow()
  return at.toISOString()
}

/** Meetings between two days of the initiative's clock, both included; newest first. `guest`: those to which this account is invited. */
export async function listMeetingRows(
  trx: Trx,
  initiativeId: string,
  timeZone: string,
  filter: { id?: string; from?: string | undefined; to?: string | undefined; guest?: string | undefined },
) {
  const localDay = sql<string>`(m.starts_at at time zone ${timeZone})::date`
  const rows = await trx
    .selectFrom('meetings as m')
    .select([
      'm.id',
      'm.title_fr as titleFr',
      'm.title_en as titleEn',
      'm.kind',
      'm.starts_at as startsAt',
      'm.minutes',
      'm.place',
      'm.agenda_shared_at as agendaSharedAt',
      'm.held',
      'm.not_held_reason as notHeldReason',
      'm.decisions_fr as decisionsFr',
      'm.decisions_en as decisionsEn',
      'm.series_id as seriesId',
      'm.record',
      'm.without_follow_up as withoutFollowUp',
      'm.closed_at as closedAt',
      'm.invited',
      'm.record_is_shared as recordIsShared',
      'm.version',
      sql<string>`to_char(m.starts_at at time zone ${timeZone}, 'YYYY-MM-DD')`.as('startsOn'),
      sql<string>`to_char(m.starts_at at time zone ${timeZone}, 'HH24:MI')`.as('startsTime'),
    ])
    .where('m.initiative_id', '=', initiativeId)
    .$if(filter.id !== undefined, (qb) => qb.where('m.id', '=', filter.id as string))
    .$if(filter.guest !== undefined, (qb) => qb.where(sql<boolean>`${filter.guest}::uuid = any(m.invited)`))
    .$if(filter.from !== undefined, (qb) => qb.where(localDay, '>=', filter.from as string))
    .$if(filter.to !== undefined, (qb) => qb.where(localDay, '<=', filter.to as string))
    .orderBy('m.starts_at', 'desc')
    .orderBy('m.id')
    .execute()
  return rows.map((row) => ({
    ...row,
    kind: row.kind as NonNullable<MeetingInput['kind']>,
    startsAt: row.startsAt.toISOString(),
    agendaSharedAt: row.agendaSharedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }))
}
export type MeetingRow = Awaited<ReturnType<typeof listMeetingRows>>[number]

/** Version of one meeting, locked. */
export function meetingForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx.selectFrom('meetings').select(['id', 'version']).where('initiative_id', '=', initiativeId).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Partners who were present, by meeting. */
export function listAttendances(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('attendances as a')
    .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'a.initiative_id').onRef('p.id', '=', 'a.partner_id'))
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['a.meeting_id as meetingId', 'p.code', 'o.name'])
    .where('a.initiative_id', '=', initiativeId)
    .orderBy('p.code')
    .execute()
}

/** Agenda items of every meeting, in order. */
export async function listAgendaItems(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('agenda_items')
    .select([
      'meeting_id as meetingId',
      'position',
      'title',
      'kind',
      'expected_outcome as expectedOutcome',
      'minutes',
      'presenter',
      'outcome_reached as outcomeReached',
    ])
    .where('initiative_id', '=', initiativeId)
    .orderBy('meeting_id')
    .orderBy('position')
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as AgendaItem['kind'], outcomeReached: row.outcomeReached as AgendaItem['outcomeReached'] }))
}

export interface MeetingColumns {
  titleFr?: string | undefined
  titleEn?: string | null | undefined
  kind?: MeetingInput['kind']
  minutes?: number | null | undefined
  place?: string | null | undefined
  held?: boolean | undefined
  notHeldReason?: string | null | undefined
  decisionsFr?: string | null | undefined
  decisionsEn?: string | null | undefined
  record?: string | null | undefined
  recordIsShared?: boolean | undefined
}

const columnsOf = (input: MeetingColumns) =>
  blanksToNull({
    title_fr: input.titleFr,
    title_en: input.titleEn,
    kind: input.kind,
    minutes: input.minutes,
    place: input.place,
    held: input.held,
    not_held_reason: input.notHeldReason,
    decisions_fr: input.decisionsFr,
    decisions_en: input.decisionsEn,
    record: input.record,
    record_is_shared: input.recordIsShared,
  })

export async function insertMeeting(
  trx: Trx,
  initiativeId: string,
  timeZone: string,
  input: MeetingColumns & { titleFr: string; startsOn: string; startsTime: string },
  series: { id: string; day: string } | null = null,
): Promise<string> {
  const { id } = await trx
    .insertInto('meetings')
    .values({
      ...columnsOf(input),
      title_fr: input.titleFr,
      initiative_id: initiativeId,
      starts_at: instant(input.startsOn, input.startsTime, timeZone),
      ...(series === null ? {} : { series_id: series.id, series_day: series.day }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateMeeting(
  trx: Trx,
  initiativeId: string,
  timeZone: string,
  id: string,
  input: MeetingColumns & { start?: { on: string; time: string }; agendaSharedAt?: string; closed?: { at: Date; withoutFollowUp: boolean } },
): Promise<void> {
  await trx
    .updateTable('meetings')
    .set({
      ...columnsOf(input),
      version: sql<number>`version + 1`,
      ...(input.start === undefined ? {} : { starts_at: instant(input.start.on, input.start.time, timeZone) }),
      ...(input.agendaSharedAt === undefined ? {} : { agenda_shared_at: new Date(input.agendaSharedAt) }),
      ...(input.closed === undefined ? {} : { closed_at: input.closed.at, without_follow_up: input.closed.withoutFollowUp }),
    })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Partners by code. */
export function listPartnerCodes(trx: Trx, initiativeId: string) {
  return trx.selectFrom('partners').select(['id', 'code']).where('initiative_id', '=', initiativeId).execute()
}

/** Those present become exactly these. */
export async function replaceAttendances(trx: Trx, initiativeId: string, meetingId: string, partnerIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('attendances').where('initiative_id', '=', initiativeId).where('meeting_id', '=', meetingId).execute()
  if (partnerIds.length === 0) return
  await trx
    .insertInto('attendances')
    .values(partnerIds.map((partner_id) => ({ initiative_id: initiativeId, meeting_id: meetingId, partner_id })))
    .execute()
}

/** Accounts of funders who read a meeting, as what hangs on it keeps them. */
export const invitedTo = (initiativeId: string, meetingId: string) =>
  sql<string[]>`(select m.invited from meetings m where m.initiative_id = ${initiativeId}::uuid and m.id = ${meetingId}::uuid)`

/** The agenda becomes exactly this. */
export async function replaceAgendaItems(trx: Trx, initiativeId: string, meetingId: string, items: NonNullable<MeetingInput['items']>): Promise<void> {
  await trx.deleteFrom('agenda_items').where('initiative_id', '=', initiativeId).where('meeting_id', '=', meetingId).execute()
  if (items.length === 0) return
  await trx
    .insertInto('agenda_items')
    .values(
      items.map((item, index) => ({
        initiative_id: initiativeId,
        meeting_id: meetingId,
        position: index + 1,
        title: item.title,
        kind: item.kind,
        expected_outcome: blankToNull(item.expectedOutcome) ?? null,
        minutes: item.minutes ?? null,
        presenter: blankToNull(item.presenter) ?? null,
        outcome_reached: item.outcomeReached ?? null,
        invited: invitedTo(initiativeId, meetingId),
      })),
    )
    .execute()
}
