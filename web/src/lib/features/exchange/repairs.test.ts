import { expect, test } from 'vitest'
import { ImportChoices } from '#shared/exchange/choices.ts'
import type { RepairGroup } from '#shared/exchange/draft-contract.ts'
import { answerField, readRepairs } from './repairs.ts'

const first = { sheet: null, row: 2, column: 'Lieu' }
const group = (action: RepairGroup['action'], texts: string[], dimension: string | null = null): RepairGroup => ({
  action,
  code: `${action}_unknown`,
  dimension,
  column: 'Lieu',
  count: texts.length,
  first,
  values: texts.map((text) => ({ text, count: 1, first, suggestions: [] })),
  valueCount: texts.length,
})
const LISTS = { indicator: [], territory: [{ code: 'CV', name: 'La Côte-aux-Vents' }], partner: [], category: { sex: [{ code: 'girl', name: 'Filles' }] } }
const form = (entries: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(entries)) data.set(name, value)
  return data
}

test('one answer a text: chosen, typed by name, created, left out, decided later', () => {
  const groups = [
    group('territory', ['Cote', 'Nouveau', 'Rien', 'Plus tard']),
    group('category', ['F'], 'sex'),
    group('value', ['n.d.']),
    group('period', ['hier']),
  ]
  const { choices, unknown } = readRepairs(
    form({
      [answerField(0, 0, '.other')]: 'la cote aux vents',
      [answerField(0, 1)]: 'create',
      [answerField(0, 2)]: 'skip',
      createLevel: 'local',
      createUnder: 'A',
      [answerField(1, 0)]: 'use:girl',
      [answerField(2, 0)]: 'missing',
      [answerField(3, 0, '.other')]: '2026-Q1',
    }),
    ImportChoices.parse({}),
    groups,
    LISTS,
  )
  expect(unknown).toEqual([])
  expect(choices.repairs).toMatchObject({
    territories: { Cote: { use: 'CV' }, Nouveau: { create: true }, Rien: { skip: true } },
    categories: { sex: { F: { use: 'girl' } } },
    values: { 'n.d.': 'missing' },
    periods: { hier: '2026-Q1' },
  })
  expect([choices.createLevel, choices.createUnder]).toEqual(['local', 'A'])
})

test('marks of numbers are kept when the box of their group is ticked, and only then', () => {
  const groups = [group('marks', ['39*'])]
  const read = (entries: Record<string, string>) => readRepairs(form(entries), ImportChoices.parse({}), groups, LISTS).choices.keepMarks
  expect([read({ keepMarks: 'on' }), read({})]).toEqual([true, false])
})

test('what is typed and is nothing of ours is told, never guessed', () => {
  const { choices, unknown } = readRepairs(form({ [answerField(0, 0, '.other')]: 'Zanzibar' }), ImportChoices.parse({}), [group('territory', ['Cote'])], LISTS)
  expect([choices.repairs.territories, unknown]).toEqual([{}, [{ field: 'answer.0.0.other', text: 'Zanzibar' }]])
})
