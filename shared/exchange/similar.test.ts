import { expect, test } from 'vitest'
import { prepare, similarity, suggester } from './similar.ts'

const PLACES = ['La Côte-aux-Vents', 'La Vallée-aux-Bouleaux', 'Pointe-Sauvage', 'Saint-Élie'].map((name, index) => ({
  code: `T${index}`,
  name,
  texts: [`T${index}`, name],
}))
const suggest = suggester(PLACES)

test('case, accents and dashes do not count', () => {
  expect(similarity(prepare('la cote aux vents'), prepare('La Côte-aux-Vents'))).toBe(1)
  expect(suggest('SAINT ELIE')).toEqual([{ code: 'T3', name: 'Saint-Élie', confidence: 'sure' }])
})

test('a slip of the hand finds its place, and says that it is likely', () => {
  expect(suggest('La Cote aux Vent')[0]).toMatchObject({ code: 'T0', confidence: 'likely' })
  expect(suggest('MRC de la Vallée-aux-Bouleaux')[0]).toMatchObject({ code: 'T1', confidence: 'likely' })
  expect(suggest('Pte Sauvage')[0]).toMatchObject({ code: 'T2' })
})

test('nothing is suggested for what resembles nothing', () => expect(suggest('Zanzibar')).toEqual([]))
