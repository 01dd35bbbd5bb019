import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classesOf } from './classes.ts'
import { labelPlace } from './map-label.ts'
import { project } from './projection.ts'
import { at, SHARE } from './samples.ts'
import { simplify } from './simplify.ts'

/** Two neighbours with a jagged border between them. */
function neighbours(): [number[], number[]] {
  const border = Array.from({ length: 101 }, (_, index) => [500 + Math.round(Math.sin(index * 1.7) * 12), index * 10]).flat()
  const back: number[] = []
  for (let index = border.length - 2; index >= 0; index -= 2) back.push(at(border, index), at(border, index + 1))
  return [
    [0, 0, ...border, 0, 1000],
    [1000, 1000, ...back, 1000, 0],
  ]
}
const spots = (ring: readonly number[]) => Array.from({ length: ring.length / 2 }, (_, index) => `${ring[index * 2]} ${ring[index * 2 + 1]}`)

describe('projection', () => {
  const square = {
    type: 'Polygon' as const,
    coordinates: [
      [
        [0, 60],
        [1, 60],
        [1, 61],
        [0, 61],
        [0, 60],
      ],
    ],
  }
  it('keeps the proportions of the ground: a degree of longitude at 60° is half one of latitude', () => {
    const { shapes, height } = project([square], 580, 560)
    const ring = at(at(shapes, 0), 0)
    const xs = ring.filter((_, index) => index % 2 === 0)
    expect((Math.max(...xs) - Math.min(...xs)) / 10 / (height - 8)).toBeCloseTo(Math.cos((60.5 * Math.PI) / 180), 2)
  })
  it('puts north up and fits both ways', () => {
    const { shapes, height } = project(
      [
        square,
        {
          type: 'MultiPolygon',
          coordinates: [
            [
              [
                [5, 60],
                [6, 60],
                [6, 64],
                [5, 60],
              ],
            ],
          ],
        },
      ],
      580,
      300,
    )
    expect(height).toBeLessThanOrEqual(300)
    const [south, north] = [at(at(at(shapes, 0), 0), 1), Math.min(...at(at(shapes, 1), 0).filter((_, index) => index % 2 === 1))]
    expect(north).toBeLessThan(south)
  })
  it('leaves out what is no coordinate', () => {
    expect(project([{ type: 'Polygon', coordinates: [[[0, 0], ['x', 1], null, [1, 1]]] }], 580, 300).shapes).toEqual([[]])
  })
})

describe('simplifying', () => {
  it('keeps one border between two neighbours', () => {
    const [left, right] = simplify([[neighbours()[0]], [neighbours()[1]]], 15, 10).map((rings) => spots(at(rings, 0)))
    const inner = (ring: readonly string[] = []) => new Set(ring.filter((spot) => Math.abs(Number(spot.split(' ')[0]) - 500) < 50))
    expect(inner(left)).toEqual(inner(right))
    expect(inner(left).size).toBeLessThan(60)
    expect(inner(left).size).toBeGreaterThan(1)
  })
  it('drops specks, never the largest ring of a place', () => {
    const speck = [0, 0, 3, 0, 3, 3, 0, 3]
    expect(simplify([[speck], [[100, 100, 300, 100, 300, 300, 100, 300], speck]], 4, 12).map((rings) => rings.length)).toEqual([1, 1])
  })
})

describe('classes of a map', () => {
  it('put as many places in each, and equal figures together', () => {
    const values = Array.from({ length: 10 }, (_, index) => `0.${index}`)
    const classes = classesOf(values, SHARE, 'quantile', 'fr-CA')
    expect(values.map((value) => classes.of(value))).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    const tied = classesOf(['0.1', '0.1', '0.1', '0.1', '0.2', '0.3', '0.4', '0.5', '0.6'], SHARE, 'quantile', 'fr-CA')
    expect(tied.of('0.1')).not.toBe(tied.of('0.2'))
  })
  it('are as many as there are different figures when these are few', () => {
    const classes = classesOf(['0.683', '0.447', '0.667'], SHARE, 'quantile', 'fr-CA')
    expect(classes.entries.map((entry) => [entry.swatch, entry.label.replaceAll('\u00A0', ' ')])).toEqual([
      [1, '44,7 %'],
      [3, '66,7 %'],
      [5, '68,3 %'],
    ])
  })
  it('of equal width stand on round numbers, hold the ends, and say where a border belongs', () => {
    const classes = classesOf(['0', '0.05', '1'], SHARE, 'equal', 'en')
    expect([classes.of('0'), classes.of('0.1999'), classes.of('0.2'), classes.of('1')]).toEqual([1, 2, 2, 5])
    expect(classes.entries.map((entry) => entry.label)).toEqual(['0% to under 20%', '20% to under 40%', '40% to under 60%', '60% to under 80%', '80% to 100%'])
    expect(classesOf(['0.447', '0.667', '0.683'], SHARE, 'equal', 'en').entries.map((entry) => entry.label)).toEqual([
      '40% to under 50%',
      '50% to under 60%',
      '60% to 70%',
    ])
  })
  it('of whole numbers never fall between two of them', () => {
    const labels = (values: readonly string[]) => classesOf(values, { displayFactor: '1', decimals: 0 }, 'equal', 'en').entries.map((entry) => entry.label)
    expect(labels(['3', '4'])).toEqual(['3 to 4'])
    expect(labels(['1', '3', '12'])).toEqual(['0 to under 5', '5 to under 10', '10 to 15'])
  })
  it('never exceed five, whatever the figures, and higher figures never lie in a lower class', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -500_000, max: 5_000_000 }), { minLength: 2, maxLength: 30 }),
        fc.integer({ min: 0, max: 2 }),
        (numbers, decimals) => {
          const values = numbers.map((one) => (one / 100).toFixed(2))
          const classes = classesOf(values, { displayFactor: '1', decimals }, 'equal', 'en')
          expect(classes.entries.length).toBeLessThanOrEqual(5)
          const order = classes.entries.map((entry) => entry.swatch)
          const sorted = values.toSorted((a, b) => Number(a) - Number(b)).map((value) => order.indexOf(classes.of(value)))
          expect(sorted).toEqual(sorted.toSorted((a, b) => a - b))
          expect(sorted).not.toContain(-1)
        },
      ),
    )
  })
  it('of one figure, or of none, work', () => {
    expect(classesOf(['0.5', '0.5'], SHARE, 'equal', 'en').entries).toHaveLength(1)
    expect(classesOf([], SHARE, 'quantile', 'en').entries).toEqual([])
  })
})

describe('label of a place', () => {
  it('stands inside it, even where the middle does not', () => {
    const horseshoe = [0, 0, 300, 0, 300, 400, 200, 400, 200, 100, 100, 100, 100, 400, 0, 400]
    const place = labelPlace([horseshoe])
    expect(place?.y).toBeLessThan(100)
    expect(place?.width).toBe(300)
  })
})
