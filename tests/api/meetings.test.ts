import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Meeting, UpdatePost } from '#shared/meetings/contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const plan = async ({ here, staff }: Coalition, body: object = {}) => {
  const answer = await staff.ask<Meeting>('POST', here.path('/meetings'), {
    body: { titleFr: 'Comité directeur', startsOn: '2026-10-13', startsTime: '09:00', ...body },
  })
  expect(answer.status).toBe(201)
  return answer.body
}
const share = ({ here, staff }: Coalition, meeting: Meeting, body: object, by: Asker = staff) =>
  by.ask<Meeting & { code: string; params: object; errors: { pointer: string }[] }>('POST', here.path(`/meetings/${meeting.id}/agenda`), {
    body,
    headers: match(meeting.version),
  })

describe('meetings', () => {
  it('an hour is of the initiative’s clock: 09:00 stays 09:00 over the change to winter time (S32)', async () => {
    const all = await buildCoalition(world)
    const [summer, winter] = [await plan(all), await plan(all, { startsOn: '2026-11-10' })]
    expect([summer.startsAt, summer.startsTime]).toEqual(['2026-10-13T13:00:00.000Z', '09:00'])
    expect([winter.startsAt, winter.startsTime]).toEqual(['2026-11-10T14:00:00.000Z', '09:00'])
    expect([summer.state, winter.state]).toEqual(['held', 'coming'])
  })

  it('keeps who came and the agenda in its order; what a change leaves out of it is gone, the rest stays', async () => {
    const all = await buildCoalition(world)
    const meeting = await plan(all, {
      attendedBy: ['P3', 'P1', 'P3'],
      items: [
        { title: 'Nouvelles', kind: 'information', minutes: 10 },
        { title: 'Fonds', kind: 'decision', expectedOutcome: 'Un montant' },
      ],
    })
    expect(meeting.attendedBy).toEqual([
      { code: 'P1', name: 'Organisation P1' },
      { code: 'P3', name: 'Organisation P3' },
    ])
    expect(meeting.items.map(({ title, expectedOutcome, minutes }) => [title, expectedOutcome, minutes])).toEqual([
      ['Nouvelles', null, 10],
      ['Fonds', 'Un montant', null],
    ])
    const path = all.here.path(`/meetings/${meeting.id}`)
    const { body } = await all.staff.ask<Meeting>('PATCH', path, { body: { attendedBy: ['P2'], decisionsFr: '410 000 $' }, headers: match(1) })
    expect([body.attendedBy.map((one) => one.code), body.items.length, body.decisionsFr, body.version]).toEqual([['P2'], 2, '410 000 $', 2])
    const moved = await all.staff.ask<Meeting>('PATCH', path, { body: { startsTime: '13:30' }, headers: match(2) })
    expect([moved.body.startsOn, moved.body.startsTime]).toEqual(['2026-10-13', '13:30'])
    expect((await all.staff.ask('PATCH', path, { body: {} })).status).toBe(428)
    const stale = await all.staff.ask('PATCH', path, { body: { place: 'Ici' }, headers: match(1) })
    expect([stale.status, stale.body.code]).toEqual([412, 'version_stale'])
    const unknown = await all.staff.ask<{ code: string; errors: { pointer: string }[] }>('PATCH', path, { body: { attendedBy: ['P9'] }, headers: match(3) })
    expect([unknown.body.code, unknown.body.errors[0]?.pointer]).toEqual(['unknown_reference', '/attendedBy'])
  })

  it('a meeting that did not take place is skipped, with its reason', async () => {
    const all = await buildCoalition(world)
    const meeting = await plan(all, { held: false, notHeldReason: 'Tempête' })
    expect([meeting.state, meeting.notHeldReason]).toEqual(['skipped', 'Tempête'])
  })

  it('are listed newest first, between two days of the initiative', async () => {
    const all = await buildCoalition(world)
    for (const startsOn of ['2026-01-10', '2026-03-10', '2026-02-10']) await plan(all, { startsOn, startsTime: '23:30' })
    const days = async (query: Record<string, string> = {}) =>
      (await all.viewer.get<{ items: Meeting[] }>(all.here.path('/meetings'), query)).body.items.map((one) => one.startsOn)
    expect(await days()).toEqual(['2026-03-10', '2026-02-10', '2026-01-10'])
    expect(await days({ from: '2026-02-10', to: '2026-02-10' })).toEqual(['2026-02-10'])
  })
})

describe('sharing the agenda (S33, S34)', () => {
  it('exactly 48 hours before is on time, 47 h 59 is late', async () => {
    const all = await buildCoalition(world)
    for (const [sharedTime, onTime] of [
      ['08:59', true],
      ['09:00', true],
      ['09:01', false],
    ] as const) {
      const meeting = await plan(all)
      expect(meeting.agendaOnTime).toBeNull()
      const { body } = await share(all, meeting, { sharedOn: '2026-10-11', sharedTime })
      expect([sharedTime, body.agendaOnTime]).toEqual([sharedTime, onTime])
      expect(body.agendaShareBy).toBe('2026-10-11T13:00:00.000Z')
    }
  })

  it('without a moment it is shared now, on the clock of the initiative; the future is refused', async () => {
    const all = await buildCoalition(world)
    const meeting = await plan(all, { startsOn: '2026-10-17', startsTime: '09:00' })
    const { body } = await share(all, meeting, {})
    expect([body.agendaSharedAt, body.agendaOnTime]).toEqual(['2026-10-15T13:00:00.000Z', true])
    const later = await share(all, body, { sharedOn: '2026-10-15', sharedTime: '09:01' })
    expect([later.status, later.body.code]).toEqual([422, 'date_in_future'])
    const half = await share(all, body, { sharedOn: '2026-10-15' })
    expect([half.status, half.body.errors[0]?.pointer]).toEqual([400, '/sharedTime'])
  })

  it('is refused while a decision does not say which outcome is expected; advice in an informal initiative', async () => {
    for (const form of ['formal', 'informal'] as const) {
      const all = await buildCoalition(world, form)
      const meeting = await plan(all, {
        items: [
          { title: 'Transport', kind: 'decision' },
          { title: 'Nouvelles', kind: 'information' },
        ],
      })
      const refused = await share(all, meeting, {})
      expect([refused.status, refused.body.code, refused.body.params]).toEqual([422, 'outcome_missing', { items: ['Transport'] }])
      expect((await share(all, meeting, { anyway: true })).status).toBe(form === 'formal' ? 422 : 200)
    }
  })
})

describe('who reads and writes meetings (domain 5, row 9)', () => {
  it('the circle reads; funders, strangers and other initiatives find nothing', async () => {
    const all = await buildCoalition(world)
    const elsewhere = await buildCoalition(world)
    const title = plantCanary('meeting', (hat) => hat.initiativeSlug === all.here.slug && hat.role !== 'funder')
    const meeting = await plan(all, { titleFr: title })
    for (const path of ['/meetings', `/meetings/${meeting.id}`]) {
      for (const person of [all.lead, all.contributor, all.viewer]) expect((await person.get(all.here.path(path))).status).toBe(200)
      for (const person of [all.funder, elsewhere.lead]) expect((await person.get(all.here.path(path))).status).toBe(404)
      expect((await world.stranger.get(all.here.path(path))).status).toBe(401)
    }
    await all.funder.get(all.here.path('/conditions'))
    expect((await all.lead.get(all.here.path(`/meetings/${randomUUID()}`))).status).toBe(404)
  })

  it('only the backbone plans, changes and shares', async () => {
    const all = await buildCoalition(world)
    const meeting = await plan(all)
    for (const person of [all.contributor, all.viewer, all.funder]) {
      expect((await person.ask('POST', all.here.path('/meetings'), { body: { titleFr: 'X', startsOn: '2026-10-13', startsTime: '09:00' } })).status).toBe(404)
      expect((await person.ask('PATCH', all.here.path(`/meetings/${meeting.id}`), { body: { place: 'X' }, headers: match(1) })).status).toBe(404)
      expect((await share(all, meeting, {}, person)).status).toBe(404)
    }
  })
})

describe('updates by audience (S40; domain 5, row 39)', () => {
  it('the circle reads what is published, funders what is meant for them or for all, and drafts stay with the backbone', async () => {
    const all = await buildCoalition(world)
    const here = all.here.slug
    const draft = plantCanary('draft', (hat) => hat.initiativeSlug === here && hat.role === 'backbone')
    const circle = plantCanary('circle', (hat) => hat.initiativeSlug === here && hat.role !== 'funder')
    const write = (titleFr: string, rest: object) =>
      all.staff.ask<UpdatePost>('POST', all.here.path('/updates'), { body: { titleFr, bodyFr: 'Texte', ...rest } })
    await write(draft, { audience: 'public' })
    await write(circle, { publishedOn: '2026-10-01' })
    await write('bailleurs', { audience: 'funder', publishedOn: '2026-10-02' })
    await write('tout le monde', { audience: 'public', publishedOn: '2026-10-03' })
    const titles = async (person: Asker) => (await person.get<{ items: UpdatePost[] }>(all.here.path('/updates'))).body.items.map((one) => one.titleFr)
    expect(await titles(all.staff)).toEqual([draft, 'tout le monde', 'bailleurs', circle])
    expect(await titles(all.contributor)).toEqual(['tout le monde', 'bailleurs', circle])
    expect(await titles(all.viewer)).toEqual(['tout le monde', 'bailleurs', circle])
    expect(await titles(all.funder)).toEqual(['tout le monde', 'bailleurs'])
  })

  it('only the backbone writes; a change names its version; no update comes from the future', async () => {
    const all = await buildCoalition(world)
    const body = { titleFr: 'Nouvelles', bodyFr: 'Texte' }
    for (const person of [all.contributor, all.viewer, all.funder]) expect((await person.ask('POST', all.here.path('/updates'), { body })).status).toBe(404)
    const { body: update } = await all.staff.ask<UpdatePost>('POST', all.here.path('/updates'), { body })
    expect(update).toMatchObject({ audience: 'circle', publishedOn: null, version: 1 })
    const path = all.here.path(`/updates/${update.id}`)
    expect((await all.staff.ask('PATCH', path, { body: { publishedOn: '2026-10-16' }, headers: match(1) })).body.code).toBe('date_in_future')
    expect((await all.contributor.ask('PATCH', path, { body: {}, headers: match(1) })).status).toBe(404)
    expect((await all.staff.ask<UpdatePost>('PATCH', path, { body: { publishedOn: '2026-10-15', bodyEn: '' }, headers: match(1) })).body).toMatchObject({
      publishedOn: '2026-10-15',
      bodyFr: 'Texte',
      bodyEn: null,
      version: 2,
    })
    expect((await all.staff.ask('PATCH', path, { body: { audience: 'public' }, headers: match(1) })).status).toBe(412)
    expect((await all.staff.ask('PATCH', all.here.path(`/updates/${randomUUID()}`), { body: {}, headers: match(1) })).status).toBe(404)
  })
})
