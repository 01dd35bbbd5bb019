import { describe, expect, it } from 'vitest'
import { decimal, toText } from '#shared/values/decimal.ts'
import { projectionOf } from './projection.ts'

const points = (values: readonly (number | string)[], first = 1) => values.map((value, index) => ({ ordinal: first + index, value: decimal(value) }))
const at = (values: readonly (number | string)[], ordinal: number) => {
  const line = projectionOf(points(values))
  return line === null ? null : toText(line.at(ordinal).toDecimalPlaces(2))
}

describe('projection « si rien ne change » (domain 3.8)', () => {
  it('is the least squares line of the specification’s case: eight periods on, 44.06', () => {
    const line = projectionOf(points([39.4, 39.6, 41.0, 40.5, 40.5, 41.4]))
    expect(line?.slope.toFixed(4)).toBe('0.3486')
    expect(line?.used).toBe(6)
    expect(at([39.4, 39.6, 41.0, 40.5, 40.5, 41.4], 14)).toBe('44.06')
  })
  it('needs four points, and reads the last twelve alone', () => {
    expect(projectionOf(points([1, 2, 3]))).toBeNull()
    expect(at([1, 2, 3, 4], 6)).toBe('6')
    expect(projectionOf(points([1000, ...Array.from({ length: 12 }, (_, index) => index)]))?.used).toBe(12)
    expect(at([1000, ...Array.from({ length: 12 }, (_, index) => index)], 14)).toBe('12')
  })
  it('stays where nothing moves, may fall, and follows gaps by their position', () => {
    expect(at([5, 5, 5, 5], 20)).toBe('5')
    expect(at(['0.4', '0.3', '0.2', '0.1'], 5)).toBe('0')
    const gap = [1, 2, 3, 6].map((ordinal) => ({ ordinal, value: decimal(ordinal * 2) }))
    expect(toText(projectionOf(gap)?.at(10) ?? decimal(0))).toBe('20')
    expect(projectionOf([1, 1, 1, 1].map((ordinal) => ({ ordinal, value: decimal(1) })))).toBeNull()
  })
})
