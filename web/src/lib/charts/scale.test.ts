import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { niceScale, shownPositions, tickLabels, ticksOf } from './scale.ts'
import { DAYS, SHARE } from './samples.ts'

describe('axis of figures', () => {
  it('begins at zero, unless the figures would lie flat', () => {
    expect(niceScale([38, 65], 'auto')).toMatchObject({ min: 0, isTruncated: false })
    expect(niceScale([120, 149], 'auto')).toMatchObject({ isTruncated: true })
    expect(niceScale([120, 149], 'always')).toMatchObject({ min: 0, isTruncated: false })
  })
  it('of one figure, of equal figures and of none is an axis too', () => {
    expect(niceScale([4], 'auto')).toMatchObject({ min: 0, isTruncated: false })
    expect(niceScale([0, 0], 'auto')).toMatchObject({ min: 0, max: expect.any(Number) as number })
    expect(niceScale([], 'auto').max).toBeGreaterThan(0)
  })
  it('holds every figure on round steps, and says so whenever zero is not on it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.constantFrom('auto' as const, 'always' as const),
        (values, zero) => {
          const scale = niceScale(values, zero)
          const slack = (scale.max - scale.min) * 1e-9
          expect(scale.min).toBeLessThanOrEqual(Math.min(...values) + slack)
          expect(scale.max).toBeGreaterThanOrEqual(Math.max(...values) - slack)
          expect(ticksOf(scale).length).toBeGreaterThan(1)
          expect(ticksOf(scale).length).toBeLessThan(14)
          expect(scale.isTruncated).toBe(scale.min > 0 || scale.max < 0)
        },
      ),
    )
  })
  it('is written in the language, with as many decimals as its steps need', () => {
    const scale = { min: 0, max: 5, step: 2.5, isTruncated: false }
    expect(tickLabels(scale, SHARE, 'fr-CA').texts).toEqual(['0,0\u00A0%', '2,5\u00A0%', '5,0\u00A0%'])
    expect(tickLabels(scale, SHARE, 'en').texts).toEqual(['0.0%', '2.5%', '5.0%'])
    expect(tickLabels({ ...scale, step: 5 }, DAYS, 'fr-CA').texts).toEqual(['0', '5'])
  })
  it('of millions is written in millions', () => {
    const scale = { min: 0, max: 20_000_000, step: 5_000_000, isTruncated: false }
    expect(tickLabels(scale, { displayFactor: '1', decimals: 0, currencyCode: 'XOF' }, 'fr')).toEqual({ texts: ['0', '5', '10', '15', '20'], inMillions: true })
  })
})

describe('axis of positions', () => {
  it('writes every position that has room, else every second, fourth… with the last always written', () => {
    expect(shownPositions(5, 60, 40)).toEqual([0, 1, 2, 3, 4])
    expect(shownPositions(5, 30, 40)).toEqual([0, 2, 4])
    expect(shownPositions(8, 13, 40)).toEqual([3, 7])
  })
})
