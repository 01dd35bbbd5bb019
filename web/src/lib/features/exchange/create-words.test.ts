import { expect, test } from 'vitest'
import { newIndicators, sampleWords } from './create-words.ts'

const plain = (text: string | undefined) => (text ?? '').replace(/[\u00a0\u202f]/g, ' ')
const labels = (sample: Parameters<typeof newIndicators>[0]) =>
  Object.fromEntries(newIndicators(sample, 'fr-CA').map(({ value, label }) => [value, plain(label)]))

test('each kind of indicator says what the whole would be, in the numbers of the file', () => {
  const told = labels({ period: '2025-Q1', sum: '77', largest: '42', partners: 3 })
  expect(told['create:persons']).toContain('(T1 2025 : 77 en tout)')
  expect(told['create:shared_persons']).toContain('(T1 2025 : de 42 à 77, pas de simple somme)')
  expect(told['create:shared_households']).toContain('T1 2025 : de 42 à 77')
  expect(plain(sampleWords({ period: '2025-Q1', sum: '77', largest: '42', partners: 3 }, 'fr-CA'))).toMatch(
    /^T1 2025, tous ensemble : 77 si .*; de 42 .* à 77 si/,
  )
  expect(plain(sampleWords({ period: '2025-Q1', sum: '77', largest: '77', partners: 1 }, 'fr-CA'))).toBe('T1 2025 : 77 en tout.')
  expect(told['create:ratio'], 'a percentage is never told as a sum').not.toContain('77')
})

test('where nothing is known of two partners, the range is told in words', () => {
  expect(labels(null)['create:shared_persons']).toContain('(pas de simple somme : du plus grand partenaire à la somme)')
  expect(labels({ period: '2025-Q1', sum: '77', largest: '77', partners: 1 })['create:shared_persons']).not.toContain('77')
  expect(labels(null)['create:households']).toBe('Créer : un nombre de familles ou de ménages, jamais les mêmes chez deux partenaires')
})
