import { expect, it } from 'vitest'
import { isPartial } from './partial.ts'

it('a sum of two partners of three is partial, and of a hidden figure nothing is told', () => {
  expect(isPartial({ value: '40', coverage: '0.666666666667', flags: ['incomplete'] })).toBe(true)
  expect(isPartial({ value: '40', coverage: '0.9', flags: [] })).toBe(true)
  expect(isPartial({ value: '61', coverage: '1', flags: [] })).toBe(false)
  expect(isPartial({ value: '61', coverage: null, flags: [] })).toBe(false)
  expect(isPartial({ value: null, coverage: '0.9', flags: ['incomplete'] })).toBe(false)
})
