import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let lead: Asker
let staff: Asker
let contributor: Asker
let viewer: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
  initiative = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  lead = await initiative.person({ role: 'backbone', lead: true })
  staff = await initiative.person({ role: 'backbone' })
  contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
  viewer = await initiative.person({ role: 'partner_viewer', partner: 'P3' })
  funder = await initiative.person({ role: 'funder' })
})
afterAll(() => world.close())

type Refusal = { code: string; params: Record<string, unknown>; errors?: { pointer: string; code: string }[] }
const put = (code: string, what: 'baselines' | 'targets', body: Record<string, unknown>, who = lead) =>
  who.ask<IndicatorDetail & Refusal>('PUT', initiative.path(`/indicators/${code}/${what}`), { body })
const faults = (body: Refusal) => body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)

describe('PUT baselines', () => {
  it('sets them by territory, changes them by territory, and leaves the others', async () => {
    await addIndicator(world, initiative, 'SHARE', { unit_kind: 'ratio', is_proportion: true })
    await put('SHARE', 'baselines', {
      items: [
        { territoryCode: 'T', periodCode: '2023-Q2', numerator: '59', denominator: '154' },
        { territoryCode: 'A', isPending: true, dueOn: '2026-12-01' },
      ],
    })
    const { status, body } = await put('SHARE', 'baselines', { items: [{ territoryCode: 'A', periodCode: '2023-Q2', numerator: '27', denominator: '61' }] })
    expect(status).toBe(200)
    expect(
      body.baselines.map(({ territoryCode, periodCode, numerator, denominator, isPending }) => [territoryCode, periodCode, numerator, denominator, isPending]),
    ).toEqual([
      ['A', '2023-Q2', '27', '61', false],
      ['T', '2023-Q2', '59', '154', false],
    ])
  })
  it('tells every fault at once', async () => {
    const { status, body } = await put('SHARE', 'baselines', {
      items: [
        { territoryCode: 'A' },
        { territoryCode: 'T', numerator: '5' },
        { territoryCode: 'B', numerator: '7', denominator: '6' },
        { territoryCode: 'B', isPending: true, value: '0.5' },
      ],
    })
    expect(status).toBe(400)
    expect(faults(body)).toEqual([
      '/items/0/value required',
      '/items/1/denominator required',
      '/items/2/numerator numerator_above_denominator',
      '/items/3/value figure_with_absence',
      '/items/3/territoryCode duplicate',
    ])
  })
  it('names what it does not know', async () => {
    expect(await put('SHARE', 'baselines', { items: [{ territoryCode: 'Z', value: '1', periodCode: '2023-Q9' }] })).toMatchObject({
      status: 422,
      body: { code: 'unknown_reference', params: { field: 'territoryCode', value: 'Z' } },
    })
    expect(await put('NOPE', 'baselines', { items: [{ territoryCode: 'A', value: '1' }] })).toMatchObject({ status: 404 })
  })
  it('only a lead sets them; partners and funders read them (domain 5, row 15)', async () => {
    for (const who of [contributor, viewer, funder]) {
      expect((await put('SHARE', 'baselines', { items: [{ territoryCode: 'A', value: '1' }] }, who)).status).toBe(404)
      expect((await who.get<IndicatorDetail>(initiative.path('/indicators/SHARE'))).body.baselines).toHaveLength(2)
    }
  })
})

describe('PUT targets', () => {
  const baseline = { territoryCode: 'T', periodCode: '2023-Q2', value: '142.1' }
  it('points that are no longer given are kept as superseded, with the reason of the change (situation 14)', async () => {
    await addIndicator(world, initiative, 'WAIT', { unit_kind: 'mean', direction: 'decrease' })
    await put('WAIT', 'baselines', { items: [baseline] })
    const first = {
      items: [
        { periodCode: '2024-Q2', value: '125' },
        { periodCode: '2026-Q4', value: '90' },
      ],
    }
    const { body: before } = await put('WAIT', 'targets', first)
    expect(before.targetPoints.map(({ periodCode, value, supersededOn, decidedOn }) => [periodCode, value, supersededOn, decidedOn])).toEqual([
      ['2024-Q2', '125', null, '2026-10-15'],
      ['2026-Q4', '90', null, '2026-10-15'],
    ])
    expect((await put('WAIT', 'targets', first)).body.targetPoints.map(({ id }) => id)).toEqual(before.targetPoints.map(({ id }) => id))
    const change = {
      items: [
        { periodCode: '2024-Q2', value: '125.0' },
        { periodCode: '2026-Q4', value: '100' },
      ],
    }
    const silent = await put('WAIT', 'targets', change)
    expect([silent.status, faults(silent.body)]).toEqual([400, ['/reasonFr required']])
    const { body } = await put('WAIT', 'targets', { ...change, reasonFr: 'Deux départs sans relève.' })
    expect(body.targetPoints.map(({ periodCode, value, supersededOn, reasonFr }) => [periodCode, value, supersededOn, reasonFr])).toEqual([
      ['2024-Q2', '125', null, null],
      ['2026-Q4', '100', null, 'Deux départs sans relève.'],
      ['2026-Q4', '90', '2026-10-15', null],
    ])
  })
  it('points come after the baseline, and the last one is not on the wrong side unless a loss is contained', async () => {
    await addIndicator(world, initiative, 'LESS', { unit_kind: 'mean', direction: 'decrease' })
    await put('LESS', 'baselines', { items: [baseline] })
    expect(
      await put('LESS', 'targets', {
        items: [
          { periodCode: '2023-Q1', value: '130' },
          { periodCode: '2026-Q4', value: '100' },
        ],
      }),
    ).toMatchObject({ status: 422, body: { code: 'target_before_baseline', params: { period: '2023-Q1' } } })
    expect(await put('LESS', 'targets', { items: [{ periodCode: '2026-Q4', value: '150' }] })).toMatchObject({
      status: 422,
      body: { code: 'target_on_wrong_side', params: { baseline: '142.1', target: '150' } },
    })
    await addIndicator(world, initiative, 'HOLD', { unit_kind: 'mean', direction: 'decrease', containment: true })
    await put('HOLD', 'baselines', { items: [baseline] })
    expect((await put('HOLD', 'targets', { items: [{ periodCode: '2026-Q4', value: '150' }] })).status).toBe(200)
  })
  it('a baseline that would put standing points on the wrong side is refused', async () => {
    await put('LESS', 'targets', { items: [{ periodCode: '2026-Q4', value: '100' }] })
    expect(await put('LESS', 'baselines', { items: [{ ...baseline, value: '80' }], reasonFr: 'Relevé corrigé.' })).toMatchObject({
      status: 422,
      body: { code: 'target_on_wrong_side' },
    })
    expect((await staff.get<IndicatorDetail>(initiative.path('/indicators/LESS'))).body.baselines[0]?.value).toBe('142.1')
  })
  it('a point of one territory names it, a common one does not', async () => {
    const { status, body } = await put('LESS', 'targets', {
      items: [
        { scope: 'one', periodCode: '2026-Q4', value: '100' },
        { scope: 'each', territoryCode: 'A', periodCode: '2026-Q4', value: '100' },
        { periodCode: 'soon', value: '1' },
      ],
    })
    expect([status, faults(body)]).toEqual([
      422,
      ['/items/2/periodCode invalid_period', '/items/0/territoryCode required', '/items/1/territoryCode not_for_this_kind'],
    ])
    for (const who of [contributor, viewer, funder]) expect((await put('LESS', 'targets', { items: [] }, who)).status).toBe(404)
  })
  it('a target that a partner set itself reaches funders when the partner agreed, and no list of the backbone removes it', async () => {
    const { versionId } = await addIndicator(world, initiative, 'OWN', {})
    await put('OWN', 'targets', { items: [{ periodCode: '2026-Q4', value: '75' }] })
    await world.maintain(initiative.id, (client) =>
      client.query(
        `insert into app.target_points (initiative_id, indicator_version_id, partner_id, period_id, value)
       select $1, $2, partner, id, 80 from app.reporting_periods, unnest($3::uuid[]) as partner where initiative_id = $1 and code = '2026-Q4'`,
        [initiative.id, versionId, [initiative.partner.P2, initiative.partner.P3]],
      ),
    )
    await world.maintain(initiative.id, (client) =>
      client.query('update app.partners set share_with_funder = true where initiative_id = $1 and id = $2', [initiative.id, initiative.partner.P2]),
    )
    await put('OWN', 'targets', { items: [], reasonFr: 'À revoir.' })
    const partnersSeen = async (who: Asker) =>
      (await who.get<IndicatorDetail>(initiative.path('/indicators/OWN'))).body.targetPoints.map(({ partnerCode }) => partnerCode).sort()
    expect(await partnersSeen(staff)).toEqual(['P2', 'P3', null].sort())
    expect(await partnersSeen(funder)).toEqual(['P2', null].sort())
  })
})

describe('POST assignments', () => {
  const owe = (code: string, items: unknown[], who = staff) =>
    who.ask<IndicatorDetail & Refusal>('POST', initiative.path(`/indicators/${code}/assignments`), { body: { items } })
  it('says who owes what; the same beginning again changes its end', async () => {
    await addIndicator(world, initiative, 'DUE', {})
    await owe('DUE', [
      { territoryCode: 'A1', partnerCode: 'P2', validFrom: '2024-01-01' },
      { territoryCode: 'A2', partnerCode: 'P2', validFrom: '2024-01-01', periodFilter: ['Q2', 'Q4'] },
    ])
    const { status, body } = await owe('DUE', [{ territoryCode: 'A1', partnerCode: 'P2', validFrom: '2024-01-01', validTo: '2026-06-30' }])
    expect(status).toBe(200)
    expect(body.assignments.map(({ territoryCode, partnerCode, validTo, periodFilter }) => [territoryCode, partnerCode, validTo, periodFilter])).toEqual([
      ['A1', 'P2', '2026-06-30', null],
      ['A2', 'P2', null, ['Q2', 'Q4']],
    ])
  })
  it('what is expected follows in the totals that stand', async () => {
    await addIndicator(world, initiative, 'COVER', {})
    await owe('COVER', [{ territoryCode: 'A1', partnerCode: 'P2', validFrom: '2024-01-01' }])
    const { body } = await contributor.ask<{ results: { version: number }[] }>('PUT', initiative.path('/observations'), {
      body: { items: [{ indicator: 'COVER', territory: 'A1', partner: 'P2', period: '2026-Q3', value: '3' }] },
    })
    expect(body.results).toMatchObject([{ outcome: 'created' }])
    const { items } = (await contributor.get<{ items: { id: string; version: number }[] }>(initiative.path('/observations'), { indicator: 'COVER' })).body
    await contributor.ask('POST', initiative.path('/observations/submission'), { body: { items: items.map(({ id, version }) => ({ id, version })) } })
    const expected = async () =>
      (
        await world.maintain(initiative.id, (client) =>
          client.query(
            `select assigned_count as assigned, received_count as received from app.cells c join app.indicator_versions v on v.initiative_id = c.initiative_id and v.id = c.indicator_version_id
       where c.initiative_id = $1 and c.is_top and c.flavour = 'provisional' and v.name_fr = 'COVER'`,
            [initiative.id],
          ),
        )
      ).rows
    expect(await expected()).toEqual([{ assigned: 1, received: 1 }])
    await owe('COVER', [{ territoryCode: 'B1', partnerCode: 'P3', validFrom: '2024-01-01' }])
    expect(await expected()).toEqual([{ assigned: 2, received: 1 }])
    await owe('COVER', [{ territoryCode: 'B1', partnerCode: 'P3', validFrom: '2024-01-01', validTo: '2025-12-31' }])
    expect(await expected()).toEqual([{ assigned: 1, received: 1 }])
  })
  it('nobody answers alone for a whole population, and faults have their places', async () => {
    await addIndicator(world, initiative, 'POP', {}, 'population')
    expect(await owe('POP', [{ territoryCode: 'A1', partnerCode: 'P2', validFrom: '2024-01-01' }])).toMatchObject({
      status: 422,
      body: { code: 'partner_on_population_indicator', params: { indicator: 'POP' } },
    })
    const { body } = await owe('DUE', [
      { territoryCode: 'A1', partnerCode: 'P9', validFrom: '2024-01-01' },
      { territoryCode: 'A1', validFrom: '2024-02-01', validTo: '2024-01-01' },
    ])
    expect(faults(body)).toEqual(['/items/0/partnerCode unknown_reference', '/items/1/validTo reversed'])
  })
  it('who owes what is not for funders', async () => {
    expect((await funder.get<IndicatorDetail>(initiative.path('/indicators/DUE'))).body.assignments).toEqual([])
    expect((await viewer.get<IndicatorDetail>(initiative.path('/indicators/DUE'))).body.assignments).toHaveLength(2)
    for (const who of [contributor, viewer, funder]) expect((await owe('DUE', [{ territoryCode: 'A1', validFrom: '2024-01-01' }], who)).status).toBe(404)
  })
})
