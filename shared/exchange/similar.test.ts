import { expect, test } from 'vitest'
import { isOneSlip, prepare, similarity, suggester } from './similar.ts'

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

test('one letter of one word is a slip of the hand; a number, a short word or another word tells names apart', () => {
  for (const [a, b] of [
    ['Maison de la famille', 'Maison de la famile'],
    ['Sainte-Anne', 'Saint-Anne'],
    ['CPE Les Lucioles', 'CPE Les Luicoles'],
    ['Ville-Haute', 'Villehaute'],
  ] as const)
    expect([a, b, isOneSlip(a, b), isOneSlip(b, a)]).toEqual([a, b, true, true])
  for (const [a, b] of [
    ['Maison de la famille', 'Maison de la Famille'],
    ['École 1234', 'École 1235'],
    ['CPE A', 'CPE B'],
    ['Maison des familles', 'Maison de la famille'],
    ['Nord', 'Sud'],
  ] as const)
    expect([a, b, isOneSlip(a, b)]).toEqual([a, b, false])
})
