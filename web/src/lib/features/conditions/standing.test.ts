import { expect, it } from 'vitest'
import { headline, standingSentence } from './standing.ts'

it('the sentence says only the states that somebody is in, with French and English plurals', () => {
  expect(standingSentence({ on_track: 6, watch: 2, off_track: 1, no_target: 0, no_data: 1 }, 'fr-CA')).toBe(
    'Sur 10 indicateurs suivis\u00A0: 6 sont en bonne voie, 2 à surveiller, 1 en difficulté et 1 sans donnée.',
  )
  expect(standingSentence({ on_track: 0, watch: 0, off_track: 0, no_target: 3, no_data: 0 }, 'fr-CA')).toBe('Sur 3 indicateurs suivis\u00A0: 3 sans cible.')
  expect(standingSentence({ on_track: 1, watch: 0, off_track: 0, no_target: 0, no_data: 0 }, 'fr-CA')).toBe(
    'Sur 1 indicateur suivi\u00A0: 1 est en bonne voie.',
  )
  expect(standingSentence({ on_track: 0, watch: 0, off_track: 0, no_target: 0, no_data: 0 }, 'fr-CA')).toBe('Aucun chiffre n’est encore disponible.')
})

it('a gap comes first, then difficulty, then watch, then the usual order, what has no data last', () => {
  const row = (code: string, status: string) => ({ code, status })
  const rows = [row('A', 'on_track'), row('N', 'no_data'), row('G', 'on_track'), row('W', 'watch'), row('O', 'off_track'), row('B', 'target_met')]
  expect(headline(rows, new Set(['G'])).map(({ code }) => code)).toEqual(['G', 'O', 'W', 'A', 'B', 'N'])
  expect(headline(rows, new Set(), 2).map(({ code }) => code)).toEqual(['O', 'W'])
})
