import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Assignment, AssignmentOrphans } from '#shared/targets/contract.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let staff: Asker
let contributor: Asker
let viewer: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
  initiative = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  staff = await initiative.person({ role: 'backbone' })
  contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
  viewer = await initiative.person({ role: 'partner_viewer', partner: 'P3' })
  funder = await initiative.person({ role: 'funder' })
  await addIndicator(world, initiative, 'ONE', {})
  await addIndicator(world, initiative, 'TWO', {})
  await addIndicator(world, initiative, 'POP', {}, 'population')
})
afterAll(() => world.close())

type List = { items: Assignment[]; orphans: AssignmentOrphans }
type Refusal = { code: string; errors?: { pointer: string; code: string }[] }
const base = () => initiative.path('/assignments')
const list = async (query: Record<string, string> = {}, who = staff) => (await who.get<List>(base(), query)).body
const assign = (body: Record<string, unknown>, who = staff) =>
  who.ask<{ created: number; kept: number } & Refusal>('POST', base(), {
    body: { indicators: ['ONE'], partners: ['P2'], territories: ['A1'], validFrom: '2024-01-01', ...body },
  })
const change = (body: Record<string, unknown>, who = staff) => who.ask<{ changed: number } & Refusal>('PATCH', base(), { body })
const short = ({ indicator, partnerCode, territoryCode, validTo, paused }: Assignment) => [indicator, partnerCode, territoryCode, validTo, paused]

describe('who owes what, many at once', () => {
  it('every indicator of every partner in every territory; what is expected already is left as it is', async () => {
    expect((await assign({})).body).toEqual({ created: 1, kept: 0 })
    expect((await assign({ indicators: ['ONE', 'TWO'], partners: ['P2', 'P3'], territories: ['A1', 'A2'], periodFilter: ['Q2', 'Q4'] })).body).toEqual({
      created: 7,
      kept: 1,
    })
    expect((await list({ partner: 'P3', indicator: 'TWO' })).items.map(({ territoryCode, periodFilter }) => [territoryCode, periodFilter])).toEqual([
      ['A1', ['Q2', 'Q4']],
      ['A2', ['Q2', 'Q4']],
    ])
    expect((await list({ indicator: 'ONE', territory: 'A1', partner: 'P2' })).items.map(({ periodFilter }) => periodFilter)).toEqual([null])
  })
  it('only where the partner works, when it is asked so', async () => {
    await addIndicator(world, initiative, 'COVERED', {})
    await world.maintain(initiative.id, (client) =>
      client.query('insert into app.partner_territories (initiative_id, partner_id, territory_id) values ($1, $2, $3)', [
        initiative.id,
        initiative.partner.P2,
        initiative.territory.A1,
      ]),
    )
    expect((await assign({ indicators: ['COVERED'], territories: ['A1', 'A2', 'B1'], onlyCovered: true })).body.created).toBe(1)
  })
  it('S06 a population’s figure is owed by the initiative, never by a partner (422); unknown names have their places', async () => {
    expect(await assign({ indicators: ['ONE', 'POP'] })).toMatchObject({
      status: 422,
      body: { code: 'partner_on_population_indicator', errors: [{ pointer: '/indicators/1' }] },
    })
    expect((await assign({ indicators: ['POP'], partners: [] })).body).toEqual({ created: 1, kept: 0 })
    expect((await assign({ indicators: ['NOPE'], partners: ['P9'], territories: ['Z'] })).body.errors?.map(({ pointer }) => pointer)).toEqual([
      '/indicators/0',
      '/partners/0',
      '/territories/0',
    ])
    expect((await assign({ validTo: '2023-01-01' })).body.errors).toMatchObject([{ pointer: '/validTo', code: 'reversed' }])
  })
  it('are paused, resumed, ended and narrowed together, and what is expected follows', async () => {
    const items = (await list({ indicator: 'TWO' })).items
    const ids = items.map(({ id }) => id)
    const expected = async () => {
      const { body } = await staff.get<{ items: { indicator: string; expected: number }[] }>(initiative.path('/completeness'), { period: '2026-Q2' })
      return body.items?.filter(({ indicator }) => indicator === 'TWO').reduce((sum, one) => sum + one.expected, 0)
    }
    const before = await expected()
    expect((await change({ ids, paused: true })).body).toEqual({ changed: 4 })
    expect((await list({ indicator: 'TWO' })).items.every(({ paused }) => paused)).toBe(true)
    if (before !== undefined) expect(await expected()).toBe(0)
    await change({ ids, paused: false, validTo: '2026-06-30' })
    expect((await list({ indicator: 'TWO' })).items).toEqual([])
    expect((await list({ indicator: 'TWO', ended: 'true' })).items.map(short)).toContainEqual(['TWO', 'P3', 'A2', '2026-06-30', false])
    expect((await change({ ids, validTo: '2020-01-01' })).body.errors).toMatchObject([{ code: 'reversed' }])
    expect((await change({ ids: ['00000000-0000-4000-8000-000000000000'], paused: true })).status).toBe(404)
    expect((await change({ ids })).status).toBe(400)
  })
  it('orphans are named: what nobody owes, what a partner that left still owes, what no goal asks for', async () => {
    await world.maintain(initiative.id, (client) =>
      client.query(`update app.partners set left_on = '2026-09-30' where initiative_id = $1 and id = $2`, [initiative.id, initiative.partner.P3]),
    )
    const { orphans } = await list()
    expect(orphans.unowed).toEqual(['TWO'])
    expect(orphans.ofPartnersGone.map(short)).toEqual([
      ['ONE', 'P3', 'A1', null, false],
      ['ONE', 'P3', 'A2', null, false],
    ])
    expect(orphans.withoutGoal).toEqual(['COVERED', 'ONE', 'POP', 'TWO'])
  })
  it('the circle reads, the backbone changes, funders know of none', async () => {
    for (const who of [contributor, viewer]) {
      expect((await list({}, who)).items.length).toBeGreaterThan(0)
      expect((await assign({}, who)).status).toBe(404)
      expect((await change({ ids: ['00000000-0000-4000-8000-000000000000'], paused: true }, who)).status).toBe(404)
    }
    expect((await funder.get(base())).status).toBe(404)
  })
})
