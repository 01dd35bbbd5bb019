import { describe, expect, it } from 'vitest'
import { maskQuantities } from '#shared/releases/masking.ts'
import type { Quantity, Relation } from '#shared/releases/relations.ts'
import { attack } from './attacker.ts'
import { knowingZeros, publish, sumOf, valuesOf } from './published.ts'

// Two divisions of one territory that share places: municipalities in their MRC, and in the territory of a school.
const mrc = sumOf('mrc', { a: 3, b: 12, c: 40 })
const school = sumOf('school', { b: 12, d: 30, e: 19 })

/** Quantities of several tables, each once. */
const joined = (tables: readonly { quantities: readonly Quantity[] }[]) => [
  ...new Map(tables.flatMap(({ quantities }) => quantities.map((one) => [one.id, one]))).values(),
]

function worst(quantities: readonly Quantity[], relations: readonly Relation[], masks: ReadonlyMap<string, 'primary' | 'secondary'>): number {
  const ranges = attack(publish(quantities, relations, { masks }), knowingZeros(valuesOf(quantities)))
  return Math.min(...[...ranges.values()].map(({ least, most }) => most - least))
}

describe('linked tables (SD4)', () => {
  const all = joined([mrc, school])
  const relations = [mrc.relation, school.relation]
  const alone = [mrc, school].map(({ quantities, relation }) => ({ quantities, relation, ...maskQuantities(quantities, [relation], { smallestShown: 5 }) }))

  it('two tables that are safe alone give a figure away together', () => {
    for (const { quantities, relation, masks } of alone) if (masks.size > 0) expect(worst(quantities, [relation], masks)).toBeGreaterThanOrEqual(2)
    // A figure is known when either table shows it.
    const [first, second] = alone.map(({ masks }) => masks)
    const masks = new Map([...(first ?? [])].filter(([id]) => second?.has(id) === true || !school.relation.children.includes(id)))
    expect([...masks.keys()]).toEqual(['a'])
    expect(worst(all, relations, masks)).toBe(0)
  })

  it('masked in one run, they are safe together', () => {
    const { masks } = maskQuantities(all, relations, { smallestShown: 5 })
    expect([...masks].sort()).toEqual([
      ['a', 'primary'],
      ['b', 'secondary'],
      ['e', 'secondary'],
    ])
    expect(worst(all, relations, masks)).toBeGreaterThanOrEqual(2)
  })

  it('a figure that only several sums together give away is found by elimination, and one more is hidden', () => {
    // Two or three hidden figures in each sum; yet the third less the first leaves z, the third less the second x.
    const tables = [sumOf('first', { x: 3, y: 7, a: 50 }), sumOf('second', { y: 7, z: 8, b: 60 }), sumOf('third', { x: 3, y: 7, z: 8, c: 70 })]
    const [quantities, sums] = [joined(tables), tables.map(({ relation }) => relation)]
    expect(
      worst(
        quantities,
        sums,
        new Map([
          ['x', 'primary'],
          ['y', 'secondary'],
          ['z', 'secondary'],
        ]),
      ),
    ).toBe(0)
    const { masks, reasons } = maskQuantities(quantities, sums, { smallestShown: 5 })
    expect([...reasons]).toEqual([
      ['x', 'small'],
      ['y', 'alone'],
      ['z', 'alone'],
      ['a', 'computable'],
      ['c', 'computable'],
    ])
    expect(worst(quantities, sums, masks)).toBeGreaterThanOrEqual(2)
  })
})
