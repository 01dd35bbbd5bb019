import { describe, expect, it } from 'vitest'
import { pulseOf, type PulsePoint } from './pulse.ts'

const drawn = (points: readonly (readonly [number | null, number])[]) =>
  pulseOf(
    points.map(([value, version]): PulsePoint => ({ value, version })),
    (index) => index * 10,
    (value) => value,
  )

describe('the line of a pulse', () => {
  it('joins values of one wording and leaves a gap where nothing is told', () => {
    expect(
      drawn([
        [61, 1],
        [58, 1],
        [null, 1],
        [46, 1],
        [57, 1],
      ]),
    ).toEqual({ line: 'M0 61L10 58M30 46L40 57', breaks: [] })
  })
  it('never joins values of two wordings: a new run begins, with a break mark between them', () => {
    expect(
      drawn([
        [61, 1],
        [58, 1],
        [46, 2],
        [57, 2],
        [66, 3],
      ]),
    ).toEqual({ line: 'M0 61L10 58M20 46L30 57M40 66', breaks: [15, 35] })
    expect(
      drawn([
        [61, 1],
        [null, 2],
        [57, 2],
      ]),
    ).toEqual({ line: 'M0 61M20 57', breaks: [5] })
  })
})
