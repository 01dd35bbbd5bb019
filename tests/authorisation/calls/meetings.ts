import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create, find, type Made } from './things.ts'

const SERIES = { rule: 'FREQ=MONTHLY;BYDAY=1TU', startsOn: '2026-11-03', startsTime: '09:00', until: '2026-12-31' }
const newMeeting = (stage: Stage, startsOn = '2026-11-03'): Promise<Made> =>
  create(stage, 'coordination', '/meetings', { titleFr: stage.unique(), startsOn, startsTime: '09:00' })
/** Of P02: the contributor's own, and not the one of the other contributor. */
const newAction = async (stage: Stage): Promise<Made> =>
  create(stage, 'coordination', `/meetings/${(await newMeeting(stage)).id}/action-items`, { text: stage.unique(), partnerCode: 'P02', dueOn: '2026-12-01' })
const newRequest = async (stage: Stage): Promise<{ meeting: Made; request: Made }> => {
  const meeting = await newMeeting(stage)
  return { meeting, request: await create(stage, 'contribution', `/meetings/${meeting.id}/accessibility-requests`, { measure: 'transport' }) }
}

/** Meetings, what follows them, series and calendars (domain 5, row 9), what people need in order to come (row 10). */
export const meetingCalls: Readonly<Record<string, MakeCall>> = {
  'meetings.list': () => ({}),
  'meetings.read': async (stage) => ({ params: { meetingId: (await find(stage, 'meetings', 'true')).id } }),
  'meetings.create': (stage) => ({ body: { titleFr: stage.unique(), startsOn: '2026-11-03', startsTime: '09:00' } }),
  'meetings.change': async (stage) => {
    const { id, version } = await newMeeting(stage)
    return { params: { meetingId: id }, headers: atVersion(version), body: { place: stage.unique() } }
  },
  'meetings.shareAgenda': async (stage) => {
    const { id, version } = await newMeeting(stage)
    return { params: { meetingId: id }, headers: atVersion(version), body: {} }
  },
  'meetings.close': async (stage) => {
    const { id, version } = await newMeeting(stage, '2026-09-01')
    return { params: { meetingId: id }, headers: atVersion(version), body: { withoutFollowUp: true } }
  },
  'meetings.replaceByUpdate': async (stage) => {
    const { id, version } = await newMeeting(stage)
    return { params: { meetingId: id }, headers: atVersion(version), body: { reason: 'Rien à décider' } }
  },
  'meetings.mentions': () => ({ query: { kind: 'indicator', key: 'SCREEN18' } }),
  'meetings.proposeItem': async (stage) => ({ params: { meetingId: (await newMeeting(stage)).id }, body: { title: stage.unique(), why: 'Essai' } }),
  'meetings.answerProposal': async (stage) => {
    const meeting = await newMeeting(stage)
    const { id, version } = await create(stage, 'contribution', `/meetings/${meeting.id}/agenda-proposals`, { title: stage.unique(), why: 'Essai' })
    return { params: { agendaProposalId: id }, headers: atVersion(version), body: { accepted: true } }
  },
  'meetings.choices': () => ({}),
  'meetings.actions': () => ({}),
  'meetings.addAction': async (stage) => ({
    params: { meetingId: (await newMeeting(stage)).id },
    body: { text: stage.unique(), partnerCode: 'P02', dueOn: '2026-12-01' },
  }),
  'meetings.changeAction': async (stage) => {
    const { id, version } = await newAction(stage)
    return { params: { actionItemId: id }, headers: atVersion(version), body: { state: 'done' } }
  },
  'meetings.changeAction#another_day': async (stage) => {
    const { id, version } = await newAction(stage)
    return { params: { actionItemId: id }, headers: atVersion(version), body: { dueOn: '2027-01-01' } }
  },
  'meetings.accessibilityRequests': async (stage) => ({ params: { meetingId: (await newRequest(stage)).meeting.id } }),
  'meetings.requestAccessibility': async (stage) => ({ params: { meetingId: (await newMeeting(stage)).id }, body: { measure: 'childcare' } }),
  'meetings.withdrawAccessibility': async (stage) => ({ params: { accessibilityRequestId: (await newRequest(stage)).request.id } }),
  'meetings.series': () => ({}),
  'meetings.addSeries': (stage) => ({ body: { ...SERIES, titleFr: stage.unique() } }),
  'meetings.changeSeries': async (stage) => {
    const { id, version } = await create(stage, 'coordination', '/meeting-series', { ...SERIES, titleFr: stage.unique() })
    return { params: { seriesId: id }, headers: atVersion(version), body: { until: '2027-06-30' } }
  },
  'meetings.calendarFile': async (stage) => ({ params: { meetingId: (await newMeeting(stage)).id } }),
  'meetings.calendar': () => ({}),
  'meetings.makeCalendar': () => ({ body: {} }),
  'meetings.revokeCalendar': () => ({}),
  'meetings.calendarFeed': async (stage) => {
    const { path } = await create<{ path: string }>(stage, 'contribution', '/calendar-feed', {})
    const [, , , , slug = '', , secret = ''] = path.split('/')
    return { params: { slug, secret } }
  },
}

/** What hangs on meetings in every state that a wall must keep: of two people, of two partners, of two accounts. */
export async function fillMeetings(stage: Stage, initiativeId: string): Promise<void> {
  await stage.rows(
    `
    with people as (select distinct n.id, n.user_id from app.persons n join app.role_assignments r on r.initiative_id = n.initiative_id and r.person_id = n.id
      where n.initiative_id = $1 and n.user_id is not null),
    series as (insert into app.meeting_series (initiative_id, title_fr, rule, starts_on, starts_time, planned_until)
      values ($1, 'Ailleurs', 'FREQ=MONTHLY', '2026-01-01', '09:00', '2026-12-01')),
    guests as (select array_agg(distinct r.user_id order by r.user_id) as accounts from app.role_assignments r where r.initiative_id = $1 and r.role = 'funder'),
    meeting as (insert into app.meetings (initiative_id, title_fr, starts_at, invited)
      select $1, 'Ailleurs', '2026-01-06T14:00:00Z', coalesce(accounts, '{}') from guests returning id, invited),
    points as (insert into app.agenda_items (initiative_id, meeting_id, position, title, invited) select $1, id, 1, 'Ailleurs', invited from meeting),
    about as (insert into app.agenda_item_links (initiative_id, meeting_id, position, number, invited, note_id, guard)
      select $1, m.id, 1, row_number() over (order by n.id), m.invited, n.id, n.guard from meeting m, app.learning_notes n where n.initiative_id = $1),
    proposed as (insert into app.agenda_proposals (initiative_id, meeting_id, partner_id, person_id, title, why, proposed_on)
      select $1, meeting.id, p.id, (select id from people order by id limit 1), 'Ailleurs', 'Essai', '2026-01-01' from meeting, app.partners p where p.initiative_id = $1),
    roles as (insert into app.meeting_roles (initiative_id, meeting_id, role, person_id)
      select $1, meeting.id, 'facilitator', (select id from people order by id limit 1) from meeting),
    requests as (insert into app.accessibility_requests (initiative_id, meeting_id, measure, requester_id, person_id, requested_on)
      select $1, meeting.id, 'transport', p.user_id, p.id, '2026-01-01' from meeting, people p),
    provided as (insert into app.accessibility_measures (initiative_id, meeting_id, measure) select $1, id, 'transport' from meeting),
    actions as (insert into app.action_items (initiative_id, meeting_id, text, partner_id, due_on)
      select $1, meeting.id, 'Ailleurs', p.id, '2026-02-01' from meeting, app.partners p where p.initiative_id = $1),
    body as (insert into app.governance_bodies (initiative_id, name_fr, valid_from) values ($1, 'Ailleurs', '2026-01-01') returning id),
    decision as (insert into app.decisions (initiative_id, body_id, title_fr, mode, asked_on) select $1, id, 'Ailleurs', 'consensus', '2026-01-01' from body returning id),
    linked as (insert into app.meeting_decisions (initiative_id, meeting_id, decision_id) select $1, meeting.id, decision.id from meeting, decision)
    insert into app.calendar_feeds (initiative_id, owner_id, secret_hash, made_at) select $1, user_id, user_id::text, now() from (select distinct user_id from people) p
    on conflict do nothing`,
    [],
    initiativeId,
  )
}
