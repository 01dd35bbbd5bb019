import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '#shared/activities/contract.ts'
import type { ConditionsOverview } from '#shared/conditions/overview.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const add = async ({ here }: Coalition, by: Asker, body: object) =>
  by.ask<Activity & { code: string; errors: { pointer: string }[] }>('POST', here.path('/activities'), { body: { nameFr: 'Heures du conte', ...body } })
const names = async ({ here }: Coalition, by: Asker, query: Record<string, string> = {}) =>
  (await by.get<{ items: Activity[] }>(here.path('/activities'), query)).body.items.map((one) => one.nameFr)

describe('activities: who does what (S15, S68)', () => {
  it('keeps partners with roles, territory, dates, state and indicators', async () => {
    const all = await buildCoalition(world)
    const { status, body } = await add(all, all.staff, {
      territoryCode: 'A',
      startsOn: '2026-01-15',
      state: 'under_way',
      cost: '12500.50',
      indicatorCodes: ['SCREEN', 'SCREEN'],
      partners: [
        { code: 'P3', role: 'contributes', adjustmentMade: 'Un formulaire retiré' },
        { code: 'P2', role: 'leads' },
      ],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      territoryCode: 'A',
      startsOn: '2026-01-15',
      endsOn: null,
      state: 'under_way',
      cost: '12500.50',
      goalId: null,
      publishedOn: null,
      indicatorCodes: ['SCREEN'],
      version: 1,
      partners: [
        { code: 'P2', role: 'leads', adjustmentMade: null },
        { code: 'P3', role: 'contributes', adjustmentMade: 'Un formulaire retiré' },
      ],
    })
  })

  it('a change keeps what it does not name; partners that are left out leave', async () => {
    const all = await buildCoalition(world)
    const { body } = await add(all, all.staff, {
      indicatorCodes: ['SCREEN'],
      partners: [
        { code: 'P2', role: 'leads' },
        { code: 'P3', role: 'is_informed' },
      ],
    })
    const path = all.here.path(`/activities/${body.id}`)
    const changed = await all.staff.ask<Activity>('PATCH', path, { body: { state: 'done', partners: [{ code: 'P2', role: 'leads' }] }, headers: match(1) })
    expect(changed.body).toMatchObject({ nameFr: 'Heures du conte', state: 'done', indicatorCodes: ['SCREEN'], partners: [{ code: 'P2' }], version: 2 })
    expect(changed.body.partners).toHaveLength(1)
    expect((await all.staff.ask('PATCH', path, { body: { state: 'stopped' } })).status).toBe(428)
    const stale = await all.staff.ask('PATCH', path, { body: { state: 'stopped' }, headers: match(1) })
    expect([stale.status, stale.body.params]).toEqual([412, { version: 2 }])
  })

  it('every fault of the input names its field', async () => {
    const all = await buildCoalition(world)
    for (const [input, code, pointer] of [
      [{ startsOn: '2026-02-01', endsOn: '2026-01-31' }, 'dates_reversed', '/endsOn'],
      [{ territoryCode: 'Z9' }, 'unknown_reference', '/territoryCode'],
      [{ goalId: randomUUID() }, 'unknown_reference', '/goalId'],
      [{ indicatorCodes: ['NOPE'] }, 'unknown_reference', '/indicatorCodes'],
      [{ partners: [{ code: 'P9', role: 'leads' }] }, 'unknown_reference', '/partners'],
      [
        {
          partners: [
            { code: 'P2', role: 'leads' },
            { code: 'P2', role: 'contributes' },
          ],
        },
        'invalid_request',
        '/partners',
      ],
    ] as const) {
      const { body } = await add(all, all.staff, input)
      expect([body.code, body.errors[0]?.pointer]).toEqual([code, pointer])
    }
    const { body } = await add(all, all.staff, { startsOn: '2026-02-01' })
    const reversed = await all.staff.ask('PATCH', all.here.path(`/activities/${body.id}`), { body: { endsOn: '2026-01-01' }, headers: match(1) })
    expect([reversed.status, reversed.body.code]).toEqual([422, 'dates_reversed'])
  })

  it('is found by partner, state, indicator, goal and by territory with all that lies inside', async () => {
    const all = await buildCoalition(world)
    const { body: goal } = await all.staff.ask<{ id: string }>('POST', all.here.path('/goals'), { body: { statementFr: 'But' } })
    await add(all, all.staff, { nameFr: 'région', territoryCode: 'A', state: 'under_way', partners: [{ code: 'P2', role: 'leads' }], goalId: goal.id })
    await add(all, all.staff, { nameFr: 'local', territoryCode: 'A1', indicatorCodes: ['SCREEN'], partners: [{ code: 'P3', role: 'contributes' }] })
    await add(all, all.staff, { nameFr: 'ailleurs', territoryCode: 'B1' })
    expect(await names(all, all.viewer)).toEqual(['région', 'ailleurs', 'local'])
    expect(await names(all, all.viewer, { territory: 'A' })).toEqual(['région', 'local'])
    expect(await names(all, all.viewer, { territory: 'A1' })).toEqual(['local'])
    expect(await names(all, all.viewer, { partner: 'P3' })).toEqual(['local'])
    expect(await names(all, all.viewer, { partner: 'P3', territory: 'A' })).toEqual(['local'])
    expect(await names(all, all.viewer, { state: 'under_way' })).toEqual(['région'])
    expect(await names(all, all.viewer, { indicator: 'SCREEN' })).toEqual(['local'])
    expect(await names(all, all.viewer, { goal: goal.id })).toEqual(['région'])
  })

  it('S05 S15 an activity without goal or without lead is listed as such until it is linked', async () => {
    const all = await buildCoalition(world)
    const { body: goal } = await all.staff.ask<{ id: string }>('POST', all.here.path('/goals'), { body: { statementFr: 'But' } })
    const { body } = await add(all, all.staff, { partners: [{ code: 'P3', role: 'contributes' }] })
    expect([await names(all, all.staff, { without: 'goal' }), await names(all, all.staff, { without: 'lead' })]).toEqual([
      ['Heures du conte'],
      ['Heures du conte'],
    ])
    await all.staff.ask('PATCH', all.here.path(`/activities/${body.id}`), {
      body: { goalId: goal.id, partners: [{ code: 'P3', role: 'leads' }] },
      headers: match(1),
    })
    expect([await names(all, all.staff, { without: 'goal' }), await names(all, all.staff, { without: 'lead' })]).toEqual([[], []])
  })

  it('S05 S15 the lists of activities without a goal and without a lead hold the open ones, exactly those that the overview counts', async () => {
    const all = await buildCoalition(world)
    for (const state of ['planned', 'under_way', 'done', 'stopped']) {
      await add(all, all.staff, { nameFr: state, state })
      await add(all, all.staff, { nameFr: `${state} mené`, state, partners: [{ code: 'P3', role: 'leads' }] })
    }
    const { activities } = (await all.staff.get<ConditionsOverview>(all.here.path('/conditions'))).body
    const counted = (list: 'withoutGoal' | 'withoutLead') => activities[list].map(({ nameFr }) => nameFr).sort()
    expect((await names(all, all.staff, { without: 'goal' })).toSorted()).toEqual(counted('withoutGoal'))
    expect(await names(all, all.staff, { without: 'lead' })).toEqual(['under_way', 'planned'])
    expect(counted('withoutLead')).toEqual(['planned', 'under_way'])
  })
})

describe('who may do what with activities (domain 5, row 13)', () => {
  it('a contributor adds and changes what its partner leads or contributes to, and nothing else', async () => {
    const all = await buildCoalition(world)
    const { here, contributor } = all
    expect((await add(all, contributor, { partners: [{ code: 'P3', role: 'leads' }] })).body.code).toBe('not_allowed')
    expect((await add(all, contributor, { partners: [{ code: 'P2', role: 'is_informed' }] })).body.code).toBe('not_allowed')
    const { body: own } = await add(all, contributor, { partners: [{ code: 'P2', role: 'contributes' }] })
    expect(own.abilities).toEqual({ edit: true, publish: false })
    const { body: other } = await add(all, all.staff, {
      nameFr: 'Autre',
      partners: [
        { code: 'P3', role: 'leads' },
        { code: 'P2', role: 'is_consulted' },
      ],
    })
    const refused = await contributor.ask('PATCH', here.path(`/activities/${other.id}`), { body: { state: 'done' }, headers: match(1) })
    expect([refused.status, refused.body.code]).toEqual([403, 'not_allowed'])
    const change = (body: object, version: number) => contributor.ask<Activity>('PATCH', here.path(`/activities/${own.id}`), { body, headers: match(version) })
    expect((await change({ partners: [{ code: 'P3', role: 'leads' }] }, 1)).body).toMatchObject({ code: 'not_allowed' })
    expect((await change({ state: 'under_way', published: false }, 1)).body).toMatchObject({ state: 'under_way', version: 2 })
    expect((await change({ published: true }, 2)).body).toMatchObject({ code: 'not_allowed' })
  })

  it('viewers read all and write nothing; strangers and other initiatives find nothing', async () => {
    const all = await buildCoalition(world)
    const elsewhere = await buildCoalition(world)
    const { body } = await add(all, all.staff, {})
    const path = all.here.path(`/activities/${body.id}`)
    expect((await all.viewer.get(path)).status).toBe(200)
    for (const person of [all.viewer, all.funder]) {
      expect((await add(all, person, {})).status).toBe(404)
      expect((await person.ask('PATCH', path, { body: { state: 'done' }, headers: match(1) })).status).toBe(404)
    }
    expect((await elsewhere.lead.get(path)).status).toBe(404)
    expect((await elsewhere.lead.get(elsewhere.here.path(`/activities/${body.id}`))).status).toBe(404)
    expect((await world.stranger.get(path)).status).toBe(401)
    expect((await all.lead.get(all.here.path(`/activities/${randomUUID()}`))).status).toBe(404)
  })

  it('funders read an activity from the day the backbone publishes it, and no longer when it is withdrawn', async () => {
    const all = await buildCoalition(world)
    const secret = plantCanary('activity', (hat) => hat.initiativeSlug === all.here.slug && hat.role !== 'funder')
    await add(all, all.staff, { nameFr: secret })
    const { body } = await add(all, all.staff, { published: true })
    expect(body.publishedOn).toBe('2026-10-15')
    expect(await names(all, all.funder)).toEqual(['Heures du conte'])
    await all.staff.ask('PATCH', all.here.path(`/activities/${body.id}`), { body: { published: false }, headers: match(1) })
    expect(await names(all, all.funder)).toEqual([])
    expect((await all.funder.get(all.here.path(`/activities/${body.id}`))).status).toBe(404)
  })

  it('the database itself hides an unpublished activity from a funder', async () => {
    const all = await buildCoalition(world)
    await add(all, all.staff, {})
    const rows = await world.db.transaction().execute(async (trx) => {
      const { setContext } = await import('#server/platform/db/context.ts')
      await setContext(trx, { initiativeId: all.here.id, actorId: all.funder.userId, role: 'funder', partnerId: null, commitment: false })
      return trx.selectFrom('activities').select('id').where('initiative_id', '=', all.here.id).execute()
    })
    expect(rows).toEqual([])
  })
})
