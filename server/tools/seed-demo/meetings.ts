import { randomUUID } from 'node:crypto'
import type { DemoContent, DemoMeetingDetails } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

const person = (name: string) => `${name}@demo.maillage.example`

/** What hangs on the meetings of a demo: series, agendas, roles, what was provided, what follows. Meetings and decisions are there already. */
export async function seedMeetings(seeding: Seeding, { meetings }: DemoContent): Promise<void> {
  for (const series of meetings.series) await seedSeries(seeding, series)
  for (const meeting of meetings.meetings) await seedDetails(seeding, meeting)
}

/** What points of agendas are about; notes are there already. */
export async function seedAgendaLinks(seeding: Seeding, { meetings }: DemoContent): Promise<void> {
  const { client, initiativeId } = seeding
  for (const meeting of meetings.meetings)
    for (const [index, { about = [] }] of (meeting.items ?? []).entries())
      for (const [number, link] of about.entries())
        await client.query(
          `insert into app.agenda_item_links (initiative_id, meeting_id, position, number, indicator_id, decision_id, activity_id, note_id, guard)
           select $1, $2, $3, $4, (select id from app.indicators where initiative_id = $1 and code = $5),
             (select id from app.decisions where initiative_id = $1 and title_fr = $6),
             (select id from app.activities where initiative_id = $1 and name_fr = $8), n.id, coalesce(n.guard, 'circle')
           from (values (1)) one left join app.learning_notes n on n.initiative_id = $1 and n.title = $7`,
          [initiativeId, await meetingOf(seeding, meeting.title_fr), index + 1, number + 1, link.indicator, link.decision, link.note, link.activity],
        )
}

async function meetingOf({ client, initiativeId }: Seeding, title: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>('select id from app.meetings where initiative_id = $1 and title_fr = $2', [initiativeId, title])
  if (rows[0] === undefined) throw new Error(`the demo names an unknown meeting: ${title}`)
  return rows[0].id
}

async function seedSeries(seeding: Seeding, { days, ...series }: DemoContent['meetings']['series'][number]): Promise<void> {
  const { client, initiativeId } = seeding
  const id = randomUUID()
  await insertRows(client, 'app.meeting_series', [{ initiative_id: initiativeId, id, ...series, planned_until: days.at(-1)?.day }])
  for (const { day, meeting, starts_at, not_held_reason } of days) {
    if (meeting === undefined)
      await insertRows(client, 'app.meetings', [
        {
          initiative_id: initiativeId,
          title_fr: series.title_fr,
          title_en: series.title_en,
          kind: series.kind,
          starts_at,
          minutes: series.minutes,
          place: series.place,
          held: not_held_reason === undefined,
          not_held_reason,
          series_id: id,
          series_day: day,
        },
      ])
    else
      await client.query('update app.meetings set series_id = $3, series_day = $4 where initiative_id = $1 and id = $2', [
        initiativeId,
        await meetingOf(seeding, meeting),
        id,
        day,
      ])
  }
}

async function seedDetails(seeding: Seeding, details: DemoMeetingDetails): Promise<void> {
  const { client, initiativeId, names } = seeding
  const meeting_id = await meetingOf(seeding, details.title_fr)
  const base = { initiative_id: initiativeId, meeting_id }
  // The example that an administrator founds has the meetings, and none of the demo's people.
  const personOf = (name: string) => names.find('person', person(name))
  await client.query(
    `update app.meetings set minutes = $3, place = $4, record = $5, without_follow_up = $6, closed_at = case when $7 then starts_at + interval '3 hours' end
     where initiative_id = $1 and id = $2`,
    [initiativeId, meeting_id, details.minutes, details.place, details.record, details.without_follow_up ?? false, details.closed ?? false],
  )
  await insertRows(
    client,
    'app.agenda_items',
    (details.items ?? []).map(({ title, kind, minutes, expected_outcome, presenter, outcome_reached }, index) => ({
      ...base,
      position: index + 1,
      title,
      kind,
      minutes,
      expected_outcome,
      presenter,
      outcome_reached,
    })),
  )
  await insertRows(
    client,
    'app.agenda_proposals',
    (details.proposals ?? []).flatMap(({ partner, person: name, ...proposal }) => {
      const person_id = personOf(name)
      return person_id === null ? [] : [{ ...base, ...proposal, partner_id: names.get('partner', partner), person_id }]
    }),
  )
  await insertRows(
    client,
    'app.meeting_roles',
    Object.entries(details.roles ?? {}).flatMap(([role, name]) => {
      const person_id = personOf(name)
      return person_id === null ? [] : [{ ...base, role, person_id }]
    }),
  )
  await insertRows(
    client,
    'app.accessibility_measures',
    Object.entries(details.accessibility ?? {}).map(([measure, detail]) => ({ ...base, measure, detail })),
  )
  await insertRows(
    client,
    'app.accessibility_requests',
    (details.requests ?? []).flatMap(({ person: name, measure, detail }) => {
      const person_id = personOf(name)
      const asked = { ...base, measure, detail, requester_id: names.get('user', person(name)), person_id, requested_on: '2026-10-12' }
      return person_id === null ? [] : [asked]
    }),
  )
  await insertRows(
    client,
    'app.action_items',
    (details.actions ?? []).map(({ text, person: name, partner, due_on, state, settled_on }) => ({
      ...base,
      text,
      person_id: name === undefined ? null : personOf(name),
      partner_id: partner === undefined ? null : names.get('partner', partner),
      due_on,
      state,
      settled_on,
    })),
  )
  await client.query(
    `insert into app.meeting_decisions (initiative_id, meeting_id, decision_id)
     select $1, $2, id from app.decisions where initiative_id = $1 and title_fr = any ($3)`,
    [initiativeId, meeting_id, details.decisions ?? []],
  )
}
