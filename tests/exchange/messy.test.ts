import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'
import {
  addIndicator,
  addPlaces,
  all,
  COUNT,
  dataFiles,
  describeReal,
  emptyInitiative,
  expectBack,
  importBy,
  mappingNamed,
  one,
  SHARE,
  type Way,
} from '../real/support.ts'

const prefix = 'messy/VilleMTP_MTP_'
const THING = { ...COUNT, countingUnit: 'things', temporalKind: 'flow', direction: 'increase' }
const MONEY = { ...THING, unitKind: 'currency', countingUnit: 'money', currencyCode: 'EUR' }
const INDICATORS: Record<string, Record<string, unknown>> = {
  NAISSANCES: { ...THING, frequency: 'month' },
  MARIAGES: { ...THING, frequency: 'month' },
  BUDGET: MONEY,
  POPULATION: COUNT,
  LOGEMENTS: THING,
  EFFORT: { ...SHARE, isProportion: false, displayFactor: '1', decimals: 4 },
  DOTATION: MONEY,
  ENFANTS: THING,
  CLASSES: THING,
  INSATISFAITS: { ...COUNT, unitKind: 'mean', displayFactor: '100', decimals: 1, sourceKind: 'survey' },
  SUBVENTIONS: MONEY,
  JEUX: THING,
  ETP: { ...THING, unitKind: 'index', indexMin: '0', indexMax: '50', frequency: 'ad_hoc', decimals: 2 },
  DECES: THING,
  'DECES-HORS': THING,
  'SANS-VIE': THING,
}

interface Expected {
  readonly mapping: string
  readonly created: number
  readonly read: number
  readonly sums?: Record<string, string>
  readonly skipped?: Record<string, number>
}
const FILES: Record<string, Expected> = {
  'EtatCivil.csv': { mapping: 'etat-civil', read: 352, created: 336, sums: { NAISSANCES: '119004' } },
  'BudgetPri_2014.csv': { mapping: 'budget', read: 1448, created: 4, skipped: { added_up: 1444 }, sums: { BUDGET: '957983320' } },
  'FinancesLocal_2011.csv': {
    mapping: 'finances',
    read: 39,
    created: 4,
    sums: { POPULATION: '256344', DOTATION: '50358767', EFFORT: '1.726341', LOGEMENTS: '24326' },
  },
  'EffectifSco_2012.csv': { mapping: 'ecoles', read: 238, created: 2, sums: { ENFANTS: '20473', CLASSES: '760' } },
  'EffectifSco_2013.csv': { mapping: 'ecoles', read: 240, created: 2, sums: { ENFANTS: '20671', CLASSES: '768' } },
  'EffectifSco_2014.csv': { mapping: 'ecoles', read: 240, created: 2, sums: { ENFANTS: '21397', CLASSES: '781' } },
  'QVEnquete_2012.xlsx': { mapping: 'enquete', read: 224, created: 182 },
  'AttribSub_2013.csv': { mapping: 'subventions', read: 938, created: 3, skipped: { added_up: 934, condition: 1 }, sums: { SUBVENTIONS: '19256523' } },
  'JeuEnfantAge.csv': { mapping: 'jeux', read: 97, created: 97 },
  'ETP.csv': { mapping: 'etp', read: 473, created: 406, skipped: { condition: 60, duplicate: 7 } },
  'NbreDeces.csv': { mapping: 'deces', read: 42, created: 42 },
}

describeReal('messy files that staff receive', () => {
  let world: World
  let initiative: TestInitiative
  let lead: Asker
  beforeAll(async () => {
    world = await openWorld()
    ;({ initiative, lead } = await emptyInitiative(world))
    await addPlaces(
      lead,
      initiative,
      [
        { code: 'aire', rank: 1 },
        { code: 'ville', rank: 2 },
      ],
      [{ code: 'MTP', levelCode: 'ville', nameFr: 'Montpellier' }],
      'MTP',
    )
    for (const [code, definition] of Object.entries(INDICATORS)) await addIndicator(lead, initiative, code, definition)
  })
  afterAll(() => world.close())

  const stored = () =>
    one<{ n: number; hash: string }>(
      world,
      initiative,
      `select count(*)::int as n, md5(string_agg(md5(o::text), '' order by o.id)) as hash from app.observations o where initiative_id = $1`,
    )

  it('every file of the folder is tried', () =>
    expect(Object.keys(FILES).sort()).toEqual(
      dataFiles('messy')
        .map((path) => path.slice(prefix.length))
        .sort(),
    ))

  it.each(Object.entries(FILES))(
    '%s imports with its mapping and changes nothing the second time',
    async (name, expected) => {
      const mapping = mappingNamed(expected.mapping, 'exchange')
      const file = { path: `${prefix}${name}` }
      const way: Way = name < 'E' ? 'api' : 'command'
      const before = await stored()
      const dry = await importBy(way, world, lead, initiative, file, mapping, { dryRun: true })
      expect([dry.state, dry.result.rejections, await stored()]).toEqual(['done', [], before])
      const { state, result } = await importBy(way, world, lead, initiative, file, mapping)
      expect([state, result.rejections, result.read, result.created]).toEqual(['done', [], expected.read, expected.created])
      expect(result.read).toBe(result.created + result.changed + result.unchanged + result.skipped + result.rejected)
      if (expected.skipped !== undefined) expect(result.skippedBy).toEqual(expected.skipped)
      const sums = await all<{ code: string; total: string }>(
        world,
        initiative,
        `select i.code, trim_scale(sum(o.value))::text as total from app.observations o join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
       join app.indicators i on i.initiative_id = o.initiative_id and i.id = v.indicator_id
       join app.imports m on m.initiative_id = o.initiative_id and m.id = o.import_id where o.initiative_id = $1 and m.file_name = $2 and o.value is not null group by i.code`,
        [`VilleMTP_MTP_${name}`],
      )
      expect(Object.fromEntries(sums.map(({ code, total }) => [code, total]))).toMatchObject(expected.sums ?? {})
      const again = await importBy(way === 'api' ? 'command' : 'api', world, lead, initiative, file, mapping)
      expect(again.result).toMatchObject({ created: 0, changed: 0, rejected: 0, unchanged: expected.created })
    },
    60_000,
  )

  it('what the files say is what is stored: births by year, the budget’s four sums, an answer with its number, days, a missing year', async () => {
    const births = await all<{ year: string; n: string }>(
      world,
      initiative,
      `select left(p.code, 4) as year, trim_scale(sum(o.value))::text as n from app.observations o join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
       join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id join app.indicators i on i.initiative_id = o.initiative_id and i.id = v.indicator_id
       where o.initiative_id = $1 and i.code = 'NAISSANCES' group by 1 order by 1 desc`,
    )
    expect(births.map(({ n }) => Number(n))).toEqual([9056, 9101, 9010, 8991, 8841, 8728, 8570, 8389, 7980, 7965, 8116, 8126, 8171, 7960])
    const figures = (code: string) =>
      all<{ category: string; period: string; value: string | null; n: string | null; presence: string }>(
        world,
        initiative,
        `select o.category, p.code as period, trim_scale(o.value)::text as value, o.sample_n::text as n, o.presence from app.observations o
       join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
       join app.indicators i on i.initiative_id = o.initiative_id and i.id = v.indicator_id where o.initiative_id = $1 and i.code = $2 order by p.code, o.category`,
        [code],
      )
    expect((await figures('BUDGET')).map(({ category, value }) => [category, value])).toEqual([
      ['section:fonctionnement;sens:depense', '322408231'],
      ['section:fonctionnement;sens:recette', '322408231'],
      ['section:investissement;sens:depense', '156583429'],
      ['section:investissement;sens:recette', '156583429'],
    ])
    const answers = (await figures('INSATISFAITS')).filter(({ category }) => category.endsWith('service:duop') && category.includes('accueil-telephonique'))
    expect(answers.map(({ value, n }) => [value, n]).sort()).toEqual([
      ['0', '16'],
      ['0.0625', '16'],
      ['0.125', '16'],
      ['0.181818181818182', '11'],
      ['0.1875', '16'],
    ])
    const days = await figures('ETP')
    expect([days[0]?.period, days[0]?.value]).toEqual(['2011-05-30', '4.24'])
    expect((await figures('SANS-VIE')).slice(0, 2).map(({ period, presence, value }) => [period, presence, value])).toEqual([
      ['2000', 'missing', null],
      ['2001', 'reported', '67'],
    ])
  })

  it.each(['csv', 'xlsx'] as const)('all of it, exported as %s and imported again, changes nothing', async (format) => {
    await expectBack(world, lead, initiative, (await stored()).n, format)
  })

  it('telephones stop the import of schools unless their columns are dropped, and nothing is kept', async () => {
    const mapping = { ...mappingNamed('ecoles', 'exchange'), dropColumns: [] }
    const before = await stored()
    const { state, result } = await importBy('command', world, lead, initiative, { path: `${prefix}EffectifSco_2012.csv` }, mapping)
    expect([state, result.rejections[0]?.code, result.rejections[0]?.row, result.rejections[0]?.column, result.rejections[0]?.value]).toEqual([
      'refused',
      'personal_data_phone',
      2,
      'NUMTEL',
      null,
    ])
    expect(await stored()).toEqual(before)
  })

  it('a mapping that does not fit refuses each file with row, column and reason, and nothing half imported', async () => {
    const before = await stored()
    for (const path of dataFiles('messy')) {
      const { state, result } = await importBy('command', world, lead, initiative, { path }, mappingNamed('deces', 'exchange'))
      if (path.endsWith('NbreDeces.csv')) continue
      expect([path, state, result.created, result.changed]).toEqual([path, 'refused', 0, 0])
      expect(result.rejections.length).toBeGreaterThan(0)
      for (const rejection of result.rejections) expect([path, rejection.code, typeof (rejection.column ?? rejection.row)]).not.toContain('undefined')
    }
    expect(await stored()).toEqual(before)
  }, 60_000)
})
