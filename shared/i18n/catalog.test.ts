import { expect, test } from 'vitest'
import { buildCatalog, toMessageFormat, type AuthoredFiles } from './catalog.ts'
import { negotiateLocale } from './locales.ts'
import { typeset } from './typography.ts'

const build = (frCA: AuthoredFiles, en: AuthoredFiles, fr: AuthoredFiles = {}) => buildCatalog({ 'fr-CA': frCA, fr, en })

test.each([
  ["L'été : oui ?", 'fr-CA', 'L’été\u00A0: oui?'],
  ["L'été : oui ?", 'fr', 'L’été\u00A0: oui\u202F?'],
  ["It's late...", 'en', 'It’s late…'],
  ['Titre : « Ça a marché »', 'fr-CA', 'Titre\u00A0: «\u00A0Ça a marché\u00A0»'],
  ['«Surprise !»', 'fr', '«\u00A0Surprise\u202F!\u00A0»'],
  ['{share} % à 14:05', 'fr-CA', '{share}\u00A0% à 14:05'],
  ['Envoyé; merci !', 'fr', 'Envoyé\u202F; merci\u202F!'],
  ['Voir https://maillage.example', 'fr', 'Voir https://maillage.example'],
  ['{name} : {count}', 'fr-CA', '{name}\u00A0: {count}'],
] as const)('%s in %s is set as %s', (text, locale, due) => expect(typeset(text, locale)).toBe(due))

test('a key that one language lacks is named', () => {
  const { faults } = build({ notes: { notes_title: 'Notes', notes_new: 'Écrire' } }, { notes: { notes_title: 'Notes' } })
  expect(faults).toEqual(['en: notes_new is missing'])
})

test('a parameter that differs between languages is named', () => {
  const { faults } = build({ notes: { notes_by: 'Par {author}' } }, { notes: { notes_by: 'By {name}' } })
  expect(faults).toEqual(['en: notes_by takes {name}, fr-CA takes {author}'])
})

test('an empty text, markup and straight quotation marks are refused', () => {
  const { faults } = build({ notes: { notes_a: ' ', notes_b: '<b>x</b>', notes_c: 'le "mot"' } }, { notes: { notes_a: 'a', notes_b: 'b', notes_c: 'c' } })
  expect(faults).toHaveLength(3)
  expect(faults[0]).toBe('fr-CA/notes.json: notes_a is empty')
})

test('French of France and Mali is that of Canada with its overrides', () => {
  const { catalog, faults } = build(
    { notes: { notes_meeting: 'La rencontre !', notes_ok: 'Oui' } },
    { notes: { notes_meeting: 'Meeting', notes_ok: 'Yes' } },
    { notes: { notes_meeting: 'La réunion !' } },
  )
  expect(faults).toEqual([])
  expect(catalog.fr.notes_meeting?.texts.other).toBe('La réunion\u202F!')
  expect(catalog.fr.notes_ok?.texts.other).toBe('Oui')
})

test('an override of nothing is a fault', () => {
  expect(build({}, {}, { notes: { notes_x: 'x' } }).faults[0]).toBe('fr/notes.json: notes_x overrides nothing in fr-CA')
})

test('a key belongs to its file and is lower snake case', () => {
  const { faults } = build({ notes: { other_title: 'x', 'notes.dot': 'y' } }, { notes: { other_title: 'x', 'notes.dot': 'y' } })
  expect(faults.filter((fault) => fault.includes('must be lower_snake_case'))).toHaveLength(4)
})

test('a number selects among plural forms', () => {
  const one = { notes: { notes_count: { count: { one: '{count} note', other: '{count} notes' } } } }
  const { catalog, faults } = build(one, one)
  expect(faults).toEqual([])
  expect(toMessageFormat(catalog.en).notes_count).toEqual([
    { declarations: ['input count', 'local form = count: plural'], selectors: ['form'], match: { 'form=one': '{count} note', 'form=*': '{count} notes' } },
  ])
  expect(build(one, { notes: { notes_count: '{count} notes' } }).faults[0]).toContain('en: notes_count takes')
})

test.each([
  [null, 'fr-CA'],
  ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
  ['fr-CA,fr;q=0.9', 'fr-CA'],
  ['en-GB', 'en'],
  ['de,en;q=0.5', 'en'],
  ['de', 'fr-CA'],
  ['en;q=0.3,fr-ML;q=0.9', 'fr'],
  ['*', 'fr-CA'],
])('a browser that asks for %s reads %s', (header, due) => expect(negotiateLocale(header)).toBe(due))
