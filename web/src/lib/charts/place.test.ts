import fc from 'fast-check'
import { expect, it } from 'vitest'
import { along, placeLabels, spread } from './place.ts'
import { at } from './samples.ts'

const bounds = { x: 0, y: 0, width: 100, height: 100 }
const box = (x: number, y: number) => ({ x, y, width: 20, height: 10 })

it('a label takes the first place that covers nothing', () => {
  expect(placeLabels([[box(10, 10), box(50, 50)]], [], bounds)).toEqual([box(10, 10)])
  expect(
    placeLabels(
      [[box(10, 10), box(50, 50)]],
      along([
        { x: 0, y: 15 },
        { x: 60, y: 15 },
      ]),
      bounds,
    ),
  ).toEqual([box(50, 50)])
  expect(placeLabels([[box(95, 10), box(50, 50)]], [], bounds)).toEqual([box(50, 50)])
})
it('a label leaves the place of the one before it', () => {
  expect(placeLabels([[box(10, 10)], [box(15, 12), box(60, 60)]], [], bounds)).toEqual([box(10, 10), box(60, 60)])
})
it('labels at the ends of lines never overlap where there is room for all', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 280 }), { minLength: 1, maxLength: 4 }), (centres) => {
      const placed = spread(
        centres,
        centres.map(() => 40),
        0,
        280,
      ).toSorted((a, b) => a - b)
      placed.slice(1).forEach((middle, index) => expect(middle - at(placed, index)).toBeGreaterThanOrEqual(40))
      expect(at(placed, 0)).toBeGreaterThanOrEqual(20)
      expect(placed.at(-1)).toBeLessThanOrEqual(260)
    }),
  )
})
