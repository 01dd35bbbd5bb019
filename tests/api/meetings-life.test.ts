import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessibilityRequest, ActionItem } from '#shared/meetings/action-contract.ts'
import type { Meeting, MeetingChoices, MeetingDetails, UpdatePost } from '#shared/meetings/contract.ts'
import { FOUR_BLOCKS } from '#shared/meetings/template.ts'
import type { CalendarFeed, MeetingSeries } from '#shared/meetings/series-contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

/** The clock of these initiatives stands at 2026-10-15 09:00 in Montréal. */
let world: World
let all: Coalition
beforeAll(async () => {
  world = await openWorld()
  all = await buildCoalition(world, 'informal')
})
afterAll(() => world.close())

type Refusal = { code: string; errors?: { pointer: string }[] }
const path = (rest: string) => all.here.path(rest)
const plan = async (body: object = {}) => {
  const answer = await all.staff.ask<MeetingDetails>('POST', path('/meetings'), {
    body: { titleFr: 'Comité directeur', startsOn: '2026-10-13', startsTime: '09:00', ...body },
  })
  expect(answer.status).toBe(201)
  return answer.body
}
const change = (meeting: Meeting, body: object) =>
  all.staff.ask<MeetingDetails & Refusal>('PATCH', path(`/meetings/${meeting.id}`), { body, headers: match(meeting.version) })
const days = async (from = '2026-01-01') =>
  (await all.viewer.get<{ items: Meeting[] }>(path('/meetings'), { from })).body.items.map(({ startsOn, startsTime, startsAt }) => [
    startsOn,
    startsTime,
    startsAt,
  ])

describe('series (S32)', () => {
  it('S32 a monthly series keeps 09:00 over both changes of clock, in the initiative’s time zone', async () => {
    for (const [timeZone, hours] of [
      ['America/Montreal', ['14', '14', '13', '13']],
      ['Africa/Bamako', ['09', '09', '09', '09']],
    ] as const) {
      all = await buildCoalition(world)
      await world.maintain(all.here.id, (client) => client.query('update app.initiatives set time_zone = $2 where id = $1', [all.here.id, timeZone]))
      const { status, body } = await all.staff.ask<MeetingSeries>('POST', path('/meeting-series'), {
        body: { titleFr: 'Comité', rule: 'FREQ=MONTHLY;BYDAY=2TU', startsOn: '2026-10-13', startsTime: '09:00', until: '2027-06-30' },
      })
      expect([status, body.coming + body.held, body.plannedUntil]).toEqual([201, 9, '2027-06-08'])
      const told = await days()
      expect(new Set(told.map(([, time]) => time))).toEqual(new Set(['09:00']))
      expect(told.map(([day]) => day)).toContain('2026-11-10')
      const at = new Map(told.map(([day, , instant]) => [day, instant?.slice(11, 13)]))
      expect(['2026-11-10', '2027-02-09', '2027-04-13', '2027-06-08'].map((day) => at.get(day))).toEqual(hours)
    }
  })

  it('S32 a skipped meeting says why; ended, a series skips what was to come with its reason, and plans nothing more', async () => {
    all = await buildCoalition(world)
    const { body: series } = await all.staff.ask<MeetingSeries>('POST', path('/meeting-series'), {
      body: { titleFr: 'Comité', rule: 'FREQ=MONTHLY;BYDAY=2TU', startsOn: '2026-11-10', startsTime: '09:00', until: '2027-01-31' },
    })
    const { items } = (await all.staff.get<{ items: Meeting[] }>(path('/meetings'))).body
    const last = items[0] as Meeting
    const silent = await change(last, { held: false })
    expect([silent.status, silent.body.errors?.[0]?.pointer]).toEqual([400, '/notHeldReason'])
    expect((await change(last, { held: false, notHeldReason: 'Congé' })).body).toMatchObject({ state: 'skipped', notHeldReason: 'Congé', seriesId: series.id })
    const send = (body: object, version: number, by: Asker = all.staff) =>
      by.ask<MeetingSeries & Refusal>('PATCH', path(`/meeting-series/${series.id}`), { body, headers: match(version) })
    expect((await send({ until: '2027-03-31' }, 1)).body).toMatchObject({ coming: 4, skipped: 1, plannedUntil: '2027-03-09', version: 2 })
    expect((await send({ until: '2027-03-10' }, 2)).body.code).toBe('series_empty')
    expect((await send({ until: '2027-06-10' }, 1)).status).toBe(412)
    expect((await send({ ended: { reason: 'Fusion' } }, 2, all.contributor)).status).toBe(404)
    expect((await send({ ended: { reason: 'Fusion' } }, 2)).body).toMatchObject({ coming: 0, skipped: 5, endedOn: '2026-10-15' })
    expect((await send({ until: '2027-12-31' }, 3)).body.code).toBe('series_empty')
    const after = (await all.viewer.get<{ items: Meeting[] }>(path('/meetings'))).body.items
    expect(new Set(after.map(({ notHeldReason }) => notHeldReason))).toEqual(new Set(['Congé', 'Fusion']))
    const wrong = await all.staff.ask<Refusal>('POST', path('/meeting-series'), {
      body: { titleFr: 'X', rule: 'FREQ=HOURLY', startsOn: '2026-11-10', startsTime: '09:00' },
    })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'series_rule_invalid'])
  })
})

describe('the agenda (S33, S34, S38, S39)', () => {
  it('S33 shared 47 h 59 min before is late, exactly 48 h is on time, over both changes of clock and in Bamako; a year tells the share', async () => {
    for (const [timeZone, startsOn, sharedOn] of [
      ['America/Montreal', '2025-11-03', '2025-11-01'],
      ['America/Montreal', '2026-03-09', '2026-03-07'],
      ['Africa/Bamako', '2026-03-09', '2026-03-07'],
    ] as const) {
      all = await buildCoalition(world)
      await world.maintain(all.here.id, (client) => client.query('update app.initiatives set time_zone = $2 where id = $1', [all.here.id, timeZone]))
      // 48 hours that pass are an hour more or less on the wall when the clock changed in between.
      const wall = timeZone === 'Africa/Bamako' ? '09' : startsOn.startsWith('2025') ? '10' : '08'
      const shared = []
      for (const minute of ['00', '01']) {
        const meeting = await plan({ startsOn })
        const { body } = await all.staff.ask<Meeting>('POST', path(`/meetings/${meeting.id}/agenda`), {
          body: { sharedOn, sharedTime: `${wall}:${minute}` },
          headers: match(meeting.version),
        })
        shared.push(body.agendaOnTime)
      }
      expect([timeZone, startsOn, ...shared]).toEqual([timeZone, startsOn, true, false])
      const { body: facts } = await all.viewer.get<{ communication: { meetings: object } }>(path('/conditions'))
      expect(facts.communication.meetings).toMatchObject({ held: 2, agendasOnTime: 1, agendasLate: 1 })
    }
  })

  it('S34 an agenda is not shared while a decision lacks its expected outcome; after the meeting each item says what was reached', async () => {
    all = await buildCoalition(world)
    const meeting = await plan({ startsOn: '2026-11-10', items: [{ title: 'Fonds', kind: 'decision', minutes: 20, presenter: 'Camille' }] })
    const share = (version: number) =>
      all.staff.ask<MeetingDetails & Refusal>('POST', path(`/meetings/${meeting.id}/agenda`), { body: {}, headers: match(version) })
    expect((await share(1)).body.code).toBe('outcome_missing')
    const { body: ready } = await change(meeting, { items: [{ title: 'Fonds', kind: 'decision', expectedOutcome: 'Un montant', outcomeReached: 'partly' }] })
    expect((await share(ready.version)).body).toMatchObject({ agendaOnTime: true, items: [{ expectedOutcome: 'Un montant', outcomeReached: 'partly' }] })
  })

  it('S38 a meeting from the template totals 65 to 75 minutes; twenty more show the new total and what overruns', async () => {
    const items = FOUR_BLOCKS.map(({ block, kind, minutes }) => ({ title: block, kind, minutes }))
    const meeting = await plan({ minutes: 75, items })
    expect(meeting.agendaMinutes).toBeGreaterThanOrEqual(65)
    expect(meeting.agendaMinutes).toBeLessThanOrEqual(75)
    expect(meeting.overrunMinutes).toBe(0)
    const { body } = await change(meeting, { items: [...items, { title: 'Divers', kind: 'discussion', minutes: 20 }] })
    expect([body.agendaMinutes, body.overrunMinutes]).toEqual([(meeting.agendaMinutes ?? 0) + 20, (meeting.agendaMinutes ?? 0) + 20 - 75])
  })

  it('S39 an agenda that only informs suggests an update, a decision takes the suggestion away; the update replaces the meeting', async () => {
    all = await buildCoalition(world)
    const news = { title: 'Nouvelles du fonds', kind: 'information' }
    const meeting = await plan({ startsOn: '2026-10-18', items: [news] })
    expect(meeting.suggestsUpdate).toBe(true)
    expect((await plan({ startsOn: '2026-10-19', items: [news] })).suggestsUpdate).toBe(false)
    const { body: decided } = await change(meeting, { items: [news, { title: 'Fonds', kind: 'decision' }] })
    expect(decided.suggestsUpdate).toBe(false)
    const replace = (body: object, version: number, by: Asker = all.staff) =>
      by.ask<{ updateId: string } & Refusal>('POST', path(`/meetings/${meeting.id}/replacement`), { body, headers: match(version) })
    expect((await replace({ reason: 'Rien à décider' }, 2, all.contributor)).status).toBe(404)
    const { body } = await replace({ reason: 'Rien à décider' }, 2)
    const drafts = (await all.staff.get<{ items: UpdatePost[] }>(path('/updates'))).body.items
    expect(drafts.find(({ id }) => id === body.updateId)).toMatchObject({ publishedOn: null, bodyFr: '– Nouvelles du fonds\n– Fonds' })
    expect((await all.viewer.get<{ items: UpdatePost[] }>(path('/updates'))).body.items).toEqual([])
    expect((await all.viewer.get<Meeting>(path(`/meetings/${meeting.id}`))).body).toMatchObject({ state: 'skipped', notHeldReason: 'Rien à décider' })
    expect((await replace({ reason: 'Encore' }, 3)).body.code).toBe('meeting_not_coming')
  })
})

describe('who holds which role (S35)', () => {
  it('S35 the same facilitator three times running is noticed; proposals are in order of the last date, those who never held it first', async () => {
    all = await buildCoalition(world)
    const choices = async () => (await all.staff.get<MeetingChoices>(path('/meeting-choices'))).body
    const { people } = await choices()
    const [camille, dominique] = ['Camille', 'Dominique'].map((name) => people.find((one) => one.name === name)?.personId ?? '')
    const meetings = []
    for (const [startsOn, personId] of [
      ['2026-06-09', dominique],
      ['2026-07-14', camille],
      ['2026-08-11', camille],
      ['2026-09-08', camille],
    ])
      meetings.push(await plan({ startsOn, roles: [{ role: 'facilitator', personId }] }))
    expect(meetings.map(({ roles }) => roles[0]?.timesRunning)).toEqual([1, 1, 2, 3])
    const proposals = (await choices()).roles.find(({ role }) => role === 'facilitator')?.proposals ?? []
    expect(proposals.slice(-2).map(({ name }) => name)).toEqual(['Dominique', 'Camille'])
    expect(proposals.slice(0, -2).every(({ lastAt }) => lastAt === null)).toBe(true)
    expect(proposals).toHaveLength(people.length)
    expect(people.some(({ name }) => name === 'Funder')).toBe(false)
    const stranger = await change(meetings[0] as Meeting, { roles: [{ role: 'timekeeper', personId: '00000000-0000-4000-8000-000000000000' }] })
    expect([stranger.status, stranger.body.code]).toEqual([422, 'unknown_reference'])
  })
})

describe('accessibility (S36)', () => {
  it('S36 a request shows who asked to the backbone alone; the meeting lists what is provided, and the conditions count it', async () => {
    all = await buildCoalition(world)
    const here = all.here.slug
    const need = plantCanary('need', (hat) => hat.initiativeSlug === here && (hat.role === 'backbone' || hat.role === 'partner_viewer'))
    const meeting = await plan()
    const requests = path(`/meetings/${meeting.id}/accessibility-requests`)
    const asked = await all.viewer.ask<AccessibilityRequest & Refusal>('POST', requests, { body: { measure: 'childcare', detail: need } })
    expect([asked.status, asked.body.abilities.withdraw]).toEqual([201, true])
    expect((await all.viewer.ask<Refusal>('POST', requests, { body: { measure: 'childcare' } })).body.code).toBe('already_exists')
    const seen = async (by: Asker) =>
      (await by.get<{ items: AccessibilityRequest[] }>(requests)).body.items.map(({ measure, detail, isProvided }) => [measure, detail, isProvided])
    expect(await seen(all.staff)).toEqual([['childcare', need, false]])
    expect(await seen(all.viewer)).toEqual([['childcare', need, false]])
    expect(await seen(all.contributor)).toEqual([])
    expect((await all.funder.get(requests)).status).toBe(404)
    const { body } = await change(meeting, { accessibility: [{ measure: 'childcare', detail: 'Sur place, dès 8 h 30' }, { measure: 'interpretation' }] })
    expect(body.accessibility).toEqual([
      { measure: 'childcare', detail: 'Sur place, dès 8 h 30' },
      { measure: 'interpretation', detail: null },
    ])
    expect(await seen(all.staff)).toEqual([['childcare', need, true]])
    const invitation = await all.contributor.get<MeetingDetails>(path(`/meetings/${meeting.id}`))
    expect(invitation.body.accessibility.map(({ measure }) => measure)).toEqual(['childcare', 'interpretation'])
    expect(JSON.stringify(invitation.body)).not.toContain(need)
    const { body: facts } = await all.viewer.get<{ communication: { meetings: object } }>(path('/conditions'))
    expect(facts.communication.meetings).toMatchObject({ held: 1, accessible: 1 })
    const own = path(`/accessibility-requests/${asked.body.id}`)
    for (const by of [all.contributor, all.staff]) expect((await by.ask('DELETE', own)).status).toBe(404)
    expect((await all.viewer.ask('DELETE', own)).status).toBe(204)
    expect(await seen(all.staff)).toEqual([])
  })
})

describe('actions and closing (S37)', () => {
  it('S37 closing is refused without an action or the word that nothing follows; an action has its owner and its day', async () => {
    for (const form of ['formal', 'informal'] as const) {
      all = await buildCoalition(world, form)
      const meeting = await plan()
      const close = (version: number, body: object = {}, id = meeting.id) =>
        all.staff.ask<MeetingDetails & Refusal>('POST', path(`/meetings/${id}/closing`), { body, headers: match(version) })
      expect((await close(1)).body.code).toBe('follow_up_missing')
      const add = (body: object) =>
        all.staff.ask<ActionItem & Refusal>('POST', path(`/meetings/${meeting.id}/action-items`), { body: { text: 'Appeler', ...body } })
      const nobody = await add({ dueOn: '2026-11-01' })
      expect([nobody.status, nobody.body.errors?.[0]?.pointer]).toEqual([400, '/partnerCode'])
      expect((await add({ partnerCode: 'P2' })).status).toBe(400)
      expect((await add({ dueOn: '2026-10-01', partnerCode: 'P2' })).body).toMatchObject({
        partnerCode: 'P2',
        personId: null,
        dueOn: '2026-10-01',
        isLate: true,
      })
      const closed = await close(1)
      expect([closed.status, closed.body.withoutFollowUp, closed.body.actions.length, closed.body.abilities.close]).toEqual([200, false, 1, false])
      expect((await close(2)).body.code).toBe('meeting_closed')
      const quiet = await plan()
      expect((await close(1, { withoutFollowUp: true }, quiet.id)).body).toMatchObject({ withoutFollowUp: true, closedAt: '2026-10-15T13:00:00.000Z' })
      expect((await close(1, { withoutFollowUp: true }, (await plan({ startsOn: '2026-11-10' })).id)).body.code).toBe('meeting_not_held')
    }
  })

  it('S37 a person brings the partner of their hat; its owner says what became of an action, and nothing else', async () => {
    all = await buildCoalition(world)
    const meeting = await plan({ record: 'On a parlé du fonds.' })
    const { people } = (await all.staff.get<MeetingChoices>(path('/meeting-choices'))).body
    const owner = people.find(({ partnerCode }) => partnerCode === 'P2')
    const { body: action } = await all.staff.ask<ActionItem>('POST', path(`/meetings/${meeting.id}/action-items`), {
      body: { text: 'Appeler la ville', personId: owner?.personId, dueOn: '2026-11-01' },
    })
    expect(action).toMatchObject({ personName: owner?.name, partnerCode: 'P2', state: 'open', isLate: false })
    const send = (body: object, version: number, by: Asker) =>
      by.ask<ActionItem>('PATCH', path(`/action-items/${action.id}`), { body, headers: match(version) })
    const elsewhere = await all.here.person({ role: 'partner_contributor', partner: 'P1' })
    expect((await send({ state: 'done' }, 1, elsewhere)).status).toBe(403)
    expect((await send({ state: 'done' }, 1, all.viewer)).status).toBe(404)
    expect((await send({ dueOn: '2027-01-01' }, 1, all.contributor)).status).toBe(403)
    expect((await send({ state: 'done' }, 1, all.contributor)).body).toMatchObject({ state: 'done', settledOn: '2026-10-15', version: 2 })
    expect((await send({ state: 'open', partnerCode: 'P3' }, 2, all.staff)).body).toMatchObject({
      state: 'open',
      settledOn: null,
      partnerCode: 'P3',
      personId: null,
    })
    const { items } = (await all.viewer.get<{ items: { text: string; meetingTitleFr: string }[] }>(path('/action-items'), { state: 'open' })).body
    expect(items).toMatchObject([{ text: 'Appeler la ville', meetingTitleFr: 'Comité directeur' }])
    expect((await all.funder.get(path('/action-items'))).status).toBe(404)
    expect((await all.viewer.get<MeetingDetails>(path(`/meetings/${meeting.id}`))).body.record).toBe('On a parlé du fonds.')
  })
})

describe('calendars', () => {
  const eventsOf = (file: string) => new ICAL.Component(ICAL.parse(file) as never[]).getAllSubcomponents('vevent').map((part) => new ICAL.Event(part))

  it('S32 a feed is read without a session by its address alone, tells title, time, place and link, and ends when it is revoked or its hat ends', async () => {
    all = await buildCoalition(world)
    const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
    const meeting = await plan({
      startsOn: soon,
      place: 'Salle 2',
      record: 'SECRET',
      decisionsFr: 'SECRET',
      minutes: 60,
      items: [{ title: 'SECRET', kind: 'information' }],
    })
    const feed = path('/calendar-feed')
    expect((await all.viewer.get<CalendarFeed>(feed)).body).toEqual({ madeAt: null, path: null })
    expect((await all.funder.ask('POST', feed, { body: {} })).status).toBe(404)
    const make = async () => (await all.viewer.ask<CalendarFeed>('POST', feed, { body: {} })).body.path ?? ''
    const first = await make()
    const read = async (address: string) => {
      const { statusCode, headers, body } = await world.app.inject({ method: 'GET', url: address })
      return { status: statusCode, type: headers['content-type'], body }
    }
    const told = await read(first)
    expect([told.status, told.type]).toEqual([200, 'text/calendar; charset=utf-8'])
    const [event] = eventsOf(told.body)
    expect([event?.summary, event?.location, event?.startDate.toJSDate().toISOString()]).toEqual(['Comité directeur', 'Salle 2', meeting.startsAt])
    expect(event?.component.getFirstPropertyValue('url')).toContain(`/i/${all.here.slug}/conditions/communication/meetings/${meeting.id}`)
    expect(told.body).not.toContain('SECRET')
    expect((await all.viewer.get<CalendarFeed>(feed)).body).toMatchObject({ madeAt: expect.any(String), path: null })
    const kept = await world.maintain(all.here.id, async (client) => JSON.stringify((await client.query('select * from app.calendar_feeds')).rows))
    expect(kept).not.toContain(first.split('/').at(-1))
    const second = await make()
    expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200])
    const elsewhere = await buildCoalition(world)
    expect((await read(second.replace(all.here.slug, elsewhere.here.slug))).status).toBe(404)
    await world.maintain(all.here.id, (client) =>
      client.query(`update app.role_assignments set starts_on = '2020-01-01', ends_on = '2020-12-31' where initiative_id = $1 and role = 'partner_viewer'`, [
        all.here.id,
      ]),
    )
    expect((await read(second)).status).toBe(404)
    const staffs = (await all.staff.ask<CalendarFeed>('POST', feed, { body: {} })).body.path ?? ''
    expect((await read(staffs)).status).toBe(200)
    expect((await all.staff.ask('DELETE', feed)).status).toBe(204)
    expect((await read(staffs)).status).toBe(404)
  })

  it('S32 one meeting as a file is read by another library; skipped, it is cancelled', async () => {
    all = await buildCoalition(world)
    const meeting = await plan({ startsOn: '2026-11-10', minutes: 75, held: false, notHeldReason: 'Tempête' })
    const { text: body } = await all.viewer.get(path(`/meetings/${meeting.id}/calendar.ics`))
    const [event] = eventsOf(body)
    expect([event?.duration.toSeconds(), event?.component.getFirstPropertyValue('status')]).toEqual([4500, 'CANCELLED'])
    expect((await all.funder.get(path(`/meetings/${meeting.id}/calendar.ics`))).status).toBe(404)
  })
})
