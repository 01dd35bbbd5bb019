import { agendaOnTime, agendaShareBy, decisionsWithoutOutcome, isForAnUpdate, meetingState } from '#shared/meetings/agenda-time.ts'
import type { Meeting, MeetingChange, MeetingDetails, MeetingInput, UpdatePost, UpdatePostChange, UpdatePostInput } from '#shared/meetings/contract.ts'
import { MEETING_ROLES, timesRunning } from '#shared/meetings/roles.ts'
import { agendaMinutes, overrunMinutes } from '#shared/meetings/template.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { momentOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { listActions } from './actions-service.ts'
import { peopleOfAccounts } from './invitations-queries.ts'
import { linksFor } from './links-service.ts'
import { saveParts } from './parts.ts'
import { listDecisionsOf, listHeldRoles, listMeasures } from './parts-queries.ts'
import { listProposals } from './proposals-service.ts'
import { insertMeeting, instantOf, listAgendaItems, listAttendances, listMeetingRows, meetingForUpdate, updateMeeting, type MeetingRow } from './queries.ts'
import { withReadership } from './readings.ts'
import { insertUpdatePost, listUpdateRows, updatePostForUpdate, updateUpdatePost } from './updates-queries.ts'

const isBackbone = (actor: Actor) => actor.role === 'backbone'

/** What of the rows a hat may read: the circle all of them, a funder those to which this account is invited (row 9). */
const asReader = (actor: Actor) => (actor.role === 'funder' ? { guest: actor.userId } : {})

/** Meetings for the hat, newest first, between two days when they are given. */
export async function listMeetings(
  trx: Trx,
  actor: Actor,
  now: Date,
  filter: { id?: string; from?: string | undefined; to?: string | undefined } = {},
): Promise<Meeting[]> {
  const { id: initiativeId, timeZone } = actor.initiative
  return toMeetings(trx, actor, now, await listMeetingRows(trx, initiativeId, timeZone, { ...filter, ...asReader(actor) }))
}

async function toMeetings(trx: Trx, actor: Actor, now: Date, rows: readonly MeetingRow[]): Promise<Meeting[]> {
  const initiativeId = actor.initiative.id
  const attendances = await listAttendances(trx, initiativeId)
  const items = await listAgendaItems(trx, initiativeId)
  const measures = await listMeasures(trx, initiativeId)
  const linksOf = await linksFor(trx, actor, rows.length === 1 ? rows[0]?.id : undefined)
  const moment = momentOf(actor, now).toISOString()
  const isGuest = actor.role === 'funder'
  return rows.map(({ held, record: _record, invited: _invited, ...row }) => {
    const state = meetingState({ startsAt: row.startsAt, held }, moment)
    // A guest reads an agenda that was shared, and what was decided where the minutes are.
    const agenda =
      isGuest && row.agendaSharedAt === null
        ? []
        : items.filter((item) => item.meetingId === row.id).map(({ meetingId, position, ...item }) => ({ ...item, links: linksOf(meetingId, position) }))
    const told = isGuest && !row.recordIsShared ? { decisionsFr: null, decisionsEn: null } : {}
    const planned = agendaMinutes(agenda)
    return {
      ...row,
      ...told,
      agendaOnTime: agendaOnTime(row.startsAt, row.agendaSharedAt),
      agendaShareBy: agendaShareBy(row.startsAt),
      state,
      agendaMinutes: planned,
      overrunMinutes: overrunMinutes(row, planned),
      suggestsUpdate: !isGuest && state === 'coming' && isForAnUpdate({ ...row, items: agenda }, moment),
      accessibility: measures.filter((one) => one.meetingId === row.id).map(({ measure, detail }) => ({ measure, detail })),
      attendedBy: attendances.filter((one) => one.meetingId === row.id).map(({ code, name }) => ({ code, name })),
      items: agenda,
      abilities: {
        edit: isBackbone(actor),
        anyway: isBackbone(actor) && actor.initiative.form === 'informal',
        close: isBackbone(actor) && state === 'held' && row.closedAt === null,
        propose: actor.role === 'partner_contributor' && state === 'coming',
      },
    }
  })
}

/** @throws not_found */
export async function readMeeting(trx: Trx, actor: Actor, id: string, now: Date): Promise<MeetingDetails> {
  const { id: initiativeId, timeZone } = actor.initiative
  const rows = await listMeetingRows(trx, initiativeId, timeZone, { id, ...asReader(actor) })
  const [meeting] = await toMeetings(trx, actor, now, rows)
  if (meeting === undefined) throw problem('not_found')
  const held = await listHeldRoles(trx, initiativeId)
  const isGuest = actor.role === 'funder'
  return {
    ...meeting,
    record: isGuest && !meeting.recordIsShared ? null : (rows[0]?.record ?? null),
    roles: held
      .filter((one) => one.meetingId === id)
      .sort((a, b) => MEETING_ROLES.indexOf(a.role) - MEETING_ROLES.indexOf(b.role))
      .map(({ role, personId, name }) => ({ role, personId, name, timesRunning: timesRunning(role, personId, meeting.startsAt, held) })),
    decisions: await listDecisionsOf(trx, initiativeId, id),
    invited: isGuest ? [] : (await peopleOfAccounts(trx, initiativeId, rows[0]?.invited ?? [])).map(({ personId, name }) => ({ personId, name })),
    proposals: await listProposals(trx, actor, { meetingId: id }),
    actions: (await listActions(trx, actor, { meetingId: id })).map(({ meetingTitleFr: _fr, meetingTitleEn: _en, ...action }) => action),
  }
}

/** A meeting that does not take place says why (S32). */
function requireReason(held: boolean | undefined, reason: string | null | undefined): void {
  if (held === false && (reason ?? '').trim() === '') throw problem('invalid_request', {}, [{ pointer: '/notHeldReason', code: 'required' }])
}

/** @throws unknown_reference, invalid_request (skipped without a reason) */
export async function addMeeting(trx: Trx, actor: Actor, input: MeetingInput, now: Date): Promise<MeetingDetails> {
  requireReason(input.held, input.notHeldReason)
  const id = await insertMeeting(trx, actor.initiative.id, actor.initiative.timeZone, input)
  await saveParts(trx, actor, id, input)
  await audit(trx, actor, { action: 'meeting.add', objectType: 'meeting', objectId: id }, now)
  return readMeeting(trx, actor, id, now)
}

/** @throws not_found, version_stale, unknown_reference, invalid_request (skipped without a reason) */
export async function changeMeeting(trx: Trx, actor: Actor, id: string, input: MeetingChange, expected: number, now: Date): Promise<MeetingDetails> {
  const row = await meetingForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  const before = await readMeeting(trx, actor, id, now)
  requireReason(input.held ?? before.state !== 'skipped', input.notHeldReason === undefined ? before.notHeldReason : input.notHeldReason)
  const moved = input.startsOn !== undefined || input.startsTime !== undefined
  await updateMeeting(trx, actor.initiative.id, actor.initiative.timeZone, id, {
    ...input,
    ...(moved ? { start: { on: input.startsOn ?? before.startsOn, time: input.startsTime ?? before.startsTime } } : {}),
  })
  await saveParts(trx, actor, id, input)
  await audit(trx, actor, { action: 'meeting.change', objectType: 'meeting', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readMeeting(trx, actor, id, now)
}

/**
 * Records when the agenda was shared: now, or a moment that has passed (S33). A decision without an
 * expected outcome refuses it in a formal initiative, and advises in an informal one (S34, D41).
 * @throws not_found, version_stale, outcome_missing, date_in_future, invalid_request (a day without its time)
 */
export async function shareAgenda(
  trx: Trx,
  actor: Actor,
  id: string,
  moment: { sharedOn?: string | null | undefined; sharedTime?: string | null | undefined; anyway: boolean },
  expected: number,
  now: Date,
): Promise<MeetingDetails> {
  const row = await meetingForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  const [on, time] = [moment.sharedOn ?? null, moment.sharedTime ?? null]
  if ((on === null) !== (time === null)) throw problem('invalid_request', {}, [{ pointer: on === null ? '/sharedOn' : '/sharedTime', code: 'required' }])
  const sharedAt = on === null || time === null ? momentOf(actor, now).toISOString() : await instantOf(trx, on, time, actor.initiative.timeZone)
  if (sharedAt > momentOf(actor, now).toISOString()) throw problem('date_in_future', {}, [{ pointer: '/sharedOn', code: 'date_in_future' }])
  const items = decisionsWithoutOutcome((await readMeeting(trx, actor, id, now)).items)
  if (items.length > 0 && !(moment.anyway && actor.initiative.form === 'informal')) throw problem('outcome_missing', { items })
  await updateMeeting(trx, actor.initiative.id, actor.initiative.timeZone, id, { agendaSharedAt: sharedAt })
  await audit(trx, actor, { action: 'meeting.share_agenda', objectType: 'meeting', objectId: id, details: { sharedAt } }, now)
  return readMeeting(trx, actor, id, now)
}

/** Updates for the hat: the backbone reads drafts too, the circle what is published, funders what is meant for them or for all (row 39). */
export async function listUpdates(trx: Trx, actor: Actor): Promise<UpdatePost[]> {
  const rows = (await listUpdateRows(trx, actor.initiative.id)).filter(
    (row) => isBackbone(actor) || (row.publishedOn !== null && row.publishedOn <= actor.today && (actor.role !== 'funder' || row.audience !== 'circle')),
  )
  return withReadership(
    trx,
    actor,
    rows.map((row) => ({ ...row, readership: null, abilities: { edit: isBackbone(actor) } })),
  )
}

async function readUpdate(trx: Trx, actor: Actor, id: string): Promise<UpdatePost> {
  return (await listUpdates(trx, actor)).find((one) => one.id === id) as UpdatePost
}

function requirePast(actor: Actor, publishedOn: string | null | undefined): void {
  if (typeof publishedOn === 'string' && publishedOn > actor.today) throw problem('date_in_future', {}, [{ pointer: '/publishedOn', code: 'date_in_future' }])
}

/** @throws date_in_future */
export async function addUpdate(trx: Trx, actor: Actor, input: UpdatePostInput, now: Date): Promise<UpdatePost> {
  requirePast(actor, input.publishedOn)
  const id = await insertUpdatePost(trx, actor.initiative.id, input)
  await audit(
    trx,
    actor,
    {
      action: 'update.add',
      objectType: 'update_post',
      objectId: id,
      details: { audience: input.audience ?? 'circle', publishedOn: input.publishedOn ?? null },
    },
    now,
  )
  return readUpdate(trx, actor, id)
}

/** @throws not_found, version_stale, date_in_future */
export async function changeUpdate(trx: Trx, actor: Actor, id: string, input: UpdatePostChange, expected: number, now: Date): Promise<UpdatePost> {
  const row = await updatePostForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  requirePast(actor, input.publishedOn)
  await updateUpdatePost(trx, actor.initiative.id, id, input)
  const action = row.publishedOn === null && typeof input.publishedOn === 'string' ? 'update.publish' : 'update.change'
  await audit(trx, actor, { action, objectType: 'update_post', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readUpdate(trx, actor, id)
}
