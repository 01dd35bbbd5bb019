import { describe, expect, it } from 'vitest'
import { isGroupDisclosure, maskOfMoney, maskOfRatio } from './masking-ratio.ts'

const share = (numerator: string, denominator: string, ...masks: ('none' | 'primary' | 'secondary')[]) => ({
  masks,
  numerator,
  denominator,
  minDenominator: 10,
})

describe('masks of shares and means (domain 3.11, steps 1 and 4)', () => {
  it('a share is hidden when one of its counts is, for the same reason', () => {
    expect(maskOfRatio(share('17', '19', 'none', 'none', 'primary'))).toBe('primary')
    expect(maskOfRatio(share('30', '60', 'none', 'secondary', 'none'))).toBe('secondary')
    expect(maskOfRatio(share('30', '60', 'none', 'none', 'none'))).toBe('none')
  })
  it('a mean is hidden with its n', () => {
    expect(maskOfRatio({ masks: ['secondary'], numerator: null, denominator: null, minDenominator: 10 })).toBe('secondary')
    expect(maskOfRatio({ masks: ['none'], numerator: null, denominator: null, minDenominator: 10 })).toBe('none')
  })
  it('a share of too few is hidden whatever its counts; of none there is no share', () => {
    expect(maskOfRatio(share('0', '9'))).toBe('primary')
    expect(maskOfRatio(share('5', '10'))).toBe('none')
    expect(maskOfRatio(share('0', '0'))).toBe('none')
  })
  it('all or none of a small group tells of each of them', () => {
    expect([share('7', '7'), share('0', '7'), share('6', '7'), share('12', '12'), share('0', '0')].map(isGroupDisclosure)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('masks of money (domain 3.11, dominance)', () => {
  const rule = { minContributors: 3, maxShare: '0.85' }
  it('off, nothing is hidden', () => {
    expect(maskOfMoney(['1000'], null)).toBe('none')
  })
  it('fewer than three who gave are hidden; who gave nothing does not count; nothing at all is shown', () => {
    expect(maskOfMoney(['500', '500', '0'], rule)).toBe('primary')
    expect(maskOfMoney(['500', '500', '0.01'], rule)).toBe('none')
    expect(maskOfMoney(['0', '0'], rule)).toBe('none')
  })
  it('one who gave more than 85 % is hidden, at 85 % not yet', () => {
    expect(maskOfMoney(['85', '10', '5'], rule)).toBe('none')
    expect(maskOfMoney(['85.01', '10', '4.99'], rule)).toBe('primary')
  })
})
