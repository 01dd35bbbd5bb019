import { describe, expect, it } from 'vitest'
import { outlineOf, sliceOf, spotOf } from './wheel.ts'

describe('the wheel', () => {
  it('begins at the top, goes clockwise, and has 0 at the centre', () => {
    expect(spotOf(0, 4, 100, 50)).toEqual({ x: 0, y: -50 })
    expect(spotOf(1, 4, 50, 50)).toEqual({ x: 25, y: 0 })
    expect(spotOf(2, 4, 0, 50)).toEqual({ x: 0, y: 0 })
  })
  it('draws no line through a value that is not told', () => {
    expect(outlineOf([50, null, 50], 50)).toBeNull()
    expect(outlineOf([100, 100, 100, 100], 50)).toBe('M0 -50L50 0L0 50L-50 0Z')
  })
  it('slices stay within their part of the circle', () => {
    expect(sliceOf(0, 6, 0.2, 1, 50)).toMatch(/^M.*A50 50 0 0 1 .*A10 10 0 0 0 .*Z$/)
  })
})
