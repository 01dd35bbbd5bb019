import { describe, expect, it } from 'vitest'
import { geometryOf, polygonsOf, type Position } from './shape.ts'
import { simplifyShapes } from './simplify.ts'

/** A border from (x, 0) to (x, 10) with so many small waves, no two alike. */
const border = (x: number, waves: number): Position[] =>
  Array.from({ length: waves + 1 }, (_, step) => [
    step === 0 || step === waves ? x : Math.round((x + 0.001 * ((step * 37) % 29)) * 1e5) / 1e5,
    Math.round(((step * 10) / waves) * 1e5) / 1e5,
  ])
const shape = (ring: Position[]) => polygonsOf({ type: 'Polygon', coordinates: [[...ring, ring[0]]] })

/** Two squares side by side that share a wavy border. */
function neighbours() {
  const shared = border(5, 200)
  return [shape([[0, 0], ...shared, [0, 10]]), shape([[10, 10], ...[...shared].reverse(), [10, 0]])].map((polygons) => {
    if (polygons === null) throw new Error('not a polygon')
    return polygons
  })
}

describe('simplifyShapes', () => {
  it('keeps the border of two neighbours the same on both sides', () => {
    const [left, right] = simplifyShapes(neighbours(), 60)
    const pointsAt5 = (polygons: typeof left) =>
      (polygons?.[0]?.[0] ?? [])
        .filter(([x]) => x >= 5 && x < 5.1)
        .map(String)
        .sort()
    expect(pointsAt5(left)).toEqual(pointsAt5(right))
    expect(pointsAt5(left).length).toBeGreaterThan(2)
    expect(pointsAt5(left).length).toBeLessThan(60)
    expect(pointsAt5(left)).toEqual(expect.arrayContaining(['5,0', '5,10']))
  })

  it('drops the points that matter least first: a straight side loses what stands on it, corners stay', () => {
    const square = shape([
      [0, 0],
      [5, 0],
      [10, 0],
      [10, 5],
      [10, 10],
      [5, 10],
      [0, 10],
      [0, 5],
    ])
    const [thinned] = simplifyShapes([square ?? []], 4)
    expect(thinned?.[0]?.[0]?.map(String).sort()).toEqual(['0,0', '0,10', '10,0', '10,10'])
  })

  it('keeps every shape, however small, and lets unseen islands go', () => {
    const speck: Position[] = [
      [20, 20],
      [20.0001, 20],
      [20.0001, 20.0001],
      [20, 20.0001],
    ]
    const island: Position[] = [
      [30, 0],
      [30.0001, 0],
      [30, 0.0001],
    ]
    const main = neighbours()[0]?.[0] ?? []
    const [first, second] = simplifyShapes([[main, [island]], [[speck]]], 30)
    expect(first?.length).toBe(1)
    expect(second?.[0]?.[0]?.length).toBeGreaterThanOrEqual(3)
  })

  it('leaves shapes below the limit as they are', () => {
    const shapes = neighbours()
    expect(simplifyShapes(shapes, 10_000)).toEqual(shapes)
  })

  it('gives the same answer when it is asked twice', () => {
    expect(simplifyShapes(neighbours(), 50)).toEqual(simplifyShapes(neighbours(), 50))
  })
})

describe('polygonsOf', () => {
  it.each([
    ['a point', { type: 'Polygon' as const, coordinates: [[1, 2]] }],
    [
      'metres instead of degrees',
      {
        type: 'Polygon' as const,
        coordinates: [
          [
            [300000, 5000000],
            [300001, 5000000],
            [300000, 5000001],
            [300000, 5000000],
          ],
        ],
      },
    ],
    ['text', { type: 'MultiPolygon' as const, coordinates: ['x'] }],
    [
      'not a number',
      {
        type: 'Polygon' as const,
        coordinates: [
          [
            [NaN, 0],
            [1, 0],
            [1, 1],
            [NaN, 0],
          ],
        ],
      },
    ],
    [
      'two points',
      {
        type: 'Polygon' as const,
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
    ['nothing', { type: 'MultiPolygon' as const, coordinates: [] }],
  ])('refuses %s', (_, geometry) => {
    expect(polygonsOf(geometry)).toBeNull()
  })

  it('reads a polygon and writes it back closed, with or without its last point and with a height', () => {
    const open = polygonsOf({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0, 12],
          [1, 0, 12],
          [1, 1, 12],
        ],
      ],
    })
    expect(geometryOf(open ?? [])).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    })
  })
})
