import { expect, test } from 'vitest'
import { repairGroups, type RefusedPlace } from './repair-groups.ts'

const NOTHING = { indicators: [], territories: [], partners: [], dimensions: [] }
const refused = (code: string, ...texts: string[]): RefusedPlace[] =>
  texts.map((value, index) => ({ sheet: null, row: index + 2, column: 'Organisme', code, value, dimension: null }))
const HOUSE = ['Maison de la famille', 'Maison de la famille', 'Maison de la Famille', 'MAISON  de la famille']

test('a name that the file writes in several ways is one text to answer, with each spelling and its place', () => {
  const [partners] = repairGroups(refused('partner_unknown', ...HOUSE, 'CLSC'), NOTHING)
  expect([partners?.valueCount, partners?.values.map(({ text, count }) => [text, count])]).toEqual([
    2,
    [
      ['Maison de la famille', 4],
      ['CLSC', 1],
    ],
  ])
  expect(partners?.values[0]?.spellings?.map(({ text, count, first }) => [text, count, first.row])).toEqual([
    ['Maison de la famille', 2, 2],
    ['Maison de la Famille', 1, 4],
    ['MAISON  de la famille', 1, 5],
  ])
  expect(partners?.values[1]?.spellings, 'nothing is joined').toBeUndefined()
})

test('spellings that somebody keeps apart, codes, and words where a number should be are each on their own', () => {
  const texts = (code: string, told: Parameters<typeof repairGroups>[2]) => repairGroups(refused(code, ...HOUSE), NOTHING, told)[0]?.valueCount
  expect(texts('partner_unknown', { apart: ['maison de la famille'] })).toBe(3)
  expect(texts('territory_unknown', { exact: ['territory'] })).toBe(3)
  expect(texts('territory_unknown', {})).toBe(1)
  expect(texts('not_a_number', {})).toBe(3)
})

test('a name that is one letter off another one of the list says which, and only then', () => {
  const [group] = repairGroups(refused('partner_unknown', 'Maison', 'Maison', 'Maisons', 'Mairie'), NOTHING)
  expect(group?.values.map(({ text, alike }) => [text, alike ?? null])).toEqual([
    ['Maison', null],
    ['Mairie', null],
    ['Maisons', 'Maison'],
  ])
})
