import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LoadedTerritory } from '#shared/exchange/load-rows.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import { parseFile } from '#server/features/exchange/service.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'
import {
  addIndicator,
  addPlaces,
  all,
  COUNT,
  dataFile,
  dataFiles,
  describeReal,
  emptyInitiative,
  expectBack,
  importBy,
  loadNamed,
  loadPlaces,
  mappingNamed,
  one,
  progress,
  type Way,
} from './support.ts'

const MUNICIPALITIES = 'territories/quebec/municipalites_mamh.csv'
/** Municipalities and population of each region. */
const REGIONS: Record<string, [number, number]> = {
  R01: [129, 204405],
  R02: [61, 286589],
  R03: [69, 814889],
  R04: [49, 287822],
  R05: [117, 524721],
  R06: [16, 2204633],
  R07: [75, 424846],
  R08: [76, 149220],
  R09: [53, 89710],
  R10: [61, 47122],
  R11: [54, 92282],
  R12: [136, 456545],
  R13: [1, 458981],
  R14: [70, 561316],
  R15: [88, 674646],
  R16: [150, 1514551],
  R17: [80, 263766],
}
/** Adults without constraints, January 2023 to August 2025. */
const WITHOUT_CONSTRAINTS = [
  105479, 107415, 108971, 108806, 108996, 108784, 109394, 107895, 108970, 110969, 110836, 112155, 114799, 116727, 119226, 121788, 123347, 123142, 123868,
  123808, 122286, 119825, 119114, 118914, 119604, 120475, 118065, 117376, 115785, 115291, 114719, 114504,
]
const SEXES = { '2023-01': [69231, 83565], '2023-12': [70840, 89100], '2024-12': [75358, 93426], '2025-08': [75753, 89804] }

describeReal('Québec', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  async function byApi(lead: Asker, initiative: TestInitiative): Promise<void> {
    const mapping = loadNamed('quebec-territoires')
    const { items } = await parseFile<'territories'>(
      { kind: 'territories', fileName: 'municipalites_mamh.csv', mapping, level: null },
      dataFile(MUNICIPALITIES),
    )
    const levels = mapping.levels.map((level) => ({ code: level.level as string, hierarchy: 'main', ...level.create }))
    expect((await lead.ask('PUT', initiative.path('/territory-levels'), { body: { items: levels } })).status).toBe(200)
    const toBody = (item: LoadedTerritory) => ({
      code: item.code,
      levelCode: item.level,
      nameFr: item.nameFr,
      parentCode: item.parent,
      ...(item.population === null ? {} : { population: item.population }),
    })
    const answer = await lead.ask('POST', initiative.path('/territories'), { body: { items: items.map(toBody), topCode: 'QC' } })
    expect(answer.body, answer.text).toMatchObject({ read: 1401, created: 1401 })
  }

  it.each<Way>(['command', 'api'])(
    'territories by %s: 1,285 municipalities in 98 MRC in 17 regions, and the population of each region',
    async (way) => {
      const { initiative, lead } = await emptyInitiative(world)
      if (way === 'api') await byApi(lead, initiative)
      else {
        expect(await loadPlaces(world, initiative, MUNICIPALITIES, 'quebec-territoires')).toMatchObject({ read: 1285, created: 1401, rejections: [] })
        expect(await loadPlaces(world, initiative, MUNICIPALITIES, 'quebec-territoires')).toMatchObject({ created: 0, changed: 0, unchanged: 1401 })
      }
      const levels = await all(
        world,
        initiative,
        `select l.code, count(*)::int as n from app.territories t join app.territory_levels l on l.initiative_id = t.initiative_id and l.id = t.level_id
      where t.initiative_id = $1 group by l.code, l.rank order by l.rank`,
      )
      expect(levels).toEqual([
        { code: 'municipalite', n: 1285 },
        { code: 'mrc', n: 98 },
        { code: 'region', n: 17 },
        { code: 'province', n: 1 },
      ])
      // A leading zero is part of a code.
      expect(await one(world, initiative, `select name_fr as name from app.territories where initiative_id = $1 and code = '07904'`)).toBeDefined()

      await addIndicator(lead, initiative, 'QC-POPULATION', { ...COUNT, direction: 'increase', sourceKind: 'official' })
      const { state, result } = await importBy(way, world, lead, initiative, { path: MUNICIPALITIES }, mappingNamed('quebec-population'))
      expect([state, result.rejections, result.created]).toEqual(['done', [], 1285])
      const regions = await progress(lead, initiative, { indicator: 'QC-POPULATION', level: 'region', period: '2025' })
      expect(Object.fromEntries(regions.map((cell) => [cell.territory, Number(cell.value)]))).toEqual(
        Object.fromEntries(Object.entries(REGIONS).map(([code, [, population]]) => [code, population])),
      )
      const whole = await progress(lead, initiative, { indicator: 'QC-POPULATION', level: 'province', period: '2025' })
      expect(whole.map((cell) => cell.value)).toEqual(['9056044'])
      const municipalities = await progress(lead, initiative, { indicator: 'QC-POPULATION', level: 'municipalite', period: '2025' })
      expect(municipalities.filter((cell) => cell.presence === 'missing')).toHaveLength(2)
      const counts = await all<{ code: string; n: number }>(
        world,
        initiative,
        `with recursive inside as (
        select t.id, t.id as region, t.code from app.territories t join app.territory_levels l on l.initiative_id = t.initiative_id and l.id = t.level_id and l.code = 'region' where t.initiative_id = $1
        union all select p.territory_id, i.region, i.code from app.territory_parents p join inside i on p.parent_id = i.id where p.initiative_id = $1)
      select i.code, count(*)::int as n from inside i join app.territories t on t.initiative_id = $1 and t.id = i.id join app.territory_levels l on l.initiative_id = $1 and l.id = t.level_id and l.code = 'municipalite'
      group by i.code`,
      )
      expect(Object.fromEntries(counts.map(({ code, n }) => [code, n]))).toEqual(Object.fromEntries(Object.entries(REGIONS).map(([code, [n]]) => [code, n])))
    },
    120_000,
  )

  it.each<Way>(['command', 'api'])(
    'social assistance by %s: 32 months from the names of files, and regions add up to the sexes in every month',
    async (way) => {
      const { initiative, lead } = await emptyInitiative(world)
      const names = Object.keys(REGIONS)
      await addPlaces(
        lead,
        initiative,
        [
          { code: 'region', rank: 1 },
          { code: 'province', rank: 2 },
        ],
        [
          { code: 'QC', levelCode: 'province', nameFr: 'Québec' },
          ...names.map((code) => ({ code, levelCode: 'region', nameFr: `Région ${code}`, parentCode: 'QC' })),
        ],
        'QC',
      )
      const sexe = await lead.ask('PUT', initiative.path('/dimensions'), {
        body: {
          items: [
            {
              code: 'sexe',
              nameFr: 'Sexe',
              exclusive: true,
              exhaustive: true,
              categories: [
                { code: 'femmes', nameFr: 'Femmes' },
                { code: 'hommes', nameFr: 'Hommes' },
              ],
            },
          ],
        },
      })
      expect(sexe.status, sexe.text).toBe(200)
      for (const code of ['AS-SANS-CONTRAINTES', 'AS-ADULTES']) await addIndicator(lead, initiative, code, { ...COUNT, frequency: 'month' }, ['sexe'])
      const mapping = mappingNamed('quebec-aide-sociale')
      const files = dataFiles('indicators/quebec-aide-sociale')
      expect(files).toHaveLength(32)
      for (const path of files) {
        const { state, result } = await importBy(way, world, lead, initiative, { path }, mapping)
        expect([path, state, result.rejections, result.created]).toEqual([path, 'done', [], 18 + 2 + 36])
      }
      const again = await importBy(way, world, lead, initiative, { path: files[0] as string }, mapping)
      expect(again.result).toMatchObject({ created: 0, changed: 0, unchanged: 56 })

      const span = { level: 'province', from: '2023-01', to: '2025-08', category: '*' }
      const cells = await progress(lead, initiative, { indicator: 'AS-SANS-CONTRAINTES', ...span })
      const months = [...new Set(cells.map((cell) => cell.period))].sort()
      expect(months).toHaveLength(32)
      const valueOf = (list: typeof cells, period: string, category: string) =>
        list.find((cell) => cell.period === period && cell.category === category)?.value ?? null
      expect(months.map((month) => Number(valueOf(cells, month, 'TOTAL')))).toEqual(WITHOUT_CONSTRAINTS)
      for (const month of months) {
        const sexes = ['sexe:femmes', 'sexe:hommes'].reduce((sum, category) => sum.plus(valueOf(cells, month, category) ?? Number.NaN), decimal(0))
        expect([month, toText(sexes)]).toEqual([month, valueOf(cells, month, 'TOTAL')])
      }
      const adults = await progress(lead, initiative, { indicator: 'AS-ADULTES', ...span })
      for (const [month, [women, men]] of Object.entries(SEXES)) {
        expect([month, Number(valueOf(adults, month, 'sexe:femmes')), Number(valueOf(adults, month, 'sexe:hommes'))]).toEqual([month, women, men])
      }
      await expectBack(world, lead, initiative, 32 * 56, way === 'api' ? 'csv' : 'xlsx')
    },
    180_000,
  )
})
