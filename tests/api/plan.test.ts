import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '#shared/activities/contract.ts'
import type { ActivityLink, GoalCoverageRow, Participation, ResponsibleObject } from '#shared/activities/plan-contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const post = async <Body>(all: Coalition, by: Asker, path: string, body: object) => by.ask<Body>('POST', all.here.path(path), { body })
const activity = async (all: Coalition, body: object = {}, by = all.staff) =>
  (await post<Activity>(all, by, '/activities', { nameFr: 'Heures du conte', ...body })).body
const goal = async (all: Coalition, statementFr: string) => (await post<{ id: string }>(all, all.staff, '/goals', { statementFr })).body.id
const isolatedNames = async (all: Coalition) =>
  (await all.viewer.get<{ isolated: { nameFr: string }[] }>(all.here.path('/activity-links'))).body.isolated.map(({ nameFr }) => nameFr)
const objects = async (all: Coalition, by: Asker) => (await by.get<{ items: ResponsibleObject[] }>(all.here.path('/responsibilities'))).body.items

describe('who does what (S15)', () => {
  it('S15 an activity with no “leads” is without a responsible, and is counted on the home page of the backbone', async () => {
    const all = await buildCoalition(world)
    const { id } = await activity(all, { nameFr: 'Transport', partners: [{ code: 'P3', role: 'contributes' }] })
    const unled = async () => (await objects(all, all.viewer)).filter(({ kind, hasLead }) => kind === 'activity' && !hasLead).map(({ nameFr }) => nameFr)
    const counted = async () =>
      (await all.staff.get<{ activities: { withoutLead: unknown[] } }>(all.here.path('/conditions'))).body.activities.withoutLead.length
    expect([await unled(), await counted()]).toEqual([['Transport'], 1])
    await all.staff.ask('PATCH', all.here.path(`/activities/${id}`), { body: { partners: [{ code: 'P3', role: 'leads' }] }, headers: match(1) })
    expect([await unled(), await counted()]).toEqual([[], 0])
  })

  it('S15 a partner or a person leads, contributes, is consulted or informed, of indicators and series of meetings too', async () => {
    const all = await buildCoalition(world)
    const give = (by: Asker, body: object) => post<{ id: string; code: string }>(all, by, '/responsibilities', body)
    const { body: person } = await all.staff.get<{ items: { hatId: string; name: string }[] }>(all.here.path('/people'))
    const camille = person.items.find(({ name }) => name === 'Camille')?.hatId
    expect((await give(all.staff, { kind: 'indicator', key: 'SCREEN', partnerCode: 'P2', role: 'leads' })).status).toBe(201)
    expect((await give(all.staff, { kind: 'indicator', key: 'SCREEN', hatId: camille, role: 'is_informed' })).status).toBe(201)
    expect((await give(all.staff, { kind: 'meetings', key: 'steering', partnerCode: 'P3', role: 'contributes' })).status).toBe(201)
    expect((await give(all.staff, { kind: 'indicator', key: 'SCREEN', partnerCode: 'P2', role: 'contributes' })).body.code).toBe('already_exists')
    const shown = (await objects(all, all.viewer)).map(({ kind, key, holders, hasLead }) => [kind, key, holders.map(({ name, role }) => [name, role]), hasLead])
    const names = (await all.viewer.get<{ items: { code: string; name: string }[] }>(all.here.path('/partners'))).body.items
    const nameOf = (code: string) => names.find((one) => one.code === code)?.name
    expect(shown).toEqual([
      [
        'indicator',
        'SCREEN',
        [
          [nameOf('P2'), 'leads'],
          ['Camille', 'is_informed'],
        ],
        true,
      ],
      ['meetings', 'steering', [[nameOf('P3'), 'contributes']], false],
    ])
    for (const [body, code] of [
      [{ kind: 'indicator', key: 'NOPE', partnerCode: 'P2', role: 'leads' }, 'unknown_reference'],
      [{ kind: 'meetings', key: 'SCREEN', partnerCode: 'P2', role: 'leads' }, 'unknown_reference'],
      [{ kind: 'indicator', key: 'SCREEN', role: 'leads' }, 'invalid_request'],
      [{ kind: 'indicator', key: 'SCREEN', partnerCode: 'P2', hatId: camille, role: 'leads' }, 'invalid_request'],
    ] as const)
      expect((await give(all.staff, body)).body.code).toBe(code)
  })

  it('S15 of a governing body too, of this initiative and of today', async () => {
    const [all, elsewhere] = [await buildCoalition(world), await buildCoalition(world)]
    const body = (of: Coalition, more: object = {}) =>
      post<{ id: string }>(of, of.lead, '/governance/bodies', { nameFr: 'Comité directeur', validFrom: '2024-01-01', ...more })
    const [made, ended, other] = [(await body(all)).body, (await body(all, { nameFr: 'Ancien', validTo: '2025-01-01' })).body, (await body(elsewhere)).body]
    const give = (key: string) => post<{ code: string }>(all, all.staff, '/responsibilities', { kind: 'body', key, partnerCode: 'P2', role: 'leads' })
    const bodies = async (by: Asker) => (await objects(all, by)).filter(({ kind }) => kind === 'body').map(({ nameFr, hasLead }) => [nameFr, hasLead])
    expect(await bodies(all.viewer)).toEqual([['Comité directeur', false]])
    expect([(await give(ended.id)).body.code, (await give(other.id)).body.code]).toEqual(['unknown_reference', 'unknown_reference'])
    expect([(await give(made.id)).status, (await give(made.id)).body.code]).toEqual([201, 'already_exists'])
    expect([await bodies(all.viewer), await bodies(all.funder)]).toEqual([[['Comité directeur', true]], []])
  })

  it('a contributor takes and leaves a part for its own partner; funders read activities that are published, nothing of indicators', async () => {
    const all = await buildCoalition(world)
    const give = (by: Asker, body: object) => post<{ id: string; code: string }>(all, by, '/responsibilities', body)
    const own = await give(all.contributor, { kind: 'indicator', key: 'SCREEN', partnerCode: 'P2', role: 'contributes' })
    expect(own.status).toBe(201)
    const other = await give(all.staff, { kind: 'indicator', key: 'SCREEN', partnerCode: 'P3', role: 'leads' })
    expect((await give(all.contributor, { kind: 'meetings', key: 'regular', partnerCode: 'P3', role: 'leads' })).body.code).toBe('not_allowed')
    const remove = (id: string, version = 1) => all.contributor.ask('DELETE', all.here.path(`/responsibilities/${id}`), { headers: match(version) })
    expect((await remove(other.body.id)).status).toBe(403)
    expect((await remove(own.body.id, 2)).status).toBe(412)
    expect((await remove(own.body.id)).status).toBe(204)
    await activity(all, { nameFr: 'À voir', published: true, partners: [{ code: 'P2', role: 'leads' }] })
    await activity(all, { nameFr: 'Pas encore' })
    expect((await objects(all, all.funder)).map(({ kind, nameFr }) => [kind, nameFr])).toEqual([['activity', 'À voir']])
  })
})

describe('levers and their coverage (S59)', () => {
  it('S59 a goal with one lever only shows as narrow', async () => {
    const all = await buildCoalition(world)
    const [narrow, wide] = [await goal(all, 'A, étroit'), await goal(all, 'B, large')]
    await activity(all, { goalId: narrow, levers: ['service'] })
    await activity(all, { goalId: narrow, levers: ['service'] })
    const stopped = await activity(all, { goalId: narrow, levers: ['funding'], state: 'stopped' })
    await activity(all, { goalId: wide, levers: ['training', 'advocacy'] })
    await activity(all, {})
    const rows = async () => (await all.viewer.get<{ items: GoalCoverageRow[] }>(all.here.path('/activity-coverage'))).body.items
    const told = (await rows()).map((row) => [row.statementFr, row.isNarrow, row.counts.service, row.counts.funding, row.activities, row.withoutLever])
    expect(told).toEqual([
      ['A, étroit', true, 2, 0, 2, 0],
      ['B, large', false, 0, 0, 1, 0],
      [null, false, 0, 0, 1, 1],
    ])
    await all.staff.ask('PATCH', all.here.path(`/activities/${stopped.id}`), { body: { state: 'under_way' }, headers: match(1) })
    expect((await rows())[0]?.isNarrow).toBe(false)
    const found = await all.viewer.get<{ items: Activity[] }>(all.here.path('/activities'), { lever: 'advocacy', goal: wide })
    expect(found.body.items.map(({ levers }) => levers)).toEqual([['training', 'advocacy']])
    expect((await all.funder.get(all.here.path('/activity-coverage'))).status).toBe(404)
  })
})

describe('links that reinforce (S69)', () => {
  it('S69 link two activities: both leave the “isolées” list', async () => {
    const all = await buildCoalition(world)
    const [a, b] = [await activity(all, { nameFr: 'A' }), await activity(all, { nameFr: 'B' })]
    await activity(all, { nameFr: 'C' })
    await activity(all, { nameFr: 'Finie', state: 'done' })
    expect(await isolatedNames(all)).toEqual(['A', 'B', 'C'])
    const link = await post<ActivityLink>(all, all.staff, '/activity-links', { fromId: a.id, toId: b.id, how: 'La même équipe' })
    expect([link.status, link.body.from.nameFr, link.body.to.nameFr, link.body.how]).toEqual([201, 'A', 'B', 'La même équipe'])
    expect(await isolatedNames(all)).toEqual(['C'])
    expect((await post<{ code: string }>(all, all.staff, '/activity-links', { fromId: a.id, toId: b.id, how: 'x' })).body.code).toBe('already_exists')
    expect((await post<{ code: string }>(all, all.staff, '/activity-links', { fromId: a.id, toId: a.id, how: 'x' })).body.code).toBe('invalid_request')
    expect((await all.staff.ask('DELETE', all.here.path(`/activity-links/${link.body.id}`), { headers: match(1) })).status).toBe(204)
    expect(await isolatedNames(all)).toEqual(['A', 'B', 'C'])
  })

  it('a contributor links what touches its own activity; a funder reads a published link of two published activities, never the isolated', async () => {
    const all = await buildCoalition(world)
    const own = await activity(all, { nameFr: 'À moi', published: true, partners: [{ code: 'P2', role: 'contributes' }] })
    const shown = await activity(all, { nameFr: 'Publiée', published: true })
    const hidden = await activity(all, { nameFr: 'Cachée' })
    expect((await post<ActivityLink>(all, all.contributor, '/activity-links', { fromId: shown.id, toId: own.id, how: 'oui' })).status).toBe(201)
    expect((await post<ActivityLink>(all, all.contributor, '/activity-links', { fromId: shown.id, toId: hidden.id, how: 'non' })).status).toBe(403)
    expect((await post(all, all.contributor, '/activity-links', { fromId: own.id, toId: hidden.id, how: 'non', published: true })).status).toBe(403)
    await post(all, all.staff, '/activity-links', { fromId: own.id, toId: shown.id, how: 'lu par les bailleurs', published: true })
    const secret = plantCanary('activity link', (hat) => hat.initiativeSlug === all.here.slug && hat.role !== 'funder')
    await post(all, all.staff, '/activity-links', { fromId: own.id, toId: hidden.id, how: secret, published: true })
    const read = await all.funder.get<{ items: ActivityLink[]; isolated: unknown[] }>(all.here.path('/activity-links'))
    expect([read.body.items.map(({ how }) => how), read.body.isolated]).toEqual([['lu par les bailleurs'], []])
  })
})

describe('what partners adjusted (S52)', () => {
  it('S52 an adjustment typed on an activity appears with its day and its partner, and keeps its day until it changes', async () => {
    const all = await buildCoalition(world)
    const partners = (adjustmentMade: string) => [{ code: 'P2', role: 'leads', adjustmentMade }]
    const { id } = await activity(all, { partners: partners('Un formulaire retiré') })
    const read = async () => (await all.viewer.get<Activity>(all.here.path(`/activities/${id}`))).body.partners[0]
    expect(await read()).toMatchObject({ code: 'P2', adjustmentMade: 'Un formulaire retiré', adjustedOn: '2026-10-15' })
    await world.maintain(all.here.id, (client) =>
      client.query(`update app.activity_partners set adjusted_on = '2026-01-01' where initiative_id = $1`, [all.here.id]),
    )
    const save = (text: string, version: number) =>
      all.contributor.ask('PATCH', all.here.path(`/activities/${id}`), { body: { partners: partners(text) }, headers: match(version) })
    await save('Un formulaire retiré', 1)
    expect((await read())?.adjustedOn).toBe('2026-01-01')
    await save('Deux formulaires retirés', 2)
    expect((await read())?.adjustedOn).toBe('2026-10-15')
    await save('', 3)
    expect(await read()).toMatchObject({ adjustmentMade: null, adjustedOn: null })
  })
})

describe('participation of those concerned (S53)', () => {
  const read = async (all: Coalition, by = all.viewer) =>
    (await by.get<{ items: Participation[]; shared: number; activities: number }>(all.here.path('/participation'))).body
  it('S53 depth “co_decided” without what changed is saved but to complete; the share counts activities decided with them', async () => {
    const all = await buildCoalition(world)
    const [a, b] = [await activity(all, { nameFr: 'A' }), await activity(all, { nameFr: 'B' })]
    await activity(all, { nameFr: 'C' })
    const record = { groupName: 'Parents', moment: 'design', depth: 'co_decided' }
    const saved = await post<Participation>(all, all.staff, '/participation', { ...record, activityId: a.id })
    expect([saved.status, saved.body.toComplete, saved.body.recordedOn]).toEqual([201, true, '2026-10-15'])
    await post(all, all.staff, '/participation', { ...record, activityId: b.id, depth: 'consulted' })
    await post(all, all.staff, '/participation', { ...record, decision: 'Le nom de la démarche', depth: 'led', whatChanged: 'Le nom' })
    expect([(await read(all)).shared, (await read(all)).activities]).toEqual([1, 3])
    const completed = await all.staff.ask<Participation>('PATCH', all.here.path(`/participation/${saved.body.id}`), {
      body: { whatChanged: 'Deux pages au lieu de sept' },
      headers: match(1),
    })
    expect([completed.body.toComplete, completed.body.whatChanged, completed.body.version]).toEqual([false, 'Deux pages au lieu de sept', 2])
    for (const [body, code] of [
      [record, 'invalid_request'],
      [{ ...record, activityId: a.id, decision: 'x' }, 'invalid_request'],
      [{ ...record, activityId: all.here.id }, 'unknown_reference'],
      [{ ...record, activityId: a.id, recordedOn: '2026-10-16' }, 'date_in_future'],
    ] as const)
      expect((await post<{ code: string }>(all, all.staff, '/participation', body)).body.code).toBe(code)
  })

  it('S53 a record names a decision of the register, of the same initiative', async () => {
    const [all, elsewhere] = [await buildCoalition(world), await buildCoalition(world)]
    const decide = async (of: Coalition) => {
      const { body } = await post<{ id: string }>(of, of.lead, '/governance/bodies', { nameFr: 'Comité', validFrom: '2024-01-01' })
      return (await post<{ id: string }>(of, of.lead, '/governance/decisions', { bodyId: body.id, titleFr: 'Le calendrier des haltes' })).body.id
    }
    const record = { groupName: 'Parents', moment: 'design', depth: 'co_decided', whatChanged: 'Le soir' }
    const [own, theirs] = [await decide(all), await decide(elsewhere)]
    const saved = await post<Participation>(all, all.staff, '/participation', { ...record, decisionId: own })
    expect(saved.body).toMatchObject({ activity: null, decisionId: own, decision: 'Le calendrier des haltes' })
    for (const [body, code] of [
      [{ ...record, decisionId: theirs }, 'unknown_reference'],
      [{ ...record, decisionId: own, decision: 'Une autre' }, 'invalid_request'],
    ] as const)
      expect((await post<{ code: string }>(all, all.staff, '/participation', body)).body.code).toBe(code)
  })

  it('a contributor records for its own activity alone; funders read none', async () => {
    const all = await buildCoalition(world)
    const own = await activity(all, { partners: [{ code: 'P2', role: 'leads' }], published: true })
    const other = await activity(all, { partners: [{ code: 'P3', role: 'leads' }] })
    const record = { groupName: 'Parents', moment: 'delivery', depth: 'informed' }
    expect((await post(all, all.contributor, '/participation', { ...record, activityId: own.id })).status).toBe(201)
    expect((await post(all, all.contributor, '/participation', { ...record, activityId: other.id })).status).toBe(403)
    expect((await post(all, all.contributor, '/participation', { ...record, decision: 'Une décision' })).status).toBe(403)
    expect((await all.funder.get(all.here.path('/participation'))).status).toBe(404)
  })
})
