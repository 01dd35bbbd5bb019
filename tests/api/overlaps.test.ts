import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OverlapEstimate } from '#shared/indicators/overlap-contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { figuresOf, type FigureBuilder, type TestIndicator } from '../support/figure-builder.ts'
import { release } from '../support/release.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let build: FigureBuilder
let staff: Asker
let people: TestIndicator
const FAMILIES = { counting_unit: 'households', overlap_partners: 'possible' }

beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  build = figuresOf(world, here)
  staff = await here.person({ role: 'backbone' })
  people = await build.indicator('FAM', FAMILIES)
  for (const period of ['2026-Q1', '2026-Q2']) {
    await build.figure(people, 'A1', 'P2', period, { value: '100' })
    await build.figure(people, 'A1', 'P3', period, { value: '5' })
    await build.figure(people, 'B1', 'P2', period, { value: '50' })
    await build.figure(people, 'B1', 'P3', period, { value: '50' })
  }
  await build.recompute()
})
afterAll(() => world.close())

const path = (code: string, rest = '') => here.path(`/indicators/${code}/overlap-estimates${rest}`)
const list = async (code: string, who = staff) => (await who.get<{ items: OverlapEstimate[] }>(path(code))).body.items
const add = (code: string, body: Record<string, unknown>, who = staff) =>
  who.ask<{ items: OverlapEstimate[]; code: string; errors?: { pointer: string }[] }>('POST', path(code), {
    body: { rate: '0.3', method: 'sample', estimatedOn: '2026-06-01', ...body },
  })
const withdrawAll = async (code: string) => {
  for (const { id } of await list(code)) expect((await staff.ask('DELETE', path(code, `/${id}`))).status).toBe(200)
}
const cells = async (query: Record<string, string>, who = staff) => {
  const answer = await who.get<{ cells: ProgressCell[] }>(here.path('/progress'), query)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.cells
}
const whole = async (period = '2026-Q1') => (await cells({ indicator: 'FAM', territory: 'T', period }))[0] as ProgressCell

describe('overlap estimates', () => {
  it('without any, the cautious bound speaks; with one, the sum of the estimates of the places; withdrawn, the bound again', async () => {
    expect(await whole()).toMatchObject({ value: '150', lower: '150', upper: '205', additivity: 'overlapping', flags: ['overlap_unknown'] })
    const made = await add('FAM', { rate: '0.3', noteFr: 'Liste commune de juin' })
    expect([made.status, made.body.items.map(({ rate, method, noteFr, versionNumber }) => [rate, method, noteFr, versionNumber])]).toEqual([
      201,
      [['0.3', 'sample', 'Liste commune de juin', null]],
    ])
    expect(await whole()).toMatchObject({ value: '170', lower: '150', upper: '205', flags: ['overlap_estimated'] })
    const places = await cells({ indicator: 'FAM', level: 'local', period: '2026-Q1' })
    expect(places.filter(({ value }) => value !== null).map(({ territory, value }) => [territory, value])).toEqual([
      ['A1', '100'],
      ['B1', '70'],
    ])
    await withdrawAll('FAM')
    expect(await list('FAM')).toEqual([])
    expect((await whole()).flags).toEqual(['overlap_unknown'])
  })

  it('holds in its territory and in its periods alone; the newest measure wins', async () => {
    await add('FAM', { rate: '0.4', territoryCode: 'B1', appliesFrom: '2026-04-01', appliesTo: '2026-06-30' })
    await add('FAM', { rate: '0.2', estimatedOn: '2026-05-01' })
    await add('FAM', { rate: '0.1', estimatedOn: '2026-07-01' })
    expect((await whole('2026-Q1')).value).toBe('190')
    expect((await whole('2026-Q2')).value).toBe('160')
    await withdrawAll('FAM')
  })

  it('may speak of one version of the definition', async () => {
    const made = await add('FAM', { versionNumber: 1 })
    expect(made.body.items[0]?.versionNumber).toBe(1)
    expect((await whole()).value).toBe('170')
    expect((await add('FAM', { versionNumber: 9 })).body.code).toBe('unknown_reference')
    await withdrawAll('FAM')
  })

  it('says nothing of one partner’s own places', async () => {
    const movers = await build.indicator('MOVERS', { ...FAMILIES, overlap_territories: 'possible' })
    await build.figure(movers, 'A1', 'P2', '2026-Q1', { value: '30' })
    await build.figure(movers, 'B1', 'P2', '2026-Q1', { value: '20' })
    await build.recompute()
    await add('MOVERS', { rate: '0.3' })
    const [own] = await cells({ indicator: 'MOVERS', partner: 'P2', territory: 'T', period: '2026-Q1' })
    expect(own).toMatchObject({ value: '30', lower: '30', upper: '50', additivity: 'overlapping', flags: ['overlap_unknown'] })
    const [all] = await cells({ indicator: 'MOVERS', territory: 'T', period: '2026-Q1' })
    expect(all).toMatchObject({ value: '35', flags: ['overlap_estimated'] })
  })

  it('a funder reads the same estimate as the backbone', async () => {
    const funder = await here.person({ role: 'funder' })
    const shared = await build.indicator('PUBFAM', FAMILIES)
    for (const [territory, partner, value] of [
      ['A1', 'P2', '100'],
      ['A1', 'P3', '5'],
      ['B1', 'P2', '50'],
      ['B1', 'P3', '50'],
    ] as const)
      await build.figure(shared, territory, partner, '2026-Q1', { value, state: 'published' })
    await build.recompute()
    await add('PUBFAM', { rate: '0.3' })
    await release(await here.person({ role: 'backbone', lead: true }), here, { name: 'Familles', throughPeriod: '2026-Q1' })
    const query = { indicator: 'PUBFAM', period: '2026-Q1' }
    expect((await cells(query, funder)).map(({ value, lower, upper }) => [value, lower, upper])).toEqual([['170', '150', '205']])
    expect((await list('PUBFAM', funder)).map(({ rate }) => rate)).toEqual(['0.3'])
  })

  it('only the backbone records and withdraws', async () => {
    const made = await add('FAM', {})
    const id = made.body.items[0]?.id ?? ''
    for (const who of [await here.person({ role: 'partner_contributor', partner: 'P2' }), await here.person({ role: 'funder' })]) {
      expect((await add('FAM', {}, who)).status).toBe(404)
      expect((await who.ask('DELETE', path('FAM', `/${id}`))).status).toBe(404)
      expect(await list('FAM', who)).toHaveLength(1)
    }
    expect((await staff.ask('DELETE', path('MOVERS', `/${id}`))).status).toBe(404)
    await withdrawAll('FAM')
    expect((await staff.ask('DELETE', path('FAM', `/${id}`))).status).toBe(404)
  })

  it('refuses a rate outside 0–1, a day to come, an end before the start, an unknown territory, and an indicator that adds up', async () => {
    await build.indicator('EVENTS')
    expect((await add('FAM', { rate: '1.2' })).status).toBe(400)
    expect((await add('FAM', { rate: '-0.1' })).status).toBe(400)
    expect((await add('FAM', { estimatedOn: '2026-12-01' })).body.code).toBe('date_in_future')
    expect((await add('FAM', { appliesFrom: '2026-02-01', appliesTo: '2026-01-01' })).body.code).toBe('dates_reversed')
    expect((await add('FAM', { territoryCode: 'nowhere' })).body).toMatchObject({ code: 'unknown_reference', errors: [{ pointer: '/territoryCode' }] })
    expect((await add('EVENTS', {})).body.code).toBe('overlap_without_range')
    expect((await add('NONE', {})).status).toBe(404)
    expect(await list('FAM')).toEqual([])
  })

  it('is written in the audit log', async () => {
    const rows = await world.maintain(
      here.id,
      async (client) =>
        (
          await client.query<{ action: string }>(`select distinct action from app.audit_log where initiative_id = $1 and action like 'overlaps%' order by 1`, [
            here.id,
          ])
        ).rows,
    )
    expect(rows.map(({ action }) => action)).toEqual(['overlaps.add', 'overlaps.withdraw'])
  })
})
