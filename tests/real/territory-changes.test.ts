import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TerritoryChangePreview } from '#shared/territories/change-contract.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'
import { addIndicator, addPlaces, all, COUNT, dataFile, describeReal, emptyInitiative, importBy, loadPlaces, mappingNamed, one, progress } from './support.ts'

interface Feature {
  properties: { code: string; name: string; parent: string }
}

describeReal('territories that changed', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  const apply = async (lead: Asker, initiative: TestInitiative, body: Record<string, unknown>) => {
    const answer = await lead.ask<TerritoryChangePreview>('POST', initiative.path('/territory-changes'), { body })
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  const rebuild = async (initiative: TestInitiative, year: string) => {
    await all(
      world,
      initiative,
      `select app.rebuild_set($1, v.id, p.id) from app.indicator_versions v cross join app.reporting_periods p
       where v.initiative_id = $1 and p.initiative_id = $1 and p.code = $2`,
      [year],
    )
  }
  /** Figures of another year, the same as those that are there: what changes is the map alone. */
  const copyYear = async (initiative: TestInitiative, from: string, to: string) => {
    await all(
      world,
      initiative,
      `insert into app.reporting_periods (initiative_id, kind, code, starts_on, ends_on) values ($1, 'year', $2, ($2 || '-01-01')::date, ($2 || '-12-31')::date)
       on conflict do nothing`,
      [to],
    )
    await all(
      world,
      initiative,
      `insert into app.observations (initiative_id, indicator_version_id, territory_id, partner_id, period_id, value, presence, state)
       select o.initiative_id, o.indicator_version_id, o.territory_id, o.partner_id, n.id, o.value, o.presence, o.state
       from app.observations o join app.reporting_periods p on p.initiative_id = $1 and p.id = o.period_id and p.code = $2
       join app.reporting_periods n on n.initiative_id = $1 and n.code = $3 where o.initiative_id = $1`,
      [from, to],
    )
    await rebuild(initiative, to)
  }
  const yearly = async (lead: Asker, initiative: TestInitiative, query: Record<string, string>) =>
    (await progress(lead, initiative, query))
      .filter(({ value }) => value !== null)
      .map((cell) => [cell.territory, cell.period, Number(cell.value), cell.flags.includes('break')] as const)

  it('July 2021: Brome-Missisquoi and La Haute-Yamaska pass from Montérégie to Estrie, and only these two regions break', async () => {
    const { initiative, lead } = await emptyInitiative(world)
    await loadPlaces(world, initiative, 'territories/quebec/municipalites_mamh.csv', 'quebec-territoires')
    await addIndicator(lead, initiative, 'QC-POPULATION', { ...COUNT, direction: 'increase', sourceKind: 'official' })
    await importBy('command', world, lead, initiative, { path: 'territories/quebec/municipalites_mamh.csv' }, mappingNamed('quebec-population'))
    const names = await all<{ code: string; name: string }>(
      world,
      initiative,
      `select code, name_fr as name from app.territories where initiative_id = $1 and code in ('M46', 'M47') order by code`,
    )
    expect(names.map(({ name }) => name)).toEqual(['Brome-Missisquoi', 'La Haute-Yamaska'])
    // The file is of today: the map is put back as it was before.
    const back = await lead.ask('POST', initiative.path('/territories'), {
      body: { items: names.map(({ code, name }) => ({ code, levelCode: 'mrc', nameFr: name, parentCode: 'R16' })) },
    })
    expect(back.status, back.text).toBe(200)
    await copyYear(initiative, '2025', '2020')
    const moved = (await yearly(lead, initiative, { indicator: 'QC-POPULATION', territory: 'M46,M47', period: '2025' })).reduce(
      (sum, [, , value]) => sum + value,
      0,
    )
    expect(moved).toBeGreaterThan(150_000)

    const change = await apply(lead, initiative, { kind: 'transfer', codes: ['M46', 'M47'], toParentCode: 'R05', occurredOn: '2021-07-01' })
    expect(change.broken.map(({ code }) => code).sort()).toEqual(['R05', 'R16'])
    const shown = await yearly(lead, initiative, { indicator: 'QC-POPULATION', territory: 'QC,R05,R16,R01,M46', from: '2020', to: '2025' })
    const of = (code: string) => shown.filter(([territory]) => territory === code).map(([, period, value, isBreak]) => [period, value, isBreak])
    expect(of('R05')).toEqual([
      ['2020', 524_721 - moved, false],
      ['2025', 524_721, true],
    ])
    expect(of('R16')).toEqual([
      ['2020', 1_514_551 + moved, false],
      ['2025', 1_514_551, true],
    ])
    expect(of('QC').map(([, value, isBreak]) => [value, isBreak])).toEqual([
      [9_056_044, false],
      [9_056_044, false],
    ])
    expect([...of('R01'), ...of('M46')].some(([, , isBreak]) => isBreak)).toBe(false)
    const inside = await lead.get<{ items: { code: string }[] }>(initiative.path('/territories'), { level: 'municipalite', parent: 'R05', on: '2021-07-01' })
    const before = await lead.get<{ items: { code: string }[] }>(initiative.path('/territories'), { level: 'municipalite', parent: 'R05', on: '2021-06-30' })
    const { n } = await one<{ n: number }>(
      world,
      initiative,
      `select count(*)::int as n from app.territory_parents p join app.territories t on t.initiative_id = $1 and t.id = p.parent_id and t.code in ('M46', 'M47') where p.initiative_id = $1`,
    )
    expect(inside.body.items.length - before.body.items.length).toBe(n)
    const renamed = await apply(lead, initiative, { kind: 'rename', code: 'M47', nameFr: 'Haute-Yamaska', occurredOn: '2022-01-01' })
    expect(renamed.broken).toEqual([])
    expect(
      (await yearly(lead, initiative, { indicator: 'QC-POPULATION', territory: 'M47', from: '2020', to: '2025' })).some(([, , , isBreak]) => isBreak),
    ).toBe(false)
  }, 120_000)

  it('2024: Kita and Nioro leave the region of Kayes, whose code serves again for what remains', async () => {
    const { initiative, lead } = await emptyInitiative(world)
    await addPlaces(
      lead,
      initiative,
      [
        { code: 'commune', rank: 1 },
        { code: 'cercle', rank: 2 },
        { code: 'region', rank: 3 },
        { code: 'pays', rank: 4 },
      ],
      [{ code: 'ML', levelCode: 'pays', nameFr: 'Mali' }],
      'ML',
    )
    for (const [level, depth] of [
      ['region', 1],
      ['cercle', 2],
      ['commune', 3],
    ] as const) {
      const { features } = JSON.parse(dataFile(`territories/mali/mali_adm${depth}.geojson`).toString('utf8')) as { features: Feature[] }
      const items = features.map(({ properties: { code, name, parent } }) => ({ code, levelCode: level, nameFr: name, parentCode: parent }))
      await addPlaces(lead, initiative, [], items)
    }
    await addIndicator(lead, initiative, 'COMMUNES', { ...COUNT, countingUnit: 'places', direction: 'increase' })
    await all(
      world,
      initiative,
      `insert into app.reporting_periods (initiative_id, kind, code, starts_on, ends_on) values ($1, 'year', '2023', '2023-01-01', '2023-12-31')`,
    )
    await all(
      world,
      initiative,
      `insert into app.observations (initiative_id, indicator_version_id, territory_id, period_id, value, state)
       select $1, v.id, t.id, p.id, 1, 'validated' from app.indicator_versions v, app.reporting_periods p, app.territories t
       join app.territory_levels l on l.initiative_id = $1 and l.id = t.level_id and l.code = 'commune'
       where v.initiative_id = $1 and p.initiative_id = $1 and t.initiative_id = $1`,
    )
    await copyYear(initiative, '2023', '2024')
    await rebuild(initiative, '2023')
    const cercles = (await lead.get<{ items: { code: string }[] }>(initiative.path('/territories'), { parent: 'ML01' })).body.items.map(({ code }) => code)
    expect(cercles).toHaveLength(7)
    const parts = [
      { code: 'ML01', nameFr: 'Kayes', childCodes: ['ML0101', 'ML0103', 'ML0104', 'ML0107'] },
      { code: 'ML-KITA', nameFr: 'Kita', childCodes: ['ML0105'] },
      { code: 'ML-NIORO', nameFr: 'Nioro', childCodes: ['ML0102', 'ML0106'] },
    ]
    const change = await apply(lead, initiative, { kind: 'split', fromCode: 'ML01', parts, occurredOn: '2024-01-01' })
    expect([change.ended.length, change.created.length, change.moved.length, change.broken]).toEqual([1, 3, 7, []])
    const shown = await yearly(lead, initiative, { indicator: 'COMMUNES', territory: 'ML,ML01,ML-KITA,ML-NIORO', from: '2023', to: '2024' })
    const of = (code: string, period: string) => shown.find(([territory, at]) => territory === code && at === period)
    const former = of('ML01', '2023')?.[2] ?? 0
    expect(former).toBe(129)
    const now = parts.map(({ code }) => of(code, '2024'))
    expect(now.reduce((sum, cell) => sum + (cell?.[2] ?? 0), 0)).toBe(former)
    expect(now.every((cell) => cell?.[3] === true && cell[2] > 0)).toBe(true)
    expect([of('ML', '2023'), of('ML', '2024')].map((cell) => [cell?.[2], cell?.[3]])).toEqual([
      [701, false],
      [701, false],
    ])
  }, 120_000)
})
