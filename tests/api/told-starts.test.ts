import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me } from '#shared/accounts/contract.ts'
import type { DefinitionHistory } from '#shared/indicators/administration.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { release } from '../support/release.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

const NOW = new Date('2026-10-15T13:00:00Z')
let world: World
let here: TestInitiative
let figures: FigureBuilder
let lead: Asker
let funder: Asker
let contributor: Asker
beforeAll(async () => {
  world = await openWorld()
  world.setNow(NOW)
  here = await world.buildInitiative({ clockFrozenAt: NOW.toISOString() })
  figures = figuresOf(world, here)
  lead = await here.person({ role: 'backbone', lead: true })
  funder = await here.person({ role: 'funder' })
  contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
  const people = await figures.indicator('PEOPLE', { counting_unit: 'persons', suppression_applies: true })
  const share = await figures.indicator('SHARE', { unit_kind: 'ratio', temporal_kind: 'snapshot', is_proportion: true, counting_unit: 'persons' })
  for (const [territory, value] of [
    ['A1', '40'],
    ['A2', '31'],
    ['B1', '22'],
  ] as const)
    await figures.figure(people, territory, 'P1', '2026-Q1', { value })
  await figures.figure(share, 'A1', 'P1', '2025-Q1', { numerator: '30', denominator: '60' })
  await figures.figure(share, 'A1', 'P1', '2026-Q1', { numerator: '40', denominator: '60' })
  await figures.figure(share, 'A2', 'P1', '2026-Q1', { numerator: '50', denominator: '80' })
  await figures.baseline(share, 'A1', '2025-Q1', { numerator: '30', denominator: '60' })
  await figures.baseline(share, 'A2', '2025-Q1', { numerator: '44', denominator: '80' })
  await figures.target(share, '2027-Q1', '0.8', { scope: 'each' })
  await figures.target(people, '2027-Q1', '90', { scope: 'each' })
  await figures.recompute()
  await save('A1', '25')
  await save('A2', '3')
})
afterAll(() => world.close())

/** Sets the starting point of PEOPLE somewhere, as a lead does. */
const save = async (territoryCode: string, value: string) => {
  const items = [{ territoryCode, periodCode: '2025-Q1', value, sourceFr: 'Registre' }]
  const answer = await lead.ask('PUT', here.path('/indicators/PEOPLE/baselines'), { body: { items, reasonFr: 'Relue' } })
  expect(answer.status).toBe(200)
}
const starts = async (who: Asker, code = 'PEOPLE') =>
  (await who.get<IndicatorDetail>(here.path(`/indicators/${code}`))).body.baselines
    .map(({ territoryCode, value, numerator, denominator, mask }) => [territoryCode, mask, value, numerator, denominator])
    .sort()
const former = async (who: Asker) =>
  (await who.get<DefinitionHistory>(here.path('/indicators/PEOPLE/definition/history'))).body.baselines.map(({ territoryCode, mask, value }) => [
    territoryCode,
    mask,
    value,
  ])

describe('starting points are figures like any other', () => {
  it('before any release nobody but the backbone reads one; that there is one, and from where, is no secret', async () => {
    expect(await starts(lead)).toEqual([
      ['A1', 'none', '25', null, null],
      ['A2', 'none', '3', null, null],
    ])
    for (const who of [funder, contributor])
      expect(await starts(who)).toEqual([
        ['A1', 'masked', null, null, null],
        ['A2', 'masked', null, null, null],
      ])
    const { baselines } = (await funder.get<IndicatorDetail>(here.path('/indicators/PEOPLE'))).body
    expect(baselines[0]).toMatchObject({ periodCode: '2025-Q1', sourceFr: 'Registre' })
  })

  it('a release tells those that stand beside its figures and not those of small groups', async () => {
    await release(lead, here, { name: 'T1', throughPeriod: '2026-Q1' })
    for (const who of [funder, contributor])
      expect(await starts(who)).toEqual([
        ['A1', 'none', '25', null, null],
        ['A2', 'masked', null, null, null],
      ])
  })

  it('of a share the parts are told where the figure of its period shows the same ones, else the share alone', async () => {
    expect(await starts(funder, 'SHARE')).toEqual([
      ['A1', 'none', null, '30', '60'],
      ['A2', 'none', '0.55', null, null],
    ])
  })

  it('one that was changed since waits for the next release; the one before, once told, stays in the log', async () => {
    await save('A1', '27')
    await save('A2', '33')
    expect((await starts(funder)).map(([place, mask, value]) => [place, mask, value])).toEqual([
      ['A1', 'masked', null],
      ['A2', 'masked', null],
    ])
    expect((await former(funder)).sort()).toEqual([
      ['A1', 'none', '25'],
      ['A2', 'masked', null],
    ])
    expect((await former(lead)).map(([, , value]) => value).sort()).toEqual(['25', '3'])
    await release(lead, here, { name: 'T2', throughPeriod: '2026-Q1', isPreliminary: true })
    expect((await starts(funder)).map(([place, mask, value]) => [place, mask, value])).toEqual([
      ['A1', 'none', '27'],
      ['A2', 'none', '33'],
    ])
    expect((await former(funder)).sort()).toEqual([
      ['A1', 'none', '25'],
      ['A2', 'masked', null],
    ])
  })
})

describe('a preliminary release (domain 3.12)', () => {
  it('says of each figure that it is provisional, on screen and in files; the one before does not', async () => {
    const flags = async (number: number) =>
      (
        await funder.get<{ cells: ProgressCell[] }>(here.path(`/releases/${number}/cells`), { indicator: 'PEOPLE', period: '2026-Q1', level: 'local' })
      ).body.cells.map((cell) => cell.flags.includes('P'))
    expect([await flags(1), await flags(2)]).toEqual([
      [false, false, false],
      [true, true, true],
    ])
    const file = await funder.get(here.path('/exports'), { format: 'csv', language: 'en', period: '2026-Q1', indicator: 'PEOPLE' })
    const [head = '', row = ''] = file.text
      .split('\r\n')
      .filter((line) => line.includes(',obs_status,') || line.startsWith('PEOPLE'))
      .slice(0, 2)
    expect(row.split(',')[head.split(',').indexOf('obs_status')]).toBe('P')
  })
})

describe('access that ended', () => {
  it('is told by name and day to its person, unless another role stands; nothing else of the initiative is', async () => {
    const gone = await here.person({ role: 'funder', startsOn: '2024-01-01', endsOn: new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10) })
    const { body } = await gone.get<Me>('/api/v1/me')
    expect([body.initiatives, body.ended.map(({ nameFr, role }) => [nameFr, role])]).toEqual([[], [[`Démarche ${here.slug}`, 'funder']]])
    expect((await gone.get(here.path('/releases'))).status).toBe(404)
    await here.person({ role: 'partner_viewer', partner: 'P2', userId: gone.userId as string })
    const again = (await gone.ask<Me>('GET', '/api/v1/me', { headers: { 'maillage-hat': '' } })).body
    expect([again.initiatives.length, again.ended]).toEqual([1, []])
  })
})
