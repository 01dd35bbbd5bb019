import { expect, it } from 'vitest'
import { textDiff } from './diff.ts'

const shown = (before: string | null, after: string | null) =>
  textDiff(before, after).map(({ kind, text }) => (kind === 'same' ? text.trim() : `${kind === 'added' ? '+' : '-'}${text.trim()}`))

it('words that stay are one run, what left and what came are marked', () => {
  expect(shown('Décider avec les parents; nommer les échecs.', 'Décider avec les parents; nommer les échecs. Aller vers la Côte.')).toEqual([
    'Décider avec les parents; nommer les échecs.',
    '+Aller vers la Côte.',
  ])
  expect(shown('une porte et un formulaire', 'une seule porte, un formulaire')).toEqual(['une', '-porte et', '+seule porte,', 'un formulaire'])
})

it('a first version is all new, an emptied part all gone, and equal texts have no mark', () => {
  expect(shown(null, 'Une vision')).toEqual(['+Une vision'])
  expect(shown('Une vision', null)).toEqual(['-Une vision'])
  expect(shown('Une  vision', 'Une vision')).toEqual(['Une vision'])
})

it('what stayed and what came make the new text exactly', () => {
  const after = 'Chaque enfant grandit entouré d’adultes qui se parlent\net qui décident avec ses parents.'
  expect(
    textDiff('Chaque enfant grandit entouré d’adultes qui se parlent.', after)
      .filter((part) => part.kind !== 'removed')
      .map((part) => part.text)
      .join(''),
  ).toBe(after)
})
