import { expect, test } from 'vitest'
import { buildMapping, missingChoices } from './build-mapping.ts'
import { ImportChoices, type ImportChoicesInput } from './choices.ts'
import { guessChoices } from './guess.ts'
import { Mapping } from './mapping.ts'
import { guessHeader, lookAtColumns } from './preview.ts'
import { suggestPeriod } from './suggest-period.ts'
import { readHeader, type Table } from './table.ts'

const BASE: ImportChoicesInput = {
  indicatorFrom: 'constant:POV',
  territoryFrom: 'column:#2',
  territoryBy: 'name',
  periodFrom: 'column:#1',
  periodPattern: 'year',
  value: 'column:#3',
}
const build = (choices: ImportChoicesInput) => Mapping.parse(buildMapping(ImportChoices.parse({ ...BASE, ...choices })))

test('the choices make a mapping that the importer accepts', () => {
  const mapping = build({
    isPercent: true,
    createLevel: 'province',
    createUnder: 'CA',
    categories: [{ dimension: 'sex', column: 'column:#4', create: true, total: 'Total; All genders' }],
    blankTerritory: 'Canada',
    skipColumn: 'column:#2',
    skipText: 'Total',
    decimal: ',',
    eraseBlanks: true,
  })
  expect(mapping.readings[0]).toMatchObject({
    indicator: { source: { constant: 'POV' } },
    territory: [{ source: { column: '#2', values: { '': 'Canada' } }, by: 'name', create: { level: 'province', under: [{ source: { constant: 'CA' } }] } }],
    figure: { value: { source: { column: '#3' }, scale: 'percent' } },
    categories: [{ dimension: 'sex', total: ['Total', 'All genders'], unknown: 'create' }],
  })
  expect([mapping.skip, mapping.numbers.decimal, mapping.eraseBlanks]).toEqual([[{ when: [{ column: '#2', equals: 'Total', not: false }] }], ',', true])
})

test('columns side by side are unpivoted, and their titles say what was chosen', () => {
  const mapping = build({ figure: 'columns', valueColumns: ['#3', '#4'], headerMeans: 'category:sex', value: '' })
  expect(mapping.readings[0]).toMatchObject({
    unpivot: { columns: ['#3', '#4'] },
    categories: [{ dimension: 'sex', source: { header: true } }],
    // Nobody said how shares are written: their values tell.
    figure: { value: { source: { cell: true }, scale: 'auto' } },
  })
  expect(missingChoices(ImportChoices.parse({ figure: 'columns', headerMeans: 'period' }))).toEqual(['indicatorFrom', 'territoryFrom', 'valueColumns'])
})

test('what was decided for a text holds for every row, in a kept mapping too', () => {
  const choices = ImportChoices.parse({
    ...BASE,
    createLevel: '',
    repairs: {
      territories: { Cote: { use: 'CV' }, Rien: { skip: true } },
      categories: { sex: { F: { use: 'girl' }, Ensemble: { total: true } } },
      periods: { 'an 1': '2026' },
      values: { 'n.d.': 'missing', '-': 'zero' },
    },
    categories: [{ dimension: 'sex', column: 'column:#4' }],
  })
  const repaired = Mapping.parse(buildMapping(choices))
  for (const mapping of [repaired, Mapping.parse(buildMapping(choices, build({ categories: [{ dimension: 'sex', column: 'column:#4' }] })))]) {
    expect(mapping.readings[0]?.territory[0]?.aliases).toEqual({ Cote: 'CV' })
    expect(mapping.skip).toEqual([{ when: [{ column: '#2', in: ['Rien'], not: false }] }])
    expect(mapping.shares, 'nobody said how shares are written').toBeUndefined()
    expect(mapping.readings[0]?.categories[0]).toMatchObject({ codes: { F: 'girl' }, total: ['Ensemble'], unknown: 'refuse' })
    expect([mapping.readings[0]?.period.aliases, mapping.markers.missing, mapping.markers.zero]).toEqual([{ 'an 1': '2026' }, ['n.d.'], ['-']])
  }
})

test('only the places that somebody chose are created', () => {
  const create = { territories: { Neuf: { create: true as const } } }
  expect(build({ createLevel: 'lieu', repairs: create }).readings[0]?.territory[0]?.create, 'a level chosen for the whole column creates all').toMatchObject({
    level: 'lieu',
  })
  const one = ImportChoices.parse({ ...BASE, createLevel: 'lieu', repairs: create })
  const kept = build({})
  expect(Mapping.parse(buildMapping(one, kept)).readings[0]?.territory[0]?.create).toEqual({ level: 'lieu', only: ['Neuf'] })
})

test.each([
  ['janvier 2026', '2026-01'],
  ['Août 2025', '2025-08'],
  ['juin 2024', '2024-06'],
  ['July 2024', '2024-07'],
  ['T2-2026', '2026-Q2'],
  ['3e trimestre 2026', '2026-Q3'],
  ['2026 / T4', '2026-Q4'],
  ['1er semestre 2026', '2026-S1'],
  ['2026', '2026'],
  ['printemps 2026', null],
  ['hier', null],
] as const)('the period %s most likely means %s', (text, code) => expect(suggestPeriod(text)).toBe(code))

const table = (...rows: (string | number | null)[][]): Table => ({ sheet: null, rows })

test('a header of two rows is found by its merged titles, above or below; a title alone is no header', () => {
  expect(guessHeader(table(['Lieu', '2026', null, null], [null, 'T1', 'T2', 'T3'], ['A', 1, 2, 3]))).toEqual({ headerRow: 2, headerRows: 2 })
  expect(guessHeader(table(['Bilan'], ['Lieu', 'An', 'Valeur'], ['A', 2026, 1]))).toEqual({ headerRow: 2, headerRows: 1 })
  expect(guessHeader(table(['Lieu', 'An', 'Valeur'], ['A', 2026, 1]))).toEqual({ headerRow: 1, headerRows: 1 })
})

test('columns are recognised by what they hold, whatever they are called, and the proposal says how sure it is', () => {
  const rows = table(
    ['coin', 'quand', 'qui', 'x'],
    ['La Côte', '2026-Q1', 'CLSC', '1,5'],
    ['Le Lac', '2026-Q2', 'CLSC', '2,5'],
    ['Ailleurs', '2026-Q3', 'CLSC', '3'],
  )
  const header = readHeader(rows, Mapping.shape.file.parse({}))
  const thing = (code: string, name: string) => ({ code, name, texts: [code, name] })
  const { choices, confidence } = guessChoices(lookAtColumns(rows, header), {
    indicators: [],
    territories: [thing('CV', 'La Côte'), thing('LL', 'Le Lac')],
    partners: [thing('P1', 'CLSC')],
    dimensions: [],
  })
  expect([choices.territoryFrom, choices.periodFrom, choices.partnerFrom, choices.value]).toEqual(['column:#1', 'column:#2', 'column:#3', 'column:#4'])
  expect(confidence).toMatchObject({ territoryFrom: 'possible', partnerFrom: 'sure' })
})

test('columns whose headers are periods are taken together, side by side, and never the last of them alone', () => {
  const rows = table(
    ['Organisme', 'Secteur', 'Indicateur', 'T1 2025', 'T2 2025', 'T3 2025', 'T4 2025'],
    ['CLSC', 'Nord', 'Dépistage', '42', '48', '51', 'n.d.'],
    ['CLSC', 'Sud', 'Dépistage', '31', '29', '35', '33'],
    ['Maison', 'Nord', 'Ateliers', '12', '14', '15', '13'],
  )
  const header = readHeader(rows, Mapping.shape.file.parse({}))
  const { choices } = guessChoices(lookAtColumns(rows, header), { indicators: [], territories: [], partners: [], dimensions: [] })
  expect(choices).toMatchObject({
    figure: 'columns',
    headerMeans: 'period',
    periodPattern: 'year_quarter',
    valueColumns: ['#4', '#5', '#6', '#7'],
    value: '',
    periodFrom: '',
  })
})

test('this quarter’s only column, named by its period, is taken as its header says', () => {
  const rows = table(['Organisme', 'Secteur', 'Indicateur', 'T3 2026'], ['CLSC', 'Nord', 'Dépistage', '42'], ['CLSC', 'Sud', 'Dépistage', '31'])
  const header = readHeader(rows, Mapping.shape.file.parse({}))
  const { choices } = guessChoices(lookAtColumns(rows, header), { indicators: [], territories: [], partners: [], dimensions: [] })
  expect(choices).toMatchObject({ figure: 'columns', headerMeans: 'period', periodPattern: 'year_quarter', valueColumns: ['#4'], value: '', periodFrom: '' })
})

test('a line of totals is left out for that reason, apart from what else is left out', () => {
  const skips = { TOTAL: { skip: true as const }, Rien: { skip: true as const } }
  expect(build({ repairs: { territories: skips } }).skip).toEqual([
    { when: [{ column: '#2', in: ['Rien'], not: false }] },
    { when: [{ column: '#2', in: ['TOTAL'], not: false }], because: 'total' },
  ])
})

test('a line called « Total » whose other name is blank is left out, unless somebody says to read it or really has that name', () => {
  const named = { partnerFrom: 'column:#4', partnerBy: 'name' } as const
  const pairs = (choices: ImportChoicesInput, real: string[] = []) =>
    Mapping.parse(buildMapping(ImportChoices.parse({ ...BASE, ...choices }), null, real)).skip.map(({ when, because }) => [
      ...when.map((one) => [one.column, one.total === true ? 'total' : one.blank === true ? 'blank' : one.in, one.not]),
      because,
    ])
  expect(pairs(named)).toEqual([
    [['#2', 'total', false], ['#4', 'blank', false], 'total'],
    [['#4', 'total', false], ['#2', 'blank', false], 'total'],
  ])
  expect(pairs({ ...named, totals: 'read' })).toEqual([])
  expect(pairs({}), 'one name alone is never blank beside another').toEqual([])
  expect(pairs({ ...named, blankTerritory: 'ICI' }), 'a blank that stands for a place is none').toEqual([
    [['#2', 'total', false], ['#4', 'blank', false], 'total'],
  ])
  expect(pairs(named, ['Ensemble'])[0]).toEqual([['#2', 'total', false], ['#2', ['Ensemble'], true], ['#4', 'blank', false], 'total'])
  expect(pairs({ ...named, repairs: { partners: { Ensemble: { use: 'P1' } } } })[0]).toContainEqual(['#2', ['Ensemble'], true])
})

test('a text that is the same as another one is read as that one', () => {
  const { readings } = build({ createLevel: 'local', repairs: { territories: { Nord: { create: true }, Norrd: { same: 'Nord' } } } })
  expect(readings[0]?.territory[0]).toMatchObject({ source: { column: '#2', values: { Norrd: 'Nord' } }, create: { level: 'local' } })
})

test('a file without a column of places is about the whole, never about a column of words that is something else', () => {
  const rows = table(
    ['Organisme', 'Indicateur', 'T1 2025', 'T2 2025', 'Remarques'],
    ['CLSC', 'Dépistage', '42', 'n.d.', 'Relance en mai'],
    ['Maison', 'Ateliers', '12', '14', 'Deux salles'],
  )
  const columns = lookAtColumns(rows, readHeader(rows, Mapping.shape.file.parse({})))
  const nothing = { indicators: [], territories: [], partners: [], dimensions: [] }
  expect(guessChoices(columns, { ...nothing, whole: 'ICI' }).choices.territoryFrom).toBe('constant:ICI')
  expect(guessChoices(columns, nothing).choices.territoryFrom, 'a column of a period whose words are absences is no place').toBe('')
})

test('partners side by side, or indicators side by side, are proposed as such: no column of figures is left out in silence', () => {
  const nothing = { indicators: [], territories: [], partners: [], dimensions: [], whole: 'ICI' }
  const guess = (...rows: string[][]) => {
    const read = table(...rows)
    return guessChoices(lookAtColumns(read, readHeader(read, Mapping.shape.file.parse({}))), nothing).choices
  }
  const byPartner = [
    ['Indicateur', 'Trimestre', 'Centre Soleil', 'École du Ruisseau', 'Clinique Nord'],
    ['Enfants dépistés', '2025 T1', '12', '30', '44'],
    ['Enfants dépistés', '2025 T2', '15', '', '41'],
    ['Délai moyen (jours)', '2025 T3', '19,5', 'n/d', '39*'],
    ['Parents satisfaits (%)', '2025 T4', '91 %', '84 %', '93 %'],
  ]
  expect(guess(...byPartner)).toMatchObject({ figure: 'columns', headerMeans: 'partner', valueColumns: ['#3', '#4', '#5'], blank: 'missing', value: '' })
  const byIndicator = [
    ['Organisme', 'Trimestre', 'Enfants', 'Ateliers'],
    ['Centre Soleil', '2025 T1', '12', '30'],
    ['Clinique Nord', '2025 T1', '15', '4'],
  ]
  expect(guess(...byIndicator)).toMatchObject({ figure: 'columns', headerMeans: 'indicator', valueColumns: ['#3', '#4'] })
  const withLimits = [
    ['Indicateur', 'Année', 'Valeur', 'Limite basse', 'Limite haute'],
    ['Enfants', '2024', '12', '10', '14'],
    ['Enfants', '2025', '15', '13', '17'],
  ]
  expect(guess(...withLimits), 'a column that is called the value has it').toMatchObject({ figure: 'value', value: 'column:#3' })
  // A line that says both has one figure.
  const long = byIndicator.map(([who = '', when = '', a = '', b = ''], index) => [who, index === 0 ? 'Indicateur' : 'Enfants', when, a, b])
  expect(guess(...long).figure).toBe('value')
})
