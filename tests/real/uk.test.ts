import { afterAll, beforeAll, expect, it } from 'vitest'
import { decimal, toText } from '#shared/values/decimal.ts'
import { openWorld, type World } from '../support/world.ts'
import {
  addIndicator,
  addPlaces,
  all,
  describeReal,
  emptyInitiative,
  expectBack,
  importBy,
  mappingNamed,
  one,
  progress,
  RATE,
  SHARE,
  type Way,
} from './support.ts'

const GOALS = 'indicators/uk/indicator_4-2-1.csv'
const LEARNING = 'indicators/uk/indicator_4-2-2.csv'
const BRANCHES = 'indicators/uk/indicator_8-10-1.csv'
const REGIONS = {
  E12000001: 'North East',
  E12000002: 'North West',
  E12000003: 'Yorkshire and The Humber',
  E12000004: 'East Midlands',
  E12000005: 'West Midlands',
  E12000006: 'East of England',
  E12000007: 'London',
  E12000008: 'South East',
  E12000009: 'South West',
  E13000001: 'Inner London',
  E13000002: 'Outer London',
}
const YEARS = ['SY2012', 'SY2013', 'SY2014', 'SY2015', 'SY2016', 'SY2017', 'SY2018', 'SY2021']
const percent = (value: string | null) => (value === null ? null : toText(decimal(value).times(100)))

describeReal('United Kingdom', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  const LEVELS = [
    { code: 'authority', rank: 1 },
    { code: 'region', rank: 2 },
    { code: 'country', rank: 3 },
  ]
  const england = [
    { code: 'ENG', levelCode: 'country', nameFr: 'England' },
    ...Object.entries(REGIONS).map(([code, nameFr]) => ({ code, levelCode: 'region', nameFr, parentCode: 'ENG' })),
  ]

  it.each<Way>(['command', 'api'])(
    'early learning goals 4-2-1 by %s: regions and authorities, and the break of method is another version',
    async (way) => {
      const { initiative, lead } = await emptyInitiative(world)
      await addPlaces(lead, initiative, LEVELS, england, 'ENG')
      const definition = { ...SHARE, frequency: 'school_year', direction: 'increase' }
      await addIndicator(lead, initiative, 'UK-4-2-1', definition)
      const version = await lead.ask('POST', initiative.path('/indicators/UK-4-2-1/versions'), {
        body: {
          validFrom: '2021-09-01',
          changeReasonFr: 'Nouveau profil à partir de 2021-2022.',
          definition: { nameFr: 'UK-4-2-1', definitionFr: 'Selon le nouveau profil.', purposeFr: 'Essai.', ...definition },
        },
      })
      expect([200, 201], version.text).toContain(version.status)
      const mapping = mappingNamed('uk-4-2-1')
      const { state, result } = await importBy(way, world, lead, initiative, { path: GOALS }, mapping)
      expect([state, result.rejections, result.read, result.created, result.territoriesCreated]).toEqual(['done', [], 6646, 6646, 156])

      const years = await all<{ code: string; number: number; n: number; total: string }>(
        world,
        initiative,
        `select p.code, v.number, count(*)::int as n, (sum(o.value) * 100)::numeric(12, 1)::text as total from app.observations o
       join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
       where o.initiative_id = $1 group by p.code, v.number order by p.code`,
      )
      expect(years.map(({ code, number, n, total }) => [code, number, n, total])).toEqual([
        ['SY2012', 1, 823, '56188.4'],
        ['SY2013', 1, 823, '61078.0'],
        ['SY2014', 1, 823, '64121.8'],
        ['SY2015', 1, 823, '65489.6'],
        ['SY2016', 1, 823, '66087.6'],
        ['SY2017', 1, 828, '66895.3'],
        ['SY2018', 1, 833, '67176.7'],
        ['SY2021', 2, 870, '66870.9'],
      ])
      const perLevel: Record<string, number> = {}
      let total = decimal(0)
      let headline: (string | null)[] = []
      for (const level of ['country', 'region', 'authority']) {
        const cells = await progress(lead, initiative, { indicator: 'UK-4-2-1', level, from: 'SY2012', to: 'SY2021', category: '*' })
        perLevel[level] = new Set(cells.map((cell) => cell.territory)).size
        for (const cell of cells) total = total.plus(cell.value ?? 0)
        if (level === 'country') headline = YEARS.map((year) => percent(cells.find((cell) => cell.period === year && cell.category === 'TOTAL')?.value ?? null))
      }
      expect(perLevel).toEqual({ country: 1, region: 11, authority: 156 })
      expect(toText(total.times(100))).toBe('513908.3')
      expect(headline).toEqual(['48.9', '58', '64.1', '67.3', '69', '70.2', '70.7', '63.4'])

      const again = await importBy(way === 'api' ? 'command' : 'api', world, lead, initiative, { path: GOALS }, mapping)
      expect(again.result).toMatchObject({ created: 0, changed: 0, unchanged: 6646, territoriesCreated: 0, categoriesCreated: 0 })
      await expectBack(world, lead, initiative, 6646, way === 'api' ? 'xlsx' : 'csv')
    },
    120_000,
  )

  it('participation in organised learning 4-2-2: 47 blanks stay missing, 294 shares above 100 % are kept and told, unchanged the second time', async () => {
    const { initiative, lead } = await emptyInitiative(world)
    await addPlaces(lead, initiative, LEVELS, england, 'ENG')
    await addIndicator(lead, initiative, 'UK-4-2-2', { ...RATE, direction: 'increase' })
    const mapping = mappingNamed('uk-4-2-2')
    const { state, result } = await importBy('api', world, lead, initiative, { path: LEARNING }, mapping)
    expect([state, result.rejections, result.read, result.created, result.territoriesCreated]).toEqual(['done', [], 5190, 5190, 155])
    expect(result.warnings?.find(({ code }) => code === 'above_whole')?.count).toBe(294)
    expect(
      await one(
        world,
        initiative,
        `select count(*) filter (where presence = 'missing')::int as missing, count(*) filter (where value > 1)::int as above, (max(value) * 100)::numeric(12, 1)::text as most,
         (sum(value) * 100)::numeric(12, 1)::text as total from app.observations where initiative_id = $1`,
      ),
    ).toEqual({ missing: 47, above: 294, most: '174.6', total: '449846.7' })
    const again = await importBy('command', world, lead, initiative, { path: LEARNING }, mapping)
    expect(again.result).toMatchObject({ created: 0, changed: 0, unchanged: 5190, territoriesCreated: 0, categoriesCreated: 0 })
    await expectBack(world, lead, initiative, 5190)
  }, 120_000)

  it('bank branches 8-10-1: 4,680 rates over 24 years, from the kingdom to its 374 authorities, unchanged the second time', async () => {
    const { initiative, lead } = await emptyInitiative(world)
    const countries = ['England', 'Northern Ireland', 'Scotland', 'Wales']
    const regions = ['East', 'East Midlands', 'London', 'North East', 'North West', 'South East', 'South West', 'West Midlands', 'Yorkshire and The Humber']
    await addPlaces(
      lead,
      initiative,
      [...LEVELS, { code: 'kingdom', rank: 4 }],
      [
        { code: 'UK', levelCode: 'kingdom', nameFr: 'United Kingdom' },
        ...countries.map((nameFr) => ({ code: nameFr.slice(0, 1), levelCode: 'country', nameFr, parentCode: 'UK' })),
        ...regions.map((nameFr, index) => ({ code: `E${index}`, levelCode: 'region', nameFr, parentCode: 'E' })),
      ],
      'UK',
    )
    await addIndicator(lead, initiative, 'UK-8-10-1', { ...RATE, displayFactor: '1', countingUnit: 'places' })
    const mapping = mappingNamed('uk-8-10-1')
    const { state, result } = await importBy('api', world, lead, initiative, { path: BRANCHES }, mapping)
    expect([state, result.rejections, result.read, result.created]).toEqual(['done', [], 4680, 4680])
    const stored = await one<{ years: number; authorities: number; total: string }>(
      world,
      initiative,
      `select count(distinct o.period_id)::int as years, count(distinct o.territory_id) filter (where l.code = 'authority')::int as authorities, round(sum(o.value), 3)::text as total
       from app.observations o join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
       join app.territory_levels l on l.initiative_id = o.initiative_id and l.id = t.level_id where o.initiative_id = $1`,
    )
    expect(stored).toEqual({ years: 24, authorities: 374, total: '167683.438' })
    const again = await importBy('command', world, lead, initiative, { path: BRANCHES }, mapping)
    expect(again.result).toMatchObject({ created: 0, changed: 0, unchanged: 4680, territoriesCreated: 0 })
    await expectBack(world, lead, initiative, 4680)
  }, 120_000)
})
