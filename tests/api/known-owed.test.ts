import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let lead: Asker
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const at = (day: string) => world.setNow(new Date(`${day}T15:00:00Z`))
async function start(): Promise<void> {
  here = await world.buildInitiative()
  lead = await here.person({ role: 'backbone', lead: true })
  const build = figuresOf(world, here)
  const indicator = await build.indicator('EVT', { frequency: 'year' })
  for (const [territory, value] of [
    ['A1', '10'],
    ['A2', '20'],
    ['B1', '40'],
  ] as const)
    await build.figure(indicator, territory, 'P2', '2025', { value })
  await build.recompute()
  // What stood before was known since always.
  await world.maintain(here.id, (client) => client.query(`update app.observation_revisions set at = '2026-01-15' where initiative_id = $1`, [here.id]))
}
const cells = async (query: Record<string, string>) => {
  const answer = await lead.get<{ cells: ProgressCell[] }>(here.path('/progress'), { indicator: 'EVT', period: '2025', ...query })
  expect(answer.status, answer.text).toBe(200)
  return answer.body.cells
}
const coverage = async (query: Record<string, string> = {}) => (await cells(query)).map(({ territory, value, coverage: share }) => [territory, value, share])
const expected = (territoryCode: string, more: object = {}) => ({ territoryCode, partnerCode: 'P2', validFrom: '2025-01-01', ...more })
const assign = (items: object[]) => lead.ask<IndicatorDetail>('POST', here.path('/indicators/EVT/assignments'), { body: { items } })

describe('as known on a day: who owed what', () => {
  it('an assignment that was made later bound nobody then, one that was ended or paused later still did', async () => {
    at('2026-02-01')
    await start()
    const first = await assign([expected('A1'), expected('A2'), expected('B1')])
    expect(first.status, first.text).toBe(200)
    const whole = await coverage({ territory: 'T' })
    at('2026-04-01')
    // A place without a figure is owed from now on, known from April only.
    await world.maintain(here.id, (client) =>
      client.query(`delete from app.observations where initiative_id = $1 and territory_id = $2`, [here.id, here.territory.B1]),
    )
    await assign([expected('B1', { paused: true })])
    const paused = await coverage({ territory: 'B' })
    at('2026-06-01')
    await assign([expected('B1')])
    const now = await coverage({ territory: 'B' })
    expect(now).not.toEqual(paused)
    expect(await coverage({ territory: 'B', asKnownOn: '2026-05-01' })).toEqual(paused)
    expect(await coverage({ territory: 'B', asKnownOn: '2026-06-01' })).toEqual(now)
    expect(await coverage({ territory: 'B' })).toEqual(now)
    expect(whole).toHaveLength(1)
    const { rows } = await world.maintain(here.id, (client) =>
      client.query<{ count: number }>('select count(*)::int as count from app.assignment_revisions where initiative_id = $1', [here.id]),
    )
    expect(rows[0]?.count).toBe(2)
  })
})

describe('as known on a day: the map', () => {
  it('a transfer that was recorded later had not happened, in the totals either; a merge neither; and nothing of it stays', async () => {
    at('2026-02-01')
    await start()
    const regions = async (query: Record<string, string> = {}) =>
      (await cells({ level: 'regional', ...query })).map(({ territory, value }) => [territory, value]).sort()
    const locals = async (query: Record<string, string> = {}) =>
      (await cells({ level: 'local', ...query })).map(({ territory, value }) => [territory, value]).sort()
    const [regionsBefore, localsBefore] = [await regions(), await locals()]
    expect(regionsBefore).toEqual([
      ['A', '30'],
      ['B', '40'],
    ])
    at('2026-05-01')
    await lead.ask('POST', here.path('/territory-changes'), { body: { kind: 'transfer', codes: ['A2'], toParentCode: 'B', occurredOn: '2025-06-01' } })
    expect(await regions()).toEqual([
      ['A', '10'],
      ['B', '60'],
    ])
    at('2026-07-01')
    const merged = await lead.ask('POST', here.path('/territory-changes'), {
      body: { kind: 'merge', fromCodes: ['A2', 'B1'], to: { code: 'N', nameFr: 'Nouvelle' }, occurredOn: '2025-09-01' },
    })
    expect(merged.status, merged.text).toBe(201)
    const now = { regions: await regions(), locals: await locals() }
    expect(await regions({ asKnownOn: '2026-04-30' })).toEqual(regionsBefore)
    expect(await locals({ asKnownOn: '2026-04-30' })).toEqual(localsBefore)
    expect(await regions({ asKnownOn: '2026-06-30' })).toEqual([
      ['A', '10'],
      ['B', '60'],
    ])
    expect(await locals({ asKnownOn: '2026-06-30' })).toEqual(localsBefore)
    expect({ regions: await regions(), locals: await locals() }).toEqual(now)
  })
})
