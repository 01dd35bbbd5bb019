import { expect, test } from 'vitest'
import { Mapping } from '#shared/exchange/mapping.ts'
import { buildMapping, guessChoices, missingChoices, type MappingChoices } from './build-mapping.ts'

const columns = [
  { position: 1, looksLike: 'period', periodPattern: 'year', filled: 10 },
  { position: 2, looksLike: 'text', periodPattern: null, filled: 10 },
  { position: 3, looksLike: 'number', periodPattern: null, filled: 9 },
]
const chosen: MappingChoices = { ...guessChoices(columns, 1), indicatorFrom: 'constant:POV' }

test('what the columns look like is proposed, the indicator is asked', () => {
  expect(missingChoices(guessChoices(columns, 1))).toEqual(['indicator'])
  expect(missingChoices(chosen)).toEqual([])
})

test('the choices make a mapping that the importer accepts', () => {
  const mapping = Mapping.parse(
    buildMapping({
      ...chosen,
      isPercent: true,
      createLevel: 'province',
      createUnder: 'CA',
      categories: [{ dimension: 'sex', column: 'column:#4', create: true, total: 'Total; All genders' }],
      blankTerritory: 'Canada',
      skipColumn: 'column:#2',
      skipText: 'Total',
    }),
  )
  expect(mapping.readings[0]).toMatchObject({
    indicator: { source: { constant: 'POV' } },
    territory: [{ source: { column: '#2', values: { '': 'Canada' } }, by: 'name', create: { level: 'province', under: [{ source: { constant: 'CA' } }] } }],
    period: { source: { column: '#1' }, pattern: 'year' },
    figure: { value: { source: { column: '#3' }, scale: '0.01' } },
    categories: [{ dimension: 'sex', source: { column: '#4' }, total: ['Total', 'All genders'], unknown: 'create' }],
  })
  expect(mapping.skip).toEqual([{ when: [{ column: '#2', equals: 'Total', not: false }] }])
})

test('shares are read from their parts, and the period from the file’s name', () => {
  const mapping = Mapping.parse(
    buildMapping({ ...chosen, figure: 'parts', numerator: 'column:#3', denominator: 'column:#4', periodFrom: 'file', periodPattern: 'year_month' }),
  )
  expect(mapping.readings[0]?.figure).toMatchObject({ numerator: { source: { column: '#3' } }, denominator: { source: { column: '#4' } } })
  expect(mapping.readings[0]?.period).toMatchObject({ source: { fileName: expect.any(String) as string }, pattern: 'year_month' })
  expect(missingChoices({ ...chosen, figure: 'parts' })).toEqual(['numerator', 'denominator'])
})
