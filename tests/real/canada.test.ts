import { afterAll, beforeAll, expect, it } from 'vitest'
import { decimal, toText } from '#shared/values/decimal.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'
import {
  addIndicator,
  addPlaces,
  all,
  describeReal,
  emptyInitiative,
  expectBack,
  importBy,
  loadPlaces,
  mappingNamed,
  one,
  progress,
  RATE,
  SHARE,
  type Way,
} from './support.ts'

const POVERTY = 'indicators/canada/indicator_1-1-1.csv'
const FOOD = 'indicators/canada/indicator_2-1-1.csv'
const SCHOOL = 'indicators/canada/indicator_4-1-1.csv'
/** The 18 rows of an earlier vintage that the mapping leaves out: nine pairs of complementary shares. */
const EARLIER_VINTAGE = 900

const sum = (values: readonly (string | null)[]) => toText(values.reduce((total, value) => total.plus(value ?? 0), decimal(0)))
const percent = (values: readonly (string | null)[]) => values.map((value) => (value === null ? null : toText(decimal(value).times(100))))

describeReal('Canada', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  async function canada(): Promise<{ initiative: TestInitiative; lead: Asker }> {
    const made = await emptyInitiative(world)
    const places = await loadPlaces(world, made.initiative, 'territories/canada/georef-canada-province.geojson', 'canada-provinces')
    expect(places).toMatchObject({ created: 14, shapes: 13, rejections: [] })
    await addPlaces(
      made.lead,
      made.initiative,
      [
        { code: 'city', rank: 1 },
        { code: 'grouping', rank: 1, hierarchy: 'groupings' },
      ],
      [],
    )
    return made
  }

  it.each<Way>(['command', 'api'])(
    'poverty 1-1-1 by %s: 6,041 figures, the headline, Québec, nothing doubled, unchanged the second time',
    async (way) => {
      const { initiative, lead } = await canada()
      await addIndicator(lead, initiative, 'CA-1-1-1', SHARE)
      const mapping = mappingNamed('canada-1-1-1')
      const dry = await importBy(way, world, lead, initiative, { path: POVERTY }, mapping, { dryRun: true })
      expect([dry.state, dry.result.created]).toEqual(['done', 6041])
      expect(await one(world, initiative, 'select count(*)::int as n from app.observations where initiative_id = $1')).toEqual({ n: 0 })

      const { state, result } = await importBy(way, world, lead, initiative, { path: POVERTY }, mapping)
      expect([state, result.rejections, result.read, result.created, result.skipped, result.territoriesCreated]).toEqual(['done', [], 6041, 6041, 0, 11])
      expect(
        await one(
          world,
          initiative,
          `select count(*)::int as n, sum(value)::text as total, count(distinct state)::int as states, min(state) as state from app.observations where initiative_id = $1`,
        ),
      ).toEqual({ n: 6041, total: '883.780', states: 1, state: 'validated' })
      const cells = await progress(lead, initiative, { indicator: 'CA-1-1-1', level: 'country', from: '2015', to: '2023' })
      expect(percent(cells.map((cell) => cell.value))).toEqual(['14.5', '12.9', '11.9', '11.2', '10.5', '6.5', '7.6', '10.3', '10.4'])
      const quebec = await progress(lead, initiative, { indicator: 'CA-1-1-1', territory: '24', level: 'province', from: '2015', to: '2023', category: '*' })
      expect([quebec.length, sum(percent(quebec.map((cell) => cell.value)))]).toEqual([280, '2989.1'])
      const every = await Promise.all(
        ['country', 'province', 'city', 'grouping'].map((level) =>
          progress(lead, initiative, { indicator: 'CA-1-1-1', level, from: '2015', to: '2023', category: '*' }),
        ),
      )
      expect(
        sum(
          percent(
            every
              .flat()
              .filter((cell) => cell.presence === 'reported')
              .map((cell) => cell.value),
          ),
        ),
      ).toBe('88378')

      const again = await importBy(way === 'api' ? 'command' : 'api', world, lead, initiative, { path: POVERTY }, mapping)
      expect(again.result).toMatchObject({ read: 6041, created: 0, changed: 0, unchanged: 6041, skipped: 0, rejected: 0 })
      expect(await one(world, initiative, `select count(*)::int as n from app.observation_revisions where initiative_id = $1`)).toEqual({ n: 6041 })
      await expectBack(world, lead, initiative, 6041, way === 'api' ? 'csv' : 'xlsx')
    },
    120_000,
  )

  it.each<Way>(['command', 'api'])(
    'food insecurity 2-1-1 by %s: 11,749 blanks become missing, never zero',
    async (way) => {
      const { initiative, lead } = await canada()
      await addIndicator(lead, initiative, 'CA-2-1-1', SHARE)
      const mapping = mappingNamed('canada-2-1-1')
      const { state, result } = await importBy(way, world, lead, initiative, { path: FOOD }, mapping)
      expect([state, result.rejections, result.read, result.created, result.skippedBy]).toEqual(['done', [], 39_960, 39_942, { condition: 18 }])
      const presences = await all<{ presence: string; n: number; total: string | null }>(
        world,
        initiative,
        'select presence, count(*)::int as n, sum(value)::text as total from app.observations where initiative_id = $1 group by presence order by presence',
      )
      expect(presences.map(({ presence, n }) => [presence, n])).toEqual([
        ['missing', 11_749],
        ['reported', 39_942 - 11_749],
      ])
      expect(toText(decimal(presences[1]?.total ?? '0').times(100))).toBe(toText(decimal('791154.8').minus(EARLIER_VINTAGE)))
      expect(presences[0]?.total).toBeNull()
      const cells = await progress(lead, initiative, { indicator: 'CA-2-1-1', level: 'country', from: '2018', to: '2024' })
      expect(percent(cells.map((cell) => cell.value))).toEqual(['11.7', '10.9', '11.2', '12.9', '17', '19.4', '18.4'])
      const provinces = await progress(lead, initiative, { indicator: 'CA-2-1-1', level: 'province', from: '2018', to: '2024', category: '*' })
      const missing = provinces.filter((cell) => cell.presence === 'missing')
      expect(missing.length).toBeGreaterThan(1000)
      expect(missing.every((cell) => cell.value === null)).toBe(true)

      const again = await importBy(way === 'api' ? 'command' : 'api', world, lead, initiative, { path: FOOD }, mapping)
      expect(again.result).toMatchObject({ created: 0, changed: 0, unchanged: 39_942, rejected: 0 })
      if (way === 'api') await expectBack(world, lead, initiative, 39_942)
    },
    240_000,
  )

  it('high-school completion 4-1-1: 3,570 figures of two censuses with their own labels, 36 missing, three above 100 % kept, unchanged the second time', async () => {
    const { initiative, lead } = await canada()
    await addIndicator(lead, initiative, 'CA-4-1-1', { ...RATE, direction: 'increase' })
    const mapping = mappingNamed('canada-4-1-1')
    const { state, result } = await importBy('api', world, lead, initiative, { path: SCHOOL }, mapping)
    expect([state, result.rejections, result.read, result.created, result.territoriesCreated]).toEqual(['done', [], 3570, 3570, 0])
    expect(
      await one(
        world,
        initiative,
        `select count(*) filter (where presence = 'missing')::int as missing, count(*) filter (where value > 1)::int as above, round(sum(value) * 100, 5)::text as total
         from app.observations where initiative_id = $1`,
      ),
    ).toEqual({ missing: 36, above: 3, total: '224675.17095' })
    const cells = await progress(lead, initiative, { indicator: 'CA-4-1-1', level: 'country', from: '2016', to: '2021' })
    expect(percent(cells.filter(({ presence }) => presence === 'reported').map(({ value }) => value))).toEqual(['79.3', '81.954805055328'])
    const again = await importBy('command', world, lead, initiative, { path: SCHOOL }, mapping)
    expect(again.result).toMatchObject({ created: 0, changed: 0, unchanged: 3570, categoriesCreated: 0 })
    await expectBack(world, lead, initiative, 3570)
  }, 120_000)
})
