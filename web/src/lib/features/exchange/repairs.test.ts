import { expect, test } from 'vitest'
import { ImportChoices } from '#shared/exchange/choices.ts'
import type { RepairGroup } from '#shared/exchange/draft-contract.ts'
import { answerField, givenKey, readGiven, readRepairs, sameAnswer } from './repairs.ts'

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
  expect([choices.repairs.territories, unknown]).toEqual([{}, [{ field: 'answer.0.0.other', text: 'Zanzibar', isOpen: false }]])
})

const spelled = (text: string, ...others: string[]): RepairGroup['values'][number] => ({
  text,
  count: others.length + 1,
  first,
  suggestions: [],
  spellings: [text, ...others].map((one) => ({ text: one, count: 1, first })),
})
const ofPartners = (...values: RepairGroup['values']): RepairGroup => ({ ...group('partner', []), values, valueCount: values.length })
const plain = (text: string) => ({ text, count: 1, first, suggestions: [] })

test('one answer serves every spelling of a name: one partner is made, for all of them', () => {
  const groups = [ofPartners(spelled('Maison de la famille', 'Maison de la Famille'), plain('CLSC'))]
  const { creations } = readRepairs(form({ [answerField(0, 0)]: 'create', [answerField(0, 1)]: 'create' }), ImportChoices.parse({}), groups, LISTS)
  expect(creations).toEqual([
    { of: 'partner', text: 'Maison de la famille', others: ['Maison de la Famille'] },
    { of: 'partner', text: 'CLSC' },
  ])
  const { choices } = readRepairs(form({ [answerField(0, 0)]: 'use:P1' }), ImportChoices.parse({}), groups, LISTS)
  expect(choices.repairs.partners).toEqual({ 'Maison de la famille': { use: 'P1' }, 'Maison de la Famille': { use: 'P1' } })
})

test('spellings that are really two things are answered one by one from then on', () => {
  const groups = [ofPartners(spelled('Maison de la famille', 'Maison de la Famille'))]
  const { choices, creations } = readRepairs(form({ [answerField(0, 0)]: 'apart' }), ImportChoices.parse({}), groups, LISTS)
  expect([choices.repairs.apart, creations, choices.repairs.partners]).toEqual([['maison de la famille'], [], {}])
})

test('a text may be the same as one that the list is about to make, typed or chosen', () => {
  const groups = [ofPartners(plain('Maison de la famille'), plain('Maison de la famile'), plain('La Maison'))]
  const { creations, unknown } = readRepairs(
    form({ [answerField(0, 0)]: 'create', [answerField(0, 1)]: sameAnswer('Maison de la famille'), [answerField(0, 2, '.other')]: 'maison de la Famile' }),
    ImportChoices.parse({}),
    groups,
    LISTS,
  )
  expect([unknown, creations]).toEqual([[], [{ of: 'partner', text: 'Maison de la famille', others: ['Maison de la famile', 'La Maison'] }]])
})

test('a place may be the same as one that the import makes; the same as what nobody decided is asked', () => {
  const groups = [group('territory', ['Ville-Haute', 'Vile-Haute', 'Sainte-Anne'])]
  const read = (entries: Record<string, string>) => readRepairs(form(entries), ImportChoices.parse({}), groups, LISTS)
  const { choices } = read({ [answerField(0, 0)]: 'create', [answerField(0, 1, '.other')]: 'ville haute', createLevel: 'local' })
  expect(choices.repairs.territories).toEqual({ 'Ville-Haute': { create: true }, 'Vile-Haute': { same: 'Ville-Haute' } })
  expect(read({ [answerField(0, 1, '.other')]: 'Sainte-Anne' }).unknown).toEqual([{ field: answerField(0, 1, '.other'), text: 'Sainte-Anne', isOpen: true }])
  expect(read({ [answerField(0, 0, '.other')]: 'Vile-Haute', [answerField(0, 1, '.other')]: 'Ville-Haute' }).unknown, 'each the other').toHaveLength(2)
  expect(read({ [answerField(0, 2)]: 'skip', [answerField(0, 2, '.other')]: 'SAINTE ANNE' }).choices.repairs.territories, 'its own name says nothing').toEqual({
    'Sainte-Anne': { skip: true },
  })
})

test('what was answered is kept by its text, so that it stays when the form comes back', () => {
  const groups = [group('territory', ['Cote', 'Nouveau'])]
  const given = readGiven(form({ [answerField(0, 0, '.other')]: 'Zanzibar', [answerField(0, 1)]: 'create', createLevel: 'local' }), groups)
  expect(given).toEqual({
    [givenKey(groups[0] as RepairGroup, 'Cote', '.other')]: 'Zanzibar',
    [givenKey(groups[0] as RepairGroup, 'Nouveau')]: 'create',
    createLevel: 'local',
  })
})
