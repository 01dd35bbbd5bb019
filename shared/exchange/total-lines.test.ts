import { describe, expect, test } from 'vitest'
import { extract } from './extract.ts'
import { buildMapping } from './build-mapping.ts'
import { ImportChoices, type ImportChoicesInput } from './choices.ts'
import { Mapping } from './mapping.ts'
import type { Cell } from './table.ts'

const HEADER = ['Organisme', 'Lieu', 'Indicateur', 'T1 2025', 'T2 2025']
const CHOICES: ImportChoicesInput = {
  partnerFrom: 'column:#1',
  partnerBy: 'name',
  territoryFrom: 'column:#2',
  territoryBy: 'name',
  indicatorFrom: 'column:#3',
  figure: 'columns',
  valueColumns: ['#4', '#5'],
  headerMeans: 'period',
  periodPattern: 'year_quarter',
}
const read = (rows: readonly (readonly Cell[])[], choices: ImportChoicesInput = {}, header = HEADER) =>
  extract([{ sheet: null, rows: [header, ...rows] }], Mapping.parse(buildMapping(ImportChoices.parse({ ...CHOICES, ...choices }))), {
    fileName: 'suivi.xlsx',
    starts: { fiscalStartMonth: 4, schoolStartMonth: 9 },
  })
const LINES = [
  ['CLSC', 'Nord', 'Familles', 42, 47],
  ['Maison', 'Nord', 'Familles', 23, 31],
  ['CPE', 'Sud', 'Familles', 12, 'n.d.'],
]

describe('lines of totals', () => {
  test('are counted as such, never refused, and held against the lines of the same indicator and period', () => {
    const { skipped, rejections, totals } = read([...LINES, ['Total', '', 'Familles', 77, 96], ['Grand total', null, null, null, null]])
    expect(skipped).toEqual({ total: 2 })
    expect(rejections.map(({ code }) => code)).toEqual(['not_a_number'])
    expect(totals?.map(({ row, text }) => [row, text])).toEqual([
      [5, 'Total'],
      [6, 'Grand total'],
    ])
    expect(totals?.[0]?.held).toEqual([
      { row: 5, indicator: 'Familles', period: '2025-Q1', total: '77', sum: '77', largest: '42', without: 0 },
      { row: 5, indicator: 'Familles', period: '2025-Q2', total: '96', sum: '78', largest: '47', without: 1 },
    ])
    expect(totals?.[1]?.held, 'of no indicator').toEqual([])
  })

  test('a line that names its place and no partner adds up that place alone', () => {
    const { totals } = read([...LINES, ['', 'Total', 'Familles', 77, 78], ['Total', 'Nord', 'Familles', 65, 78]])
    expect(
      totals?.map(({ row }) => row),
      'one has all of its names: it is asked about',
    ).toEqual([5])
    const named = read([...LINES, ['Total', 'Nord', 'Familles', 60, 78]], { repairs: { partners: { Total: { skip: true } } } })
    expect(named.totals?.[0]?.held.map(({ total, sum }) => [total, sum])).toEqual([
      ['60', '65'],
      ['78', '78'],
    ])
  })

  test('say nothing where it is not evident what they add up: two of one indicator, lines on both sides, percentages', () => {
    const twice = read([...LINES, ['Total', '', 'Familles', 1, 1], ['Ensemble', '', 'Familles', 2, 2]])
    const between = read([...LINES.slice(0, 2), ['Total', '', 'Familles', 1, 1], ...LINES.slice(2)])
    const shares = read([
      ['CLSC', 'Nord', 'Part', '50 %', '40 %'],
      ['CPE', 'Sud', 'Part', '60 %', '70 %'],
      ['Total', '', 'Part', '55 %', '55 %'],
    ])
    for (const one of [twice, between, shares]) expect(one.totals?.flatMap(({ held }) => held)).toEqual([])
  })

  test('are read as any other line where somebody says so', () => {
    const { skipped, rejections, totals } = read([...LINES, ['Total', '', 'Familles', 77, 96]], { totals: 'read' })
    expect([skipped, rejections.map(({ code }) => code), totals]).toEqual([{}, ['not_a_number', 'territory_blank', 'territory_blank'], undefined])
  })
})
