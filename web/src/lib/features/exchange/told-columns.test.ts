import { expect, test } from 'vitest'
import { ImportChoices } from '#shared/exchange/choices.ts'
import type { ImportPreview } from '#shared/exchange/contract.ts'
import { sharesRead } from './shares-words.ts'
import { skippedWords } from './skipped-words.ts'
import { periodExample, toldColumns } from './told-columns.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const preview = {
  columns: ['Organisme', 'Indicateur', 'T1 2025', 'T2 2025'].map((name, index) => ({ position: index + 1, name, distinct: [] })),
} as unknown as ImportPreview

test('what was recognised is told in the words of the file', () => {
  const choices = ImportChoices.parse({
    partnerFrom: 'column:#1',
    indicatorFrom: 'column:#2',
    territoryFrom: 'constant:ICI',
    figure: 'columns',
    valueColumns: ['#3', '#4'],
    headerMeans: 'period',
    periodPattern: 'year_quarter',
  })
  expect(toldColumns(choices, preview, 'Le Bourg', 'fr-CA').map(plain)).toEqual([
    'Chaque ligne : « Organisme » (le partenaire) et « Indicateur » (l’indicateur).',
    'Les colonnes « T1 2025 » à « T2 2025 » sont des périodes : « T1 2025 » se lit 1er trimestre 2025 (du 1er janvier au 31 mars 2025).',
    'Tout le fichier parle de : Le Bourg.',
  ])
  expect(periodExample(choices, preview)).toBe('T1 2025')
})

test('percentages are told with their own numbers, and one answer says otherwise', () => {
  const read = { indicator: { code: 'P', nameFr: 'Présence', nameEn: null }, isSaid: false, count: 3 }
  const [percent, asked] = sharesRead(
    [
      { ...read, reading: 'percent', examples: ['71.5'] },
      { ...read, reading: 'unclear', examples: ['71.5', '0.5'] },
    ],
    'fr-CA',
  )
  expect(plain(percent?.sentence ?? '')).toBe('Lues comme des pourcentages : 71,5 = 71,5 %.')
  expect(percent?.answers.map(({ value, label }) => [value, plain(label)])).toEqual([['P share', 'Non : 71,5 veut dire 7 150 %']])
  expect([percent?.isAsked, asked?.isAsked, asked?.answers.map(({ value }) => value)]).toEqual([false, true, ['P percent', 'P share']])
})

test('what was left out is counted in its own unit', () => {
  expect(skippedWords({ total: 1, blank: 2 }, 'fr-CA').map(plain)).toEqual(['1 ligne de total (jamais additionnée)', '2 cases vides'])
})
