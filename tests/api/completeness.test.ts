import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Completeness } from '#shared/progress/completeness.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const PLACES = ['T', 'A', 'B', 'A1', 'A2', 'B1']
const ask = async (who: Asker, here: TestInitiative, query: Record<string, string> = {}) =>
  who.get<Completeness & { code?: string }>(here.path('/completeness'), query)
const read = async (who: Asker, here: TestInitiative, query: Record<string, string> = {}) => {
  const answer = await ask(who, here, query)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

/** MANY is owed by all three partners in two quarters, ONE by P2 alone, OFFICIAL by nobody in particular. */
async function build(): Promise<{ here: TestInitiative; figures: FigureBuilder; backbone: Asker; own: Asker; other: Asker; funder: Asker }> {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  const figures = figuresOf(world, here)
  const [many, one, official] = [await figures.indicator('MANY'), await figures.indicator('ONE'), await figures.indicator('OFFICIAL')]
  for (const partner of ['P1', 'P2', 'P3']) await figures.owed(many, 'A1', partner)
  await figures.owed(one, 'A1', 'P2')
  await figures.owed(official, 'T', null)
  for (const period of ['2026-Q1', '2026-Q2']) {
    await figures.figure(many, 'A1', 'P1', period, { value: 1, submitted_at: '2026-04-10' })
    await figures.figure(many, 'A1', 'P2', period, { value: 1, state: 'submitted', submitted_at: '2026-08-01' })
    await figures.figure(official, 'T', null, period, { value: 1, submitted_at: '2026-04-10' })
  }
  return {
    here,
    figures,
    backbone: await here.person({ role: 'backbone' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    other: await here.person({ role: 'partner_viewer', partner: 'P3' }),
    funder: await here.person({ role: 'funder' }),
  }
}

describe('GET …/completeness (domain 3.10)', () => {
  it('40 expected, 34 received, 29 on time: 85 % and 72.5 %, and lateness apart', async () => {
    const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const figures = figuresOf(world, here)
    const keys = PLACES.flatMap((place) => ['P1', 'P2', 'P3'].map((partner) => ({ place, partner })))
    const indicators = [await figures.indicator('C1'), await figures.indicator('C2'), await figures.indicator('C3')]
    for (let index = 0; index < 40; index += 1) {
      const { place, partner } = keys[index % keys.length] as (typeof keys)[number]
      const indicator = indicators[Math.floor(index / keys.length)] as (typeof indicators)[number]
      await figures.owed(indicator, place, partner)
      if (index < 34)
        await figures.figure(indicator, place, partner, '2026-Q1', {
          value: 1,
          state: 'submitted',
          submitted_at: index < 29 ? '2026-04-20' : '2026-04-21T12:00:00Z',
        })
    }
    const body = await read(await here.person({ role: 'backbone' }), here, { period: '2026-Q1' })
    expect(body).toMatchObject({ expected: 40, received: 34, onTime: 29, late: 5, validated: 0, excused: 0 })
    expect([body.received / body.expected, body.onTime / body.expected]).toEqual([0.85, 0.725])
  })

  it('by partner, by indicator and by period, the same reports are counted; filters narrow all three', async () => {
    const { here, backbone } = await build()
    const body = await read(backbone, here, { from: '2026-Q1', to: '2026-Q2' })
    expect(body).toMatchObject({ period: null, expected: 10, received: 6, onTime: 4, late: 2, validated: 4 })
    expect(body.items.map(({ indicator, expected, received }) => [indicator, expected, received])).toEqual([
      ['MANY', 6, 4],
      ['OFFICIAL', 2, 2],
      ['ONE', 2, 0],
    ])
    expect(body.partners.map(({ partner, expected, received }) => [partner, expected, received])).toEqual([
      ['P1', 2, 2],
      ['P2', 4, 2],
      ['P3', 2, 0],
    ])
    expect(body.periods.map(({ period, expected, received }) => [period, expected, received])).toEqual([
      ['2026-Q2', 5, 3],
      ['2026-Q1', 5, 3],
    ])
    expect(body.withheld).toEqual({ sums: false, indicators: [], periods: [] })
    expect(await read(backbone, here, { from: '2026-Q1', to: '2026-Q2', partner: 'P2', indicator: 'MANY' })).toMatchObject({
      expected: 2,
      received: 2,
      late: 2,
      items: [{ indicator: 'MANY' }],
      partners: [{ partner: 'P2' }],
    })
  })

  it('nothing expected gives no share at all', async () => {
    const { here, backbone } = await build()
    expect(await read(backbone, here, { period: '2026-Q3' })).toMatchObject({ expected: 0, received: 0, coverage: null, items: [], periods: [] })
  })

  it('coverage weighs a report by its denominator, the last one known when it is silent, else 1', async () => {
    const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const figures = figuresOf(world, here)
    const share = await figures.indicator('SHARE', { unit_kind: 'ratio', is_proportion: true })
    for (const partner of ['P1', 'P2', 'P3']) await figures.owed(share, 'A1', partner)
    await figures.figure(share, 'A1', 'P1', '2026-Q1', { numerator: 1, denominator: 60 })
    await figures.figure(share, 'A1', 'P2', '2026-Q1', { numerator: 1, denominator: 39 })
    await figures.figure(share, 'A1', 'P1', '2026-Q2', { numerator: 1, denominator: 60 })
    await figures.recompute()
    const backbone = await here.person({ role: 'backbone' })
    // 60 of 60 + 39 (last known) + 1 (nothing known)
    expect(await read(backbone, here, { period: '2026-Q2' })).toMatchObject({ expected: 3, received: 1, coverage: '0.6' })
    expect((await read(backbone, here, { from: '2026-Q1', to: '2026-Q2' })).coverage).toBe('0.795')
  })
})

describe('who reads which counts (domain 5, row 22)', () => {
  const RANGE = { from: '2026-Q1', to: '2026-Q2' }

  it('the backbone reads every partner, a partner itself, a funder none', async () => {
    const { here, backbone, own, other, funder } = await build()
    const partners = async (who: Asker) => (await read(who, here, RANGE)).partners.map(({ partner }) => partner)
    expect([await partners(backbone), await partners(own), await partners(other), await partners(funder)]).toEqual([['P1', 'P2', 'P3'], ['P2'], ['P3'], []])
  })

  it('an indicator owed by one partner is shown to no funder and no other partner, and no difference gives it', async () => {
    const { here, own, other, funder } = await build()
    for (const who of [own, other, funder]) {
      const body = await read(who, here, RANGE)
      expect(body.items).toEqual([])
      expect(body.withheld).toEqual({ sums: false, indicators: ['MANY', 'OFFICIAL', 'ONE'], periods: [] })
      expect(body).toMatchObject({ expected: 10, received: 6 })
      const filtered = await read(who, here, { ...RANGE, indicator: 'ONE' })
      expect(filtered).toMatchObject({
        expected: 0,
        received: 0,
        items: [],
        periods: [],
        withheld: { sums: true, indicators: ['ONE'], periods: ['2026-Q1', '2026-Q2'] },
      })
      expect(JSON.stringify(await read(who, here, {}))).not.toContain('"indicator":"ONE"')
    }
  })

  it('with enough partners behind what is hidden, the others are shown', async () => {
    const { here, figures, funder } = await build()
    const [second, third] = [await figures.indicator('SECOND'), await figures.indicator('THIRD')]
    await figures.owed(second, 'A1', 'P1')
    await figures.owed(third, 'A1', 'P3')
    const body = await read(funder, here, RANGE)
    expect(body.items.map(({ indicator }) => indicator)).toEqual(['MANY', 'OFFICIAL'])
    expect(body.withheld.indicators).toEqual(['ONE', 'SECOND', 'THIRD'])
  })

  it('a period of one partner alone is shown to nobody else but as the initiative’s last sum', async () => {
    const { here, figures, funder, backbone } = await build()
    const monthly = await figures.indicator('MONTHLY', { frequency: 'month' })
    await figures.owed(monthly, 'A1', 'P2')
    await figures.figure(monthly, 'A1', 'P2', '2026-08', { value: 1 })
    expect((await read(backbone, here, { period: '2026-08' })).expected).toBe(1)
    expect(await read(funder, here, { period: '2026-08' })).toMatchObject({ expected: 0, periods: [], withheld: { sums: true, periods: ['2026-08'] } })
    expect((await read(funder, here, { from: '2026-01', to: '2026-09' })).expected).toBe((await read(funder, here, RANGE)).expected)
    expect(await read(funder, here)).toMatchObject({ period: '2026-08', expected: 1, items: [] })
  })

  it('a partner reads its own reports one by one when it asks for them; another’s do not exist', async () => {
    const { here, own, funder, backbone } = await build()
    const body = await read(own, here, { ...RANGE, partner: 'P2' })
    expect(body.items.map(({ indicator, expected, received }) => [indicator, expected, received])).toEqual([
      ['MANY', 2, 2],
      ['ONE', 2, 0],
    ])
    expect((await ask(own, here, { partner: 'P3' })).status).toBe(404)
    expect((await ask(funder, here, { partner: 'P2' })).status).toBe(404)
    expect((await ask(backbone, here, { partner: 'P9' })).body.code).toBe('unknown_reference')
    expect((await ask(funder, here, { indicator: 'NOPE' })).body.code).toBe('unknown_reference')
    expect((await ask(funder, here, { from: 'hier' })).body.code).toBe('invalid_period')
  })
})
