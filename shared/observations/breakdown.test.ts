import { expect, test } from 'vitest'
import { comparableParts, overflowingCategories, restOf } from './breakdown.ts'

const count = (value: string | null) => ({ value, numerator: null, denominator: null })
const share = (numerator: string, denominator: string) => ({ value: null, numerator, denominator })

test('the difference between the whole and its known categories is exact, and of unknown category', () => {
  expect(restOf(count('10'), [count('4'), count('3')], ['value'])).toEqual(count('3'))
  expect(restOf(count('0.3'), [count('0.1'), count('0.1')], ['value'])).toEqual(count('0.1'))
  expect(restOf(share('30', '100'), [share('18', '60'), share('12', '35')], ['numerator', 'denominator'])).toEqual(share('0', '5'))
  expect(restOf(share('9', '60'), [share('5', '60'), share('3', '60')], ['numerator']), 'a shared denominator stays whole').toEqual(share('1', '60'))
})

test('nothing is left where the sum is whole or above it, or where a number is missing', () => {
  expect(restOf(count('7'), [count('4'), count('3')], ['value'])).toBeNull()
  expect(restOf(count('6'), [count('4'), count('3')], ['value'])).toBeNull()
  expect(restOf(undefined, [count('4')], ['value'])).toBeNull()
  expect(restOf(count(null), [count('4')], ['value'])).toBeNull()
  expect(restOf(count('9'), [count('4'), undefined], ['value'])).toBeNull()
  expect(restOf(count('9'), [count('4'), count(null)], ['value'])).toBeNull()
  expect(restOf(count('9'), [], ['value'])).toBeNull()
  expect(restOf(share('8', '10'), [share('5', '11')], ['numerator', 'denominator']), 'one part above its whole').toBeNull()
  expect(restOf(count('9'), [count('4')], []), 'means are never added up').toBeNull()
})

test('counts and money add up over categories, ratios by their parts, means never', () => {
  const of = (unitKind: string, denominatorShared = false) => comparableParts({ unitKind, denominatorShared })
  expect([of('count'), of('currency'), of('ratio'), of('ratio', true), of('mean'), comparableParts(undefined)]).toEqual([
    ['value'],
    ['value'],
    ['numerator', 'denominator'],
    ['numerator'],
    [],
    [],
  ])
})

test('categories of an exclusive dimension above the whole are at fault, of another dimension they are not', () => {
  const at = (category: string, value: string) => ({ ...count(value), versionId: 'v', territoryId: 't', partnerId: null, periodId: 'p', category })
  const figures = [at('TOTAL', '5'), at('sex:f', '3'), at('sex:m', '3'), at('need:a', '5'), at('need:b', '4')]
  expect([
    ...overflowingCategories(
      figures,
      new Set(['sex']),
      () => ['value'],
      ({ category }) => category,
    ),
  ]).toEqual(['sex:f', 'sex:m'])
})
