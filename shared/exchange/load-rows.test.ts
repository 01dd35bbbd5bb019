import { expect, it } from 'vitest'
import { PartnerLoad, TerritoryLoad } from './load-mapping.ts'
import { loadPartners, loadTerritories } from './load-rows.ts'
import type { Table } from './table.ts'

const table = (rows: string[][]): Table => ({ sheet: null, rows })
const cut = (column: string, match: string) => ({ column, match })
const LOAD = {
  levels: [
    {
      level: 'local',
      code: { column: 'code' },
      nameFr: { column: 'nom' },
      parent: [cut('mrc', '\\((\\d+)\\)$'), cut('region', '\\((\\d+)\\)$')],
      population: { column: 'pop' },
    },
    { level: 'mrc', code: cut('mrc', '\\((\\d+)\\)$'), nameFr: cut('mrc', '^(.*) \\('), parent: [cut('region', '\\((\\d+)\\)$')] },
    { level: 'region', code: cut('region', '\\((\\d+)\\)$'), nameFr: cut('region', '^(.*) \\('), parent: [{ constant: 'QC' }] },
  ],
}
const ROWS = [
  ['code', 'nom', 'mrc', 'region', 'pop'],
  ['17078', 'L’Islet', 'L’Islet (17)', 'Chaudière (R12)', '3 919'],
  ['17055', 'Saint-Aubert', 'L’Islet (17)', 'Chaudière (R12)', '1 400'],
  ['07908', 'Lac-Casault', 'L’Islet (17)', 'Bas-Saint-Laurent (R01)', '10'],
  ['99820', 'Oujé', '', 'Nord (R10)', ''],
].map((row) => row.map((cell) => cell.replace('(R', '(')))

it('one table gives several levels, and a level may be skipped', () => {
  const rows = ROWS.filter((row) => row[0] !== '07908')
  const { items, rejections } = loadTerritories(table(rows), TerritoryLoad.parse(LOAD), 'x.csv')
  expect(rejections).toEqual([])
  expect(items.map(({ code, parent, population }) => [code, parent, population])).toEqual([
    ['17078', '17', 3919],
    ['17', '12', null],
    ['12', 'QC', null],
    ['17055', '17', 1400],
    ['99820', '10', null],
    ['10', 'QC', null],
  ])
})

it('two parents of one territory are refused, or the majority counts and the odd row goes higher', () => {
  const refused = loadTerritories(table(ROWS), TerritoryLoad.parse(LOAD), 'x.csv')
  expect(refused.rejections).toMatchObject([{ code: 'two_parents', value: '17', row: 4 }])
  const { items, rejections } = loadTerritories(table(ROWS), TerritoryLoad.parse({ ...LOAD, parentConflict: 'majority' }), 'x.csv')
  expect(rejections).toEqual([])
  const parents = Object.fromEntries(items.map(({ code, parent }) => [code, parent]))
  expect([parents['17'], parents['07908'], parents['17078']]).toEqual(['12', '01', '17'])
})

it('a code that comes twice at the most local level is refused', () => {
  const twice = [...ROWS.slice(0, 2), ROWS[1] as string[]]
  expect(loadTerritories(table(twice), TerritoryLoad.parse(LOAD), 'x.csv').rejections).toMatchObject([{ row: 3, code: 'code_twice', value: '17078' }])
})

it('organisations become partners; the same name twice is refused unless the first is to be kept', () => {
  const mapping = {
    name: { column: 'Nom' },
    sectors: [{ column: 'Domaine' }],
    joinedOn: { constant: '2011-01-01' },
    territories: [{ source: { column: 'Quartier' } }],
  }
  const rows = table([
    ['Nom', 'Domaine', 'Quartier'],
    [' Les Amis ', 'CULTURE', '07'],
    ['Les amis', 'SPORTS', ''],
    ['', 'SPORTS', ''],
  ])
  const { items, rejections } = loadPartners(rows, PartnerLoad.parse(mapping), 'x.csv')
  expect(items).toMatchObject([{ code: 'les-amis', name: 'Les Amis', sectors: ['CULTURE'], territories: [{ text: '07', by: 'code' }] }])
  expect(rejections.map(({ row, code }) => [row, code])).toEqual([
    [3, 'code_twice'],
    [4, 'name_blank'],
  ])
  expect(loadPartners(rows, PartnerLoad.parse({ ...mapping, duplicates: 'first' }), 'x.csv')).toMatchObject({ skipped: 1, items: [{ code: 'les-amis' }] })
})
