import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { updateMissingSince } from '#shared/notifications/rules.ts'
import type { Meeting, MeetingDetails, UpdatePost } from '#shared/meetings/contract.ts'
import type { AgendaMention, AgendaLink } from '#shared/meetings/links.ts'
import type { AgendaProposal } from '#shared/meetings/proposal-contract.ts'
import type { Note } from '#shared/notes/contract.ts'
import { indicatorBody } from '../authorisation/calls/things.ts'
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
      expect((await elsewhere.lead.get(all.here.path(path))).status).toBe(404)
      expect((await world.stranger.get(all.here.path(path))).status).toBe(401)
    }
    expect((await all.funder.get(all.here.path('/meetings'))).text).toBe('{"items":[]}')
    expect((await all.funder.get(all.here.path(`/meetings/${meeting.id}`))).status).toBe(404)
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

describe('what a point of an agenda is about (domain 5, rows 26–27)', () => {
  it('a link is told to whoever may read what it leads to: of a note told in confidence there is no word for anybody else', async () => {
    const all = await buildCoalition(world, 'informal')
    const { here } = all
    const committed = await here.person({ role: 'funder', commitment: true })
    const other = await here.person({ role: 'partner_contributor', partner: 'P3' })
    const secret = plantCanary('agendaNote', (hat) => hat.initiativeSlug === here.slug && hat.partner === 'P2')
    const made = async <T>(path: string, body: object, by = all.staff) => {
      const answer = await by.ask<T>('POST', here.path(path), { body })
      expect(answer.status, answer.text).toBe(201)
      return answer.body
    }
    const note = await made<Note>('/notes', { type: 'failure', title: 'Un échec', whatHappened: 'x', visibility: 'circle' }, all.contributor)
    const activity = await made<{ id: string }>('/activities', { nameFr: 'Une activité' })
    const published = await made<{ id: string }>('/activities', { nameFr: 'Publiée', published: true })
    const table = await made<{ id: string }>('/governance/bodies', { nameFr: 'Table', kind: 'steering_committee', validFrom: '2026-01-01' })
    const decision = await made<{ id: string }>('/governance/decisions', { bodyId: table.id, titleFr: 'Une décision' })
    const { definition, ...indicator } = indicatorBody('DEPIST')
    await made('/indicators', { ...indicator, definition: { ...definition, nameFr: 'Dépistage' } })
    const links = [
      { kind: 'indicator', key: 'DEPIST' },
      { kind: 'note', key: note.id },
      { kind: 'activity', key: activity.id },
      { kind: 'activity', key: published.id },
      { kind: 'decision', key: decision.id },
    ]
    const invited = (await all.staff.get<{ funders: { personId: string }[] }>(here.path('/meeting-choices'))).body.funders.map(({ personId }) => personId)
    const meeting = await plan(all, { startsOn: '2026-11-03', items: [{ title: 'Point', kind: 'discussion', links }], invited })
    await share(all, meeting, {})
    const path = here.path(`/meetings/${meeting.id}`)
    const told = async (by: Asker) => {
      const answer = await by.get<MeetingDetails>(path)
      return { titles: answer.body.items.flatMap((item) => item.links).map((link: AgendaLink) => link.titleFr), text: answer.text }
    }
    const mentioned = async (by: Asker, link: object) =>
      (await by.get<{ items: AgendaMention[] }>(here.path('/agenda-mentions'), link as Record<string, string>)).body.items.map((one) => one.meetingId)
    expect((await told(all.viewer)).titles).toEqual(['Dépistage', 'Un échec', 'Une activité', 'Publiée', 'Une décision'])
    expect((await told(committed)).titles).toEqual(['Dépistage', 'Publiée'])
    for (const link of links) expect(await mentioned(other, link), link.kind).toEqual([meeting.id])
    expect(await mentioned(committed, links[1] as object)).toEqual([])
    // Who is invited reads it of what a funder may read; who is not, of nothing.
    const absent = await here.person({ role: 'funder' })
    expect(await Promise.all(links.slice(2).map((link) => mentioned(committed, link)))).toEqual([[], [meeting.id], []])
    for (const link of links) expect(await mentioned(absent, link), link.kind).toEqual([])

    // Shared with funders who accepted the commitment, then told in confidence: each reader at the next request, as the note itself.
    const set = async (version: number, visibility: string) => {
      const answer = await all.contributor.ask<Note>('PUT', here.path(`/notes/${note.id}/visibility`), { body: { visibility }, headers: match(version) })
      expect(answer.status, answer.text).toBe(200)
      return answer.body.version
    }
    const wide = await set(note.version, 'funder')
    expect([(await told(committed)).titles, (await told(all.funder)).titles]).toEqual([
      ['Dépistage', 'Un échec', 'Publiée'],
      ['Dépistage', 'Publiée'],
    ])
    expect([await mentioned(committed, links[1] as object), await mentioned(all.funder, links[1] as object)]).toEqual([[meeting.id], []])
    const renamed = await all.contributor.ask<Note>('PATCH', here.path(`/notes/${note.id}`), {
      body: { title: secret },
      headers: match(await set(wide, 'private')),
    })
    expect(renamed.status, renamed.text).toBe(200)
    for (const by of [all.lead, all.staff, other, all.viewer, committed, all.funder]) {
      const { titles, text } = await told(by)
      expect([titles.length, text.includes(note.id)]).toEqual([by === committed || by === all.funder ? 2 : 4, false])
      expect(await mentioned(by, links[1] as object)).toEqual([])
      // As of a note that never was.
      expect((await by.get(here.path('/agenda-mentions'), { kind: 'note', key: note.id })).text).toBe(
        (await by.get(here.path('/agenda-mentions'), { kind: 'note', key: randomUUID() })).text,
      )
    }
    expect((await told(all.contributor)).titles).toContain(secret)
    const choices = await all.staff.get(here.path('/meeting-choices'))
    expect(choices.text.includes(note.id)).toBe(false)
    const refused = await all.staff.ask<{ code: string; errors: { pointer: string }[] }>('PATCH', path, {
      body: { items: [{ title: 'Point', kind: 'discussion', links: [{ kind: 'note', key: note.id }] }] },
      headers: match(2),
    })
    expect([refused.body.code, refused.body.errors[0]?.pointer]).toEqual(['unknown_reference', '/items/0/links/0'])
  })
})

describe('who is invited, and what partners propose (domain 5, row 9)', () => {
  it('a funder reads the agenda of a meeting to which it is invited once shared, its minutes if told so, and no other; uninvited, nothing', async () => {
    const all = await buildCoalition(world, 'informal')
    const { here } = all
    const slug = here.slug
    const word = plantCanary('elsewhere', (hat) => hat.initiativeSlug === slug && hat.role !== 'funder')
    const minutes = plantCanary('minutes', (hat) => hat.initiativeSlug === slug && hat.role !== 'funder')
    const second = await here.person({ role: 'funder', name: 'Zoé' })
    await plan(all, { titleFr: word, record: word, items: [{ title: word, kind: 'information' }] })
    const meeting = await plan(all, {
      titleFr: 'Forum',
      attendedBy: ['P2'],
      items: [{ title: 'Le fonds', kind: 'discussion' }],
      record: minutes,
      decisionsFr: minutes,
    })
    await all.staff.ask('POST', here.path(`/meetings/${meeting.id}/action-items`), { body: { text: word, partnerCode: 'P2', dueOn: '2026-12-01' } })
    const path = here.path(`/meetings/${meeting.id}`)
    const change = async (version: number, body: object) => {
      const answer = await all.staff.ask<MeetingDetails>('PATCH', path, { body, headers: match(version) })
      expect(answer.status, answer.text).toBe(200)
      return answer.body.version
    }
    const { funders } = (await all.staff.get<{ funders: { personId: string; name: string }[] }>(here.path('/meeting-choices'))).body
    expect(funders.map(({ name }) => name).sort()).toEqual(['Zoé', 'funder'])
    const chosen = funders.filter(({ name }) => name === 'funder')
    const reads = async () => {
      const readers: Asker[] = []
      for (const by of [all.funder, second]) if ((await by.get(path)).status === 200) readers.push(by)
      return readers
    }
    let version = await change(meeting.version, { invited: chosen.map(({ personId }) => personId) })
    expect(await reads()).toEqual([all.funder])
    const by = all.funder
    const listed = async () => (await by.get<{ items: Meeting[] }>(here.path('/meetings'))).body.items
    expect((await listed()).map((one) => [one.titleFr, one.items, one.attendedBy])).toEqual([['Forum', [], []]])
    version = (await share(all, { ...meeting, version }, {})).body.version
    const agenda = (await by.get<MeetingDetails>(path)).body
    expect([agenda.items.map(({ title }) => title), agenda.record, agenda.decisionsFr, agenda.invited, agenda.actions, agenda.proposals]).toEqual([
      ['Le fonds'],
      null,
      null,
      [],
      [],
      [],
    ])
    expect((await all.viewer.get<MeetingDetails>(path)).body.invited).toEqual(chosen.map(({ personId, name }) => ({ personId, name })))
    for (const [method, rest, body] of [
      ['PATCH', '', { place: 'x' }],
      ['POST', '/agenda-proposals', { title: 'x', why: 'x' }],
      ['POST', '/action-items', { text: 'x', partnerCode: 'P2', dueOn: '2026-12-01' }],
    ] as const)
      expect((await by.ask(method, `${path}${rest}`, { body, headers: match(version) })).status).toBe(404)
    // What was not shared with them is found by no search; the meeting is.
    expect((await by.get(here.path('/search'), { q: 'forum' })).text).toContain(meeting.id)
    expect((await by.get(here.path('/search'), { q: word })).text).toBe('{"groups":[]}')
    const told = plantCanary('told', (hat) => hat.initiativeSlug === slug)
    version = await change(version, { recordIsShared: true, record: told, decisionsFr: told })
    expect((await by.get<MeetingDetails>(path)).body).toMatchObject({ record: told, decisionsFr: told })
    // The agenda written anew stays theirs.
    version = await change(version, { items: [{ title: 'Autre', kind: 'discussion' }] })
    expect((await listed())[0]?.items.map(({ title }) => title)).toEqual(['Autre'])
    const unknown = await all.staff.ask<{ errors: { pointer: string }[] }>('PATCH', path, { body: { invited: [randomUUID()] }, headers: match(version) })
    expect(unknown.body.errors[0]?.pointer).toBe('/invited')
    await change(version, { invited: [] })
    expect([await reads(), await listed()]).toEqual([[], []])
    expect((await by.get(here.path('/search'), { q: 'forum' })).text).toBe('{"groups":[]}')
  })

  it('a partner proposes a point; accepted it joins the agenda, declined it says why, and only that partner and the backbone read it', async () => {
    const all = await buildCoalition(world)
    const { here } = all
    const mine = plantCanary('proposal', (hat) => hat.initiativeSlug === here.slug && (hat.role === 'backbone' || hat.partner === 'P2'))
    const meeting = await plan(all, { startsOn: '2026-11-03', items: [{ title: 'Accueil', kind: 'information' }] })
    const past = await plan(all)
    const path = here.path(`/meetings/${meeting.id}`)
    const propose = (by: Asker, at = meeting.id, body: object = { title: mine, why: 'Trois écoles le demandent', minutes: 15 }) =>
      by.ask<AgendaProposal & { code: string }>('POST', here.path(`/meetings/${at}/agenda-proposals`), { body })
    expect((await propose(all.contributor, past.id)).body.code).toBe('meeting_not_coming')
    expect((await propose(all.contributor, meeting.id, { title: 'Sans raison' })).status).toBe(400)
    for (const by of [all.staff, all.viewer, all.funder]) expect((await propose(by)).status).toBe(404)
    const first = (await propose(all.contributor)).body
    expect(first).toMatchObject({ partnerCode: 'P2', state: 'proposed', answer: null, minutes: 15, abilities: { answer: false } })
    const shown = async (by: Asker) => (await by.get<MeetingDetails>(path)).body.proposals.map(({ state, abilities }) => [state, abilities.answer])
    expect([await shown(all.staff), await shown(all.contributor), await shown(all.viewer)]).toEqual([[['proposed', true]], [['proposed', false]], []])
    const answer = (by: Asker, one: AgendaProposal, body: object, version = one.version) =>
      by.ask<AgendaProposal & { code: string; errors: { pointer: string }[] }>('PATCH', here.path(`/agenda-proposals/${one.id}`), {
        body,
        headers: match(version),
      })
    for (const by of [all.contributor, all.viewer, all.funder]) expect((await answer(by, first, { accepted: true })).status).toBe(404)
    expect((await answer(all.staff, first, { accepted: false })).body.errors[0]?.pointer).toBe('/answer')
    expect((await answer(all.staff, first, { accepted: false, answer: 'Plus tard, avec les écoles' }, 9)).status).toBe(412)
    expect((await answer(all.staff, first, { accepted: false, answer: 'Plus tard, avec les écoles' })).body).toMatchObject({
      state: 'declined',
      answeredOn: '2026-10-15',
    })
    expect((await answer(all.staff, first, { accepted: true }, 2)).body.code).toBe('proposal_answered')
    expect((await all.contributor.get<MeetingDetails>(path)).body.proposals[0]?.answer).toBe('Plus tard, avec les écoles')
    const next = (await propose(all.contributor, meeting.id, { title: 'Transport', why: 'Les parents', minutes: 20 })).body
    expect((await answer(all.staff, next, { accepted: true })).body.state).toBe('accepted')
    const after = (await all.viewer.get<MeetingDetails>(path)).body
    expect(after.items.map(({ title, minutes, presenter }) => [title, minutes, presenter])).toEqual([
      ['Accueil', null, null],
      ['Transport', 20, 'Organisation P2'],
    ])
    // Whoever was changing the agenda meanwhile is told so.
    expect([after.version, (await all.staff.ask('PATCH', path, { body: { items: [] }, headers: match(1) })).status]).toEqual([2, 412])
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

  it('S40: that an update was opened is told as a number of organisations, from the day after, never by whom; 45 days of silence remind the backbone', async () => {
    const all = await buildCoalition(world)
    const { here } = all
    const { body: update } = await all.staff.ask<UpdatePost>('POST', here.path('/updates'), {
      body: { titleFr: 'Nouvelles', bodyFr: 'Texte', audience: 'circle', publishedOn: '2026-10-10' },
    })
    await all.staff.ask('POST', here.path('/updates'), {
      body: { titleFr: 'Pour les bailleurs', bodyFr: 'Texte', audience: 'funder', publishedOn: '2026-10-11' },
    })
    for (const partner of ['P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12', 'P13', 'P14']) {
      await world.maintain(here.id, async (client) => {
        const { rows } = await client.query<{ id: string }>(`insert into app.organizations (initiative_id, name) values ($1, $2) returning id`, [
          here.id,
          partner,
        ])
        const added = await client.query<{ id: string }>(
          `insert into app.partners (initiative_id, organization_id, code, joined_on) values ($1, $2, $3, '2020-01-01') on conflict do nothing returning id`,
          [here.id, rows[0]?.id, partner],
        )
        if (added.rows[0] !== undefined) (here.partner as Record<string, string>)[partner] = added.rows[0].id
      })
    }
    const readers: Asker[] = []
    for (const partner of ['P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12', 'P13', 'P14'])
      readers.push(await here.person({ role: 'partner_viewer', partner, name: `Ω${partner}` }))
    const open = async (who: Asker) => expect((await who.ask('POST', here.path('/updates/readings'))).status).toBe(200)
    const told = async () => (await all.staff.get<{ items: UpdatePost[] }>(here.path('/updates'))).body.items.find(({ id }) => id === update.id)?.readership
    /** What was read is a day older. */
    const nextDay = () =>
      world.maintain(here.id, (client) => client.query('update app.update_readings set read_on = read_on - 1 where initiative_id = $1', [here.id]))
    for (const who of readers.slice(0, 6)) await open(who)
    // Not while somebody reads, and not the backbone itself.
    await open(all.staff)
    expect(await told()).toMatchObject({ kind: 'fewer', readers: 5 })
    await nextDay()
    const { audience } = (await told()) ?? { audience: 0 }
    expect(await told()).toEqual({ kind: 'exact', readers: 6, audience })
    // An organisation counts once, whoever of it reads and however often.
    await open(readers[0] as Asker)
    await open(await here.person({ role: 'partner_contributor', partner: 'P4' }))
    await nextDay()
    expect(await told()).toEqual({ kind: 'exact', readers: 6, audience })
    for (const who of readers) await open(who)
    await nextDay()
    expect(await told()).toEqual({ kind: 'at_least', readers: audience - 5, audience })
    expect((await readers[0]?.get<{ items: UpdatePost[] }>(here.path('/updates')))?.body.items.every(({ readership }) => readership === null)).toBe(true)
    // Nobody lists readers: not the API's role under any hat, and the rows themselves name neither an account nor an organisation.
    const client = await world.database.pool('api').connect()
    try {
      await client.query('begin')
      await client.query('select app.set_ctx($1, $2, $3, null, false)', [here.id, all.staff.userId, 'backbone'])
      expect((await client.query('select mark from app.update_readings')).rows).toEqual([])
    } finally {
      await client.query('rollback')
      client.release()
    }
    const rows = await world.maintain(
      here.id,
      async (owner) => (await owner.query('select * from app.update_readings where initiative_id = $1', [here.id])).rows,
    )
    expect(Object.keys(rows[0] as object).sort()).toEqual(['initiative_id', 'mark', 'read_on', 'update_id'])
    const kept = JSON.stringify(rows)
    for (const who of readers) expect([kept.includes(String(who.userId)), kept.includes(String(who.hatId))]).toEqual([false, false])
    for (const id of Object.values(here.partner)) expect(kept).not.toContain(id)
    expect([updateMissingSince('2026-10-10', '2020-01-01', '2026-11-23'), updateMissingSince('2026-10-10', '2020-01-01', '2026-11-24')]).toEqual([
      null,
      '2026-11-24',
    ])
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
