import { expect, test } from 'vitest'
import { decimalSignOf, readTyped, toStorage } from './typed.ts'

const NB = '\u00a0'
test.each([
  ['1234,5', '1234.5'],
  ['1234.5', '1234.5'],
  [`1${NB}234,5`, '1234.5'],
  ['1\u202f234,5', '1234.5'],
  ['1 234', '1234'],
  ['1,234.5', '1234.5'],
  ['1.234,5', '1234.5'],
  ['\u22123,2', '-3.2'],
  ['-3.2', '-3.2'],
  ['61,9 %', '61.9'],
  ['12 350 000 €', '12350000'],
  ['17 450 000 F CFA', '17450000'],
  ['0', '0'],
  ['0,50', '0.5'],
  ['007', '7'],
  ['.5', '0.5'],
  ['12.', null],
  ['1,234,567', '1234567'],
  ['1.234.567', '1234567'],
  ['12 34', null],
  ['1,23,456', null],
  ['1e5', null],
  ['douze', null],
  ['12-3', null],
  ['=1+1', null],
  ['٣', null],
])('%s is read as %s', (typed, due) => {
  const read = readTyped(typed, null)
  expect(read.kind === 'number' ? read.text : null).toBe(due)
})

test.each(['1,234', '1.234', '12,500', '−9.999', '100,000'])('%s can be read two ways: it is never guessed', (typed) => {
  expect(readTyped(typed, null)).toEqual({ kind: 'fault', code: 'number_ambiguous' })
})

test('one number that can be read only one way settles the others of the form', () => {
  const sign = decimalSignOf(['12,5', '1,234', ''])
  expect(sign).toBe(',')
  expect(readTyped('1,234', sign)).toEqual({ kind: 'number', text: '1.234' })
  expect(decimalSignOf(['12,5', '12.5'])).toBeNull()
  expect(decimalSignOf(['12', '1,234'])).toBeNull()
})

test.each([
  ['nd', 'missing'],
  ['N.D.', 'missing'],
  ['so', 'not_applicable'],
  ['s.o.', 'not_applicable'],
  ['n/a', 'not_applicable'],
])('%s says why there is no figure', (typed, presence) => {
  expect(readTyped(typed, null)).toEqual({ kind: 'absence', presence })
})

test('an empty cell is neither zero nor an absence', () => {
  expect(readTyped('  ', null)).toEqual({ kind: 'empty' })
})

test('more digits than can be kept exactly are refused', () => {
  expect(readTyped('1234567890123456,7', null)).toEqual({ kind: 'fault', code: 'too_many_digits' })
})

test('a percentage is stored as a share, exactly', () => {
  expect([toStorage('61.9', '100'), toStorage('3', '1000'), toStorage('12.5', '1')]).toEqual(['0.619', '0.003', '12.5'])
})
