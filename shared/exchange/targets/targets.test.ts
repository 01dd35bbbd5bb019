import { describe, expect, it } from 'vitest'
import type { Table } from '../table.ts'
import { readAmount, readDay } from './amount.ts'
import { loadTargets } from './load-targets.ts'
import { fitCode } from './row-codes.ts'
import { TargetLoad } from './target-load.ts'

const FORMAT = { decimal: '.', grouping: ',' } as const
const STARTS = { fiscalStartMonth: 4, schoolStartMonth: 9 }

describe('amounts of a table of targets', () => {
  it.each([
    ['1,319,238', 'count', { kind: 'number', text: '1319238' }],
    ['$1,000', 'money', { kind: 'number', text: '1000' }],
    ['22.9', 'share', { kind: 'number', text: '0.229' }],
    ['22.9%', 'share', { kind: 'number', text: '0.229' }],
    ['244%', 'count', { kind: 'aside', code: 'percent_without_scale' }],
    ['2/5', 'count', { kind: 'aside', code: 'not_a_number' }],
    ['8:13', 'quantity', { kind: 'aside', code: 'not_a_number' }],
    ['TBD', 'money', { kind: 'aside', code: 'not_a_number' }],
    ['13-Sep-08', 'date', { kind: 'answer', yes: true, on: '2008-09-13' }],
    ['31-Sep-2010', 'date', { kind: 'aside', code: 'not_a_date' }],
    ['Yes', 'yes_no', { kind: 'answer', yes: true, on: null }],
    ['Non', 'yes_no', { kind: 'answer', yes: false, on: null }],
    ['  ', 'count', { kind: 'blank' }],
  ] as const)('%s as %s', (text, kind, amount) => expect(readAmount(text, kind, FORMAT)).toEqual(amount))
  it('days are read as tables write them, and only when the calendar has them', () => {
    expect(['1-Sept-2008', '23-JAN-09', '2008-02-29', '30/04/2009'].map((text) => readDay(text))).toEqual([
      '2008-09-01',
      '2009-01-23',
      '2008-02-29',
      '2009-04-30',
    ])
    expect(['30-Feb-09', 'January 2009', ''].map((text) => readDay(text))).toEqual([null, null, null])
    expect([readDay('04/05/2026', 'month_first'), readDay('04/05/2026', 'day_first')]).toEqual(['2026-04-05', '2026-05-04'])
  })
})

describe('indicators of a table', () => {
  const load = TargetLoad.parse({
    decimal: '.',
    grouping: ',',
    source: 'Un bailleur',
    readings: [
      {
        code: { column: 'id' },
        nameFr: { column: 'nom' },
        territory: { source: { column: 'lieu' } },
        unit: {
          source: { column: 'unité' },
          kinds: { Nombre: { kind: 'count' }, '%': { kind: 'share' }, USD: { kind: 'money', currency: 'USD' }, Date: { kind: 'date' } },
        },
        adding: { source: { column: 'cumul' }, meanings: { Cumulatif: 'since_start' } },
        baseline: { source: { column: 'départ' } },
        target: { source: { column: 'cible' }, period: { pattern: 'year', source: { column: 'fin' } } },
        actual: { source: { column: 'réel' }, period: { pattern: 'year', source: { constant: '2025' } } },
      },
    ],
  })
  const readWith = (mapping: TargetLoad, ...rows: string[][]) => {
    const table: Table = { sheet: null, rows: [['id', 'nom', 'lieu', 'unité', 'cumul', 'départ', 'cible', 'fin', 'réel'], ...rows] }
    return loadTargets(table, mapping, 'cibles.csv', STARTS, '2026-10-15')
  }
  const read = (...rows: string[][]) => readWith(load, ...rows)
  it('the unit says the kind, the classification how periods go together, the amounts which way is better', () => {
    const { items, aside } = read(
      ['A 1', 'Pauvreté', 'AM', '%', 'Niveau', '22.9', '20', '2028', '22.2'],
      ['A2', 'Formés', 'AM', 'nombre', 'Cumulatif', '0', '480', '2028', '285'],
      ['A3', 'Prêts', 'AM', 'USD', 'Cumulatif', '', '20,800,000', '2028', '10,541,460.66'],
    )
    expect(aside).toEqual([])
    expect(items[0]).toMatchObject({
      code: 'A-1',
      baseline: '0.229',
      target: { value: '0.2', period: { code: '2028' } },
      actual: { value: '0.222', period: { code: '2025' } },
      definition: { unitKind: 'ratio', partsUnknown: true, displayFactor: '100', temporalKind: 'stock', direction: 'decrease' },
    })
    expect(items[1]?.definition).toMatchObject({ unitKind: 'count', temporalKind: 'flow', accumulation: 'since_start', direction: 'increase' })
    expect(items[2]?.definition).toMatchObject({ unitKind: 'currency', countingUnit: 'money', currencyCode: 'USD' })
  })
  it('a count that is not whole anywhere becomes a value that is never added up', () => {
    expect(read(['A', 'Routes', 'AM', 'Nombre', '', '0', '10.5', '2028', '3']).items[0]?.definition).toMatchObject({
      unitKind: 'ratio',
      partsUnknown: true,
      displayFactor: '1',
    })
    expect(read(['A', 'Terres', 'AM', 'Nombre', '', '0', '10', '2028', '-3']).items[0]?.definition).toMatchObject({ unitKind: 'ratio' })
    expect(read(['A', 'Terres', 'AM', 'Hectares', '', '0', '10', '2028', '3']).items[0]?.definition).toMatchObject({
      unitKind: 'ratio',
      unitLabelFr: 'Hectares',
    })
  })
  it('dates are milestones: the target is its year, an actual that lies ahead is set aside', () => {
    const { items, aside } = read(
      ['A', 'Ouvert', 'AM', 'Date', '', '', '31-May-08', '', '1-Jun-08'],
      ['B', 'Fermé', 'AM', 'Date', '', '', '', '', '1-Jun-2030'],
    )
    expect(items[0]).toMatchObject({
      definition: { unitKind: 'milestone' },
      target: { value: '1', period: { code: '2008' } },
      actual: { yes: true, on: '2008-06-01', period: { code: '2008' } },
    })
    expect(items[1]?.actual).toBeNull()
    expect(aside).toEqual([{ sheet: null, row: 3, column: 'réel', code: 'achieved_on_in_future', value: '1-Jun-2030' }])
  })
  it('what is no amount is set aside with its place and its indicator stays; a row without a name is refused', () => {
    const { items, aside, rejections } = read(['A', 'Essais', 'AM', 'Nombre', '', 'TBD', '5', '', '2/5'], ['B', '', 'AM', 'Nombre', '', '1', '5', '2028', '2'])
    expect(items).toMatchObject([{ code: 'A', baseline: null, target: null, actual: null }])
    expect(aside.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
      [2, 'départ', 'not_a_number', 'TBD'],
      [2, 'réel', 'not_a_number', '2/5'],
      [2, 'fin', 'period_blank', null],
    ])
    expect(rejections).toMatchObject([{ row: 3, column: 'nom', code: 'name_blank' }])
  })
  const coded = (code: string) => [code, 'Nom', 'AM', 'Nombre', '', '1', '5', '2028', '2']
  it('a code that the file gives is never renamed: a row that gives it again is refused at its place', () => {
    const { items, rejections } = read(coded('A'), coded('B'), coded('A'), coded('A'))
    expect(items.map(({ row, code }) => [row, code])).toEqual([
      [2, 'A'],
      [3, 'B'],
    ])
    expect(rejections).toEqual([
      { sheet: null, row: 4, column: 'id', code: 'code_twice', value: 'A' },
      { sheet: null, row: 5, column: 'id', code: 'code_twice', value: 'A' },
    ])
  })
  it('a code that had to be made fit is numbered, and never takes one that the file gives', () => {
    expect(fitCode('EL SALVADOR_ALL PROJECTS AND ACTIVITIES_0039')).toBe('EL-SALVADOR_ALL-PROJECTS-ACTIVITIES_0039')
    const { items, rejections } = read(coded('A 1'), coded('A/1'), coded('A-1'), coded('A-1-2'))
    expect(rejections).toEqual([])
    expect(items.map(({ code }) => code)).toEqual(['A-1-3', 'A-1-4', 'A-1', 'A-1-2'])
  })
  it('a mapping may say that repeated codes are indicators of their own: they are numbered then', () => {
    const { items, rejections } = readWith({ ...load, repeatedCodes: 'number' }, coded('A'), coded('A'), coded('A'))
    expect(rejections).toEqual([])
    expect(items.map(({ code }) => code)).toEqual(['A', 'A-2', 'A-3'])
  })
  it('keeps what the file says word for word beside the amounts that are stored', () => {
    const { items } = read(['A 1', 'Pauvreté', 'AM', '%', '', '22.9 %', '20', '2028', '22.20'])
    expect(items[0]?.said).toMatchObject({
      code: { text: 'A 1', column: 'id' },
      baseline: { text: '22.9 %', column: 'départ' },
      target: { text: '20', column: 'cible' },
      actual: { text: '22.20', column: 'réel' },
    })
  })
})
