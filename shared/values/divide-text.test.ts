import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText, decimal, divide, divideText, toText } from './decimal.ts'

describe('divideText', () => {
  it('gives digit for digit what the exact division gives, by the short way too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), fc.integer({ min: 1, max: 999_999_999_999 }), (a, b) => {
        expect(divideText(String(a), String(b))).toBe(toText(divide(decimal(a), decimal(b)) ?? decimal(-1)))
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 }), (a, b) => {
        expect(divideText(String(a), String(b))).toBe(toText(divide(decimal(a), decimal(b)) ?? decimal(-1)))
      }),
      { numRuns: 2000 },
    )
  })
  it('rounds ties away from zero at the twelfth place and carries', () => {
    expect(divideText('1', '8000000000000')).toBe('0')
    expect(divideText('1', '2000000000000')).toBe('0.000000000001')
    expect(divideText('999999999999', '1000000000000')).toBe('0.999999999999')
    expect(divideText('1999999999999', '2000000000000')).toBe('1')
    expect(divideText('1', '0')).toBeNull()
    expect(divideText('-1', '3')).toBe('-0.333333333333')
    expect(divideText('0.5', '0.25')).toBe('2')
  })
  it('canonical text has no trailing zeros', () => {
    expect(['12.50', '100', '0.000', '-0.0', '10.0', '7'].map(canonicalText)).toEqual(['12.5', '100', '0', '0', '10', '7'])
  })
})
