import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { release } from '../support/release.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let build: FigureBuilder
let backbone: Asker
beforeAll(async () => {
  world = await openWorld()
  initiative = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  build = figuresOf(world, initiative)
  backbone = await initiative.person({ role: 'backbone', lead: true })
})
afterAll(() => world.close())

async function read(code: string, query: Record<string, string> = {}, asker = backbone): Promise<ProgressCell[]> {
  const answer = await asker.get<{ cells: ProgressCell[] }>(initiative.path('/progress'), { indicator: code, ...query })
  expect(answer.status, answer.text).toBe(200)
  return answer.body.cells
}

describe('versions and targets', () => {
  it('nothing is compared or added across two versions: a break, no trend, a new running total', async () => {
    const indicator = await build.indicator('BREAK', { tracked_accumulation: 'since_start' })
    await build.figure(indicator, 'A1', 'P1', '2025-Q3', { value: 10 })
    await build.figure(indicator, 'A1', 'P1', '2025-Q4', { value: 20 })
    await build.version(indicator, '2026-01-01', { tracked_accumulation: 'since_start' })
    await build.figure(indicator, 'A1', 'P1', '2026-Q1', { value: 5 })
    await build.figure(indicator, 'A1', 'P1', '2026-Q2', { value: 6 })
    await build.recompute()
    const series = await read('BREAK', { from: '2025-Q3', to: '2026-Q2' })
    expect(series.map((cell) => [cell.period, cell.value, cell.periodValue, cell.flags, cell.previousPeriod, cell.trend])).toEqual([
      ['2025-Q3', '10', '10', [], null, null],
      ['2025-Q4', '30', '20', [], '2025-Q3', 'better'],
      ['2026-Q1', '5', '5', ['break'], null, null],
      ['2026-Q2', '11', '6', [], '2026-Q1', 'better'],
    ])
  })

  it('a total of the year starts again with the fiscal year, and a missing quarter is told', async () => {
    const indicator = await build.indicator('YEAR', { tracked_accumulation: 'year_to_date' })
    for (const [period, value] of [
      ['2025-Q4', 3],
      ['2026-Q1', 4],
      ['2026-Q2', 5],
      ['2026-Q3', null],
    ] as const) {
      await build.figure(indicator, 'A1', 'P1', period, value === null ? { presence: 'missing' } : { value })
    }
    await build.recompute()
    const series = await read('YEAR', { from: '2025-Q4', to: '2026-Q3' })
    expect(series.map((cell) => [cell.value, cell.presence])).toEqual([
      ['3', 'reported'],
      ['7', 'reported'],
      ['5', 'reported'],
      [null, 'missing'],
    ])
  })

  it('a target for one territory wins over the whole, the whole over each', async () => {
    const indicator = await build.indicator('SCOPES')
    for (const territory of ['T', 'A', 'B']) await build.baseline(indicator, territory, '2025-Q1', { value: 0 })
    await build.target(indicator, '2026-Q4', '100', { scope: 'each' })
    await build.target(indicator, '2026-Q4', '300', { scope: 'whole' })
    await build.target(indicator, '2026-Q4', '50', { scope: 'one', territory_id: initiative.territory.B })
    await build.figure(indicator, 'A1', 'P1', '2026-Q1', { value: 60 })
    await build.figure(indicator, 'B1', 'P1', '2026-Q1', { value: 60 })
    await build.recompute()
    const cells = await read('SCOPES', { territory: 'T,A,B,A1', period: '2026-Q1' })
    expect(cells.map((cell) => [cell.territory, cell.target, cell.reason])).toEqual([
      ['T', '300', 'trajectory'],
      ['A', '100', 'trajectory'],
      ['B', '50', 'target_met'],
      ['A1', '100', 'no_baseline'],
    ])
  })

  it('a target replaced later still judges the figures from before (situation 14)', async () => {
    const indicator = await build.indicator('REPLACED')
    await build.baseline(indicator, 'T', '2025-Q1', { value: 0 })
    await build.target(indicator, '2026-Q4', '70', { decided_on: '2025-01-01', superseded_on: '2026-02-01' })
    await build.target(indicator, '2026-Q4', '14', { decided_on: '2026-02-01' })
    for (const period of ['2025-Q4', '2026-Q1']) await build.figure(indicator, 'A1', 'P1', period, { value: 6 })
    await build.recompute()
    expect((await read('REPLACED', { from: '2025-Q4', to: '2026-Q1' })).map((cell) => [cell.target, cell.expected, cell.status])).toEqual([
      ['70', '30', 'off_track'],
      ['14', '8', 'watch'],
    ])
  })

  it('a band is judged by its distance, and an aim to limit a loss by its bound', async () => {
    const band = await build.indicator('BAND', { direction: 'maintain', maintain_lo: 90, maintain_hi: 110 })
    await build.figure(band, 'A1', 'P1', '2026-Q1', { value: 112 })
    const loss = await build.indicator('LOSS', { containment: true })
    await build.baseline(loss, 'T', '2025-Q1', { value: 100 })
    await build.target(loss, '2026-Q4', '80')
    await build.figure(loss, 'A1', 'P1', '2026-Q1', { value: 90 })
    await build.recompute()
    expect((await read('BAND'))[0]).toMatchObject({ status: 'watch', reason: 'band' })
    expect((await read('LOSS'))[0]).toMatchObject({ status: 'on_track', reason: 'band' })
  })

  it('a single milestone is judged against its date', async () => {
    const indicator = await build.indicator('STONE', { unit_kind: 'milestone', counting_unit: 'organisations', temporal_kind: 'stock' })
    await build.target(indicator, '2026-Q1', '1', { scope: 'each' })
    await build.figure(indicator, 'A1', 'P1', '2026-Q2', { bool_value: false })
    await build.figure(indicator, 'A2', 'P1', '2026-Q2', { bool_value: true, achieved_on: '2026-05-01' })
    await build.recompute()
    const cells = await read('STONE', { territory: 'A1,A2', period: '2026-Q2' })
    expect(cells.map((cell) => [cell.territory, cell.status, cell.reason])).toEqual([
      ['A1', 'off_track', 'late'],
      ['A2', 'on_track', 'done'],
    ])
  })
})

describe('presence, coverage and places', () => {
  it('too little received gives the value without a status; enough gives both', async () => {
    const indicator = await build.indicator('COVER')
    await build.baseline(indicator, 'T', '2025-Q1', { value: 0 })
    await build.target(indicator, '2026-Q4', '10')
    for (const partner of ['P1', 'P2', 'P3']) await build.owed(indicator, 'A1', partner)
    await build.figure(indicator, 'A1', 'P1', '2026-Q2', { value: 4 })
    await build.figure(indicator, 'A1', 'P2', '2026-Q2', { value: 5 })
    await build.recompute()
    expect((await read('COVER', { period: '2026-Q2' }))[0]).toMatchObject({
      value: '9',
      coverage: '0.666666666667',
      status: 'no_data',
      reason: 'incomplete',
      progress: null,
      flags: ['incomplete'],
    })
    await build.figure(indicator, 'A1', 'P3', '2026-Q2', { presence: 'not_applicable', presence_reason: 'fermé' })
    await build.recompute()
    expect((await read('COVER', { period: '2026-Q2' }))[0]).toMatchObject({ value: '9', coverage: '1', status: 'on_track', progress: '0.9' })
  })

  it('the last period is the one that is due or sufficiently covered, not the one that has just begun', async () => {
    const indicator = await build.indicator('LAST')
    for (const partner of ['P1', 'P2', 'P3']) await build.owed(indicator, 'A1', partner)
    for (const partner of ['P1', 'P2', 'P3']) await build.figure(indicator, 'A1', partner, '2026-Q2', { value: 1 })
    await build.figure(indicator, 'A1', 'P1', '2026-Q3', { value: 2 })
    await build.recompute()
    expect((await read('LAST')).map((cell) => cell.period)).toEqual(['2026-Q2'])
    for (const partner of ['P2', 'P3']) await build.figure(indicator, 'A1', partner, '2026-Q3', { value: 2 })
    await build.recompute()
    expect((await read('LAST')).map((cell) => [cell.period, cell.value])).toEqual([['2026-Q3', '6']])
  })

  it('a last figure older than two periods says its age', async () => {
    const indicator = await build.indicator('OLD')
    await build.figure(indicator, 'A1', 'P1', '2025-Q4', { value: 1 })
    await build.recompute()
    expect((await read('OLD'))[0]).toMatchObject({ period: '2025-Q4', flags: ['stale'] })
    expect((await read('OLD', { period: '2025-Q4' }))[0]?.flags).toEqual([])
  })

  it('not applicable is neither missing nor zero', async () => {
    const indicator = await build.indicator('NONE')
    await build.figure(indicator, 'A1', 'P1', '2026-Q1', { presence: 'not_applicable', presence_reason: 'fermé' })
    await build.recompute()
    expect((await read('NONE', { period: '2026-Q1' }))[0]).toMatchObject({
      value: null,
      presence: 'not_applicable',
      status: 'no_data',
      reason: 'not_applicable',
    })
  })

  it('a figure entered for a parent wins; the backbone sees what the parts would give, others do not', async () => {
    const indicator = await build.indicator('OWN')
    await build.figure(indicator, 'A1', 'P1', '2026-Q1', { value: 10, state: 'published' })
    await build.figure(indicator, 'T', null, '2026-Q1', { value: 12, is_direct_total: true, state: 'published' })
    await build.recompute()
    expect((await read('OWN', { period: '2026-Q1' }))[0]).toMatchObject({ value: '12', computed: '10', flags: ['own_differs'] })
    await release(backbone, initiative, { name: 'OWN', throughPeriod: '2026-Q1' })
    const funder = await initiative.person({ role: 'funder' })
    expect((await read('OWN', { period: '2026-Q1' }, funder))[0]).toMatchObject({ value: '12', computed: null })
  })

  it('a partner’s own total for a parent is not added to its figures below', async () => {
    const indicator = await build.indicator('TWICE')
    await build.figure(indicator, 'A1', 'P1', '2026-Q1', { value: 10 })
    await build.figure(indicator, 'A', 'P1', '2026-Q1', { value: 12, is_direct_total: true })
    await build.recompute()
    const cells = await read('TWICE', { by: 'partner', territory: 'T,A,A1', period: '2026-Q1' })
    expect(cells.map((cell) => [cell.territory, cell.partner, cell.value])).toEqual([
      ['T', 'P1', '10'],
      ['A', 'P1', '12'],
      ['A1', 'P1', '10'],
    ])
  })

  it('stored combinations of categories are read one by one or all', async () => {
    const indicator = await build.indicator('CATEGORY')
    for (const [category, value] of [
      ['TOTAL', 10],
      ['sex:boy', 6],
      ['sex:girl', 4],
    ] as const)
      await build.figure(indicator, 'A1', 'P1', '2026-Q1', { category, value })
    await build.recompute()
    const query = { period: '2026-Q1' }
    expect((await read('CATEGORY', { ...query, category: '*' })).map((cell) => [cell.category, cell.value])).toEqual([
      ['TOTAL', '10'],
      ['sex:boy', '6'],
      ['sex:girl', '4'],
    ])
    expect((await read('CATEGORY', { ...query, category: 'sex:girl' })).map((cell) => cell.value)).toEqual(['4'])
    expect((await read('CATEGORY', query)).map((cell) => cell.value)).toEqual(['10'])
  })

  it('shares without their two numbers and indices are not put together: a place above says so, one with nothing below stays missing', async () => {
    const share = await build.indicator('PARTLESS', { unit_kind: 'ratio', parts_unknown: true })
    const index = await build.indicator('INDEX', { unit_kind: 'index' })
    for (const indicator of [share, index]) {
      await build.figure(indicator, 'A1', null, '2026-Q1', { value: '0.3', is_direct_total: true })
      await build.figure(indicator, 'B1', null, '2026-Q1', { presence: 'missing', is_direct_total: true })
    }
    await build.recompute()
    for (const code of ['PARTLESS', 'INDEX']) {
      const cells = await read(code, { territory: 'T,A,A1,B', period: '2026-Q1' })
      expect(cells.map((cell) => [cell.territory, cell.value, cell.presence, cell.reason, cell.flags.includes('not_put_together')])).toEqual([
        ['T', null, 'missing', 'not_put_together', true],
        ['A', null, 'missing', 'not_put_together', true],
        ['B', null, 'missing', 'not_reported', false],
        ['A1', '0.3', 'reported', 'no_target', false],
      ])
    }
  })

  it('a share without its numbers, or an index, of one of several partners is never taken for the place’s: each partner keeps its own', async () => {
    const share = await build.indicator('EACHSHARE', { unit_kind: 'ratio', parts_unknown: true })
    const index = await build.indicator('EACHINDEX', { unit_kind: 'index' })
    for (const indicator of [share, index])
      for (const [place, partner, period, value] of [
        ['A1', 'P1', '2026-Q1', '0.715'],
        ['A1', 'P2', '2026-Q1', '0.81'],
        ['A1', 'P1', '2026-Q2', null],
        ['A1', 'P2', '2026-Q2', '0.799'],
        ['A2', 'P1', '2026-Q1', '0.66'],
        ['B1', 'P1', '2026-Q1', '0.4'],
        ['B1', 'P2', '2026-Q1', '0.6'],
        ['B1', null, '2026-Q1', '0.52'],
      ] as const)
        await build.figure(
          indicator,
          place,
          partner,
          period,
          value === null ? { presence: 'missing', is_direct_total: true } : { value, is_direct_total: true },
        )
    await build.recompute()
    for (const code of ['EACHSHARE', 'EACHINDEX']) {
      const told = async (query: Record<string, string>) =>
        (await read(code, query)).map((cell) => [cell.territory, cell.partner, cell.value, cell.flags.includes('not_put_together')])
      expect(await told({ territory: 'A1,A2,B1', period: '2026-Q1' })).toEqual([
        ['A1', null, null, true],
        ['A2', null, '0.66', false],
        ['B1', null, '0.52', false],
      ])
      expect(await told({ territory: 'A1', period: '2026-Q2' }), 'one is late: the other is still not the place').toEqual([['A1', null, null, true]])
      expect(await told({ territory: 'A1', period: '2026-Q1', by: 'partner' })).toEqual([
        ['A1', 'P1', '0.715', false],
        ['A1', 'P2', '0.81', false],
      ])
    }
  })

  it('a territory that gave a part away is not compared with its baseline from before', async () => {
    const indicator = await build.indicator('SHAPE')
    await build.baseline(indicator, 'A', '2025-Q1', { value: 0 })
    await build.target(indicator, '2026-Q4', '100', { scope: 'each' })
    for (const period of ['2025-Q4', '2026-Q2']) await build.figure(indicator, 'A1', 'P1', period, { value: 50 })
    await build.recompute()
    await world.maintain(initiative.id, (client) =>
      client.query(`insert into app.territory_successions (initiative_id, from_id, to_id, kind, occurred_on) values ($1, $2, $3, 'transfer', '2026-01-01')`, [
        initiative.id,
        initiative.territory.A,
        initiative.territory.B,
      ]),
    )
    const cells = await read('SHAPE', { territory: 'A', from: '2025-Q4', to: '2026-Q2' })
    expect(cells.filter((cell) => cell.value !== null).map((cell) => [cell.period, cell.status, cell.reason])).toEqual([
      ['2025-Q4', 'on_track', 'trajectory'],
      ['2026-Q2', 'no_data', 'not_comparable'],
    ])
  })

  it('a question that would give more figures than a screen can hold is refused', async () => {
    await world.maintain(initiative.id, (client) =>
      client.query(`insert into app.territories (initiative_id, level_id, code, name_fr) select $1, $2, 'X' || n, 'Lieu' from generate_series(1, 3000) n`, [
        initiative.id,
        initiative.level.local,
      ]),
    )
    const answer = await backbone.get<{ code: string }>(initiative.path('/progress'), { level: 'local', from: '2025-Q1', to: '2026-Q3' })
    expect([answer.status, answer.body.code]).toEqual([422, 'too_many_cells'])
  })
})
