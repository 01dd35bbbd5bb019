import { describe, expect, it } from 'vitest'
import { carryOver, holdSmallCorrections } from './masking-versions.ts'
import { maskQuantities } from './masking.ts'
import type { Quantity, Relation } from './relations.ts'

const quantitiesOf = (values: Readonly<Record<string, number | null>>): Quantity[] =>
  Object.entries(values).map(([id, value]) => ({
    id,
    value: value === null ? null : String(value),
    sensitive: true,
    forced: false,
    level: 1,
    isUnknownCategory: false,
  }))
const shownOf = (values: Readonly<Record<string, number>>) => new Map(Object.entries(values).map(([id, value]) => [id, String(value)]))
const sum = (parent: string, ...children: string[]): Relation => ({ parent, children })
const none = new Set<string>()

describe('what stays hidden in the next release (domain 3.11, step 5)', () => {
  const relations = [sum('r', 'a', 'b', 'c')]
  const former = { shown: shownOf({ r: 60, c: 40 }), hidden: new Set(['a', 'b']) }

  it('where a sum of it changed: three and seventeen were hidden, six and seventeen would tell the three', () => {
    const quantities = quantitiesOf({ r: 63, a: 6, b: 17, c: 40 })
    const carried = carryOver(quantities, relations, former)
    expect([...carried.sticky]).toEqual(['a', 'b'])
    expect([...carried.known]).toEqual(['c'])
    expect([...maskQuantities(quantities, relations, { smallestShown: 5, ...carried }).masks.keys()]).toEqual(['a', 'b'])
  })
  it('where nothing that was told of it changed, the rule decides anew, which with a lower threshold may show it', () => {
    const quantities = quantitiesOf({ r: 60, a: 8, b: 12, c: 40 })
    const carried = carryOver(quantities, relations, former)
    expect([...carried.sticky]).toEqual([])
    expect(maskQuantities(quantities, relations, { smallestShown: 10, ...carried }).masks.size).toBe(2)
    expect(maskQuantities(quantities, relations, { smallestShown: 5, ...carried }).masks.size).toBe(0)
  })
  it('a figure that comes to be small is not found as the difference of two totals: those are hidden with it', () => {
    const quantities = quantitiesOf({ r: 61, a: 1, b: 20, c: 40 })
    const before = { shown: shownOf({ r: 60, a: 0, b: 20, c: 40 }), hidden: none }
    const { masks } = maskQuantities(quantities, relations, { smallestShown: 5, ...carryOver(quantities, relations, before) })
    expect([...masks.keys()]).toEqual(['a', 'r'])
  })
})

describe('corrections of few people wait for the next regular release (domain 3.11, step 5)', () => {
  const relations = [sum('R', 'x', 'y'), sum('x', 'x1', 'x2'), sum('y', 'y1', 'y2')]
  const told = { R: 100, x: 40, x1: 15, x2: 25, y: 60, y1: 20, y2: 40 }

  it('one late case is told nowhere, not in its place nor in any total', () => {
    const now = quantitiesOf({ ...told, R: 101, x: 41, x1: 16 })
    const { held, frozen, dragged } = holdSmallCorrections(now, relations, { shown: shownOf(told), hidden: none }, 5)
    expect(Object.fromEntries(held)).toEqual({ x1: '15', x: '40', R: '100' })
    expect([frozen.size, dragged.size]).toEqual([0, 0])
  })
  it('a large correction is told at once', () => {
    const now = quantitiesOf({ ...told, R: 130, x: 70, x1: 45 })
    expect(holdSmallCorrections(now, relations, { shown: shownOf(told), hidden: none }, 5).held.size).toBe(0)
  })
  it('a large one in the same sums waits with the small one, or the total would tell the difference', () => {
    const now = quantitiesOf({ ...told, R: 131, x: 41, x1: 16, y: 90, y1: 50 })
    const { held, dragged } = holdSmallCorrections(now, relations, { shown: shownOf(told), hidden: none }, 5)
    expect([...held.keys()].sort()).toEqual(['R', 'x', 'x1', 'y', 'y1'])
    expect([...dragged].sort()).toEqual(['R', 'y', 'y1'])
  })
  it('sums apart from it do not wait', () => {
    const now = quantitiesOf({ ...told, R: 101, x: 41, x1: 16, Q: 300, q1: 300 })
    const before = { shown: shownOf({ ...told, Q: 200, q1: 200 }), hidden: none }
    expect([...holdSmallCorrections(now, [...relations, sum('Q', 'q1')], before, 5).held.keys()]).not.toContain('Q')
  })
  it('hidden figures of the same sums keep their sign, and every sum still holds', () => {
    const before = { shown: shownOf({ R: 100, x: 40, y: 60, y1: 20, y2: 40 }), hidden: new Set(['x1', 'x2']) }
    const now = quantitiesOf({ ...told, x1: 4, x2: 37, x: 41, R: 101 })
    const { held, frozen } = holdSmallCorrections(now, relations, before, 5)
    expect([...frozen].sort()).toEqual(['x1', 'x2'])
    const kept = now.map((one) => ({ ...one, value: held.has(one.id) ? (held.get(one.id) ?? null) : one.value }))
    const { masks } = maskQuantities(kept, relations, { smallestShown: 5, frozen, ...carryOver(kept, relations, before) })
    expect([...masks.keys()].sort()).toEqual(['x1', 'x2'])
  })
  it('a figure of which nothing was told waits untold', () => {
    const now = quantitiesOf({ ...told, R: 103, x: 43, x1: 15, x2: 25, x3: 3 })
    const { held } = holdSmallCorrections(now, [sum('R', 'x', 'y'), sum('x', 'x1', 'x2', 'x3')], { shown: shownOf(told), hidden: none }, 5)
    expect(held.get('x3')).toBe(null)
  })
  it('what was not told but could be had by subtraction counts as told', () => {
    const parts = [sum('x', 'x1', 'rest')]
    const before = { shown: shownOf({ x: 40, x1: 15 }), hidden: none }
    expect(holdSmallCorrections(quantitiesOf({ x: 40, x1: 15, rest: 25 }), parts, before, 5).held.size).toBe(0)
    expect(Object.fromEntries(holdSmallCorrections(quantitiesOf({ x: 41, x1: 15, rest: 26 }), parts, before, 5).held)).toEqual({ x: '40', rest: '25' })
  })
  it('where a place moved, no former value fits, and nothing is held', () => {
    const now = quantitiesOf({ R: 101, x: 61, x1: 16, x2: 25, y1: 20, y: 40, y2: 40 })
    const moved = [sum('R', 'x', 'y'), sum('x', 'x1', 'x2', 'y1'), sum('y', 'y2')]
    expect(holdSmallCorrections(now, moved, { shown: shownOf(told), hidden: none }, 5).held.size).toBe(0)
  })
})
