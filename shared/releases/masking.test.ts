import { describe, expect, it } from 'vitest'
import { maskQuantities } from './masking.ts'
import type { Quantity, Relation } from './relations.ts'

interface Cell {
  readonly value: number | string | null
  readonly level?: number
  readonly isUnknown?: boolean
  readonly isForced?: boolean
  readonly isSensitive?: boolean
}

const quantitiesOf = (cells: Readonly<Record<string, number | Cell>>): Quantity[] =>
  Object.entries(cells).map(([id, cell]) => {
    const { value, level = 1, isUnknown = false, isForced = false, isSensitive = true } = typeof cell === 'number' ? { value: cell } : cell
    return { id, value: value === null ? null : String(value), level, isUnknownCategory: isUnknown, forced: isForced, sensitive: isSensitive }
  })
const sum = (parent: string, ...children: string[]): Relation => ({ parent, children })
const hidden = (cells: Readonly<Record<string, number | Cell>>, ...relations: Relation[]) =>
  Object.fromEntries(maskQuantities(quantitiesOf(cells), relations, { smallestShown: 5 }).masks)

describe('which figures are hidden (domain 3.11)', () => {
  it("the fictional coalition's table of 2026-Q2: in CV the two small ones add up to four, so the third is hidden too", () => {
    const cells = { VB1: 18, VB2: 4, VB3: 2, VB: 24, TL1: 20, TL2: 6, TL: 26, CV1: 12, CV2: 3, CV3: 1, CV: 16, R: 66 }
    expect(hidden(cells, sum('VB', 'VB1', 'VB2', 'VB3'), sum('TL', 'TL1', 'TL2'), sum('CV', 'CV1', 'CV2', 'CV3'), sum('R', 'VB', 'TL', 'CV'))).toEqual({
      VB2: 'primary',
      VB3: 'primary',
      CV1: 'secondary',
      CV2: 'primary',
      CV3: 'primary',
    })
  })

  it('zeros, figures of things and official figures are shown, however small', () => {
    expect(hidden({ r: 60, a: 0, b: 20, c: 40 }, sum('r', 'a', 'b', 'c'))).toEqual({})
    expect(
      hidden({ r: { value: 3, isSensitive: false }, a: { value: 1, isSensitive: false }, b: { value: 2, isSensitive: false } }, sum('r', 'a', 'b')),
    ).toEqual({})
    expect(hidden({ a: { value: 3, isForced: true } })).toEqual({})
  })

  it('a figure in no sum is hidden by itself', () => {
    expect(hidden({ a: 4, b: 5 })).toEqual({ a: 'primary' })
  })

  it('what is hidden beside it: the smallest place first, then an unknown category, then the smallest value, then by name', () => {
    expect(hidden({ r: 66, a: 3, b: { value: 9, level: 2 }, c: { value: 54, level: 1 } }, sum('r', 'a', 'b', 'c'))).toHaveProperty('c')
    expect(hidden({ r: 66, a: 3, b: 9, c: { value: 54, isUnknown: true } }, sum('r', 'a', 'b', 'c'))).toHaveProperty('c')
    expect(hidden({ r: 66, a: 3, b: 54, c: 9 }, sum('r', 'a', 'b', 'c'))).toEqual({ a: 'primary', c: 'secondary' })
    expect(hidden({ r: 23, a: 3, c: 10, b: 10 }, sum('r', 'a', 'b', 'c'))).toEqual({ a: 'primary', b: 'secondary' })
  })

  it('never one that was not reported, nor an official one; then the whole, then a zero', () => {
    expect(hidden({ r: 14, a: 3, b: { value: null }, c: { value: 11, isForced: true } }, sum('r', 'a', 'b', 'c'))).toEqual({ a: 'primary', r: 'secondary' })
    expect(hidden({ r: { value: 3, isForced: true }, a: 3, b: 0 }, sum('r', 'a', 'b'))).toEqual({ a: 'primary', b: 'secondary' })
  })

  it('a breakdown that official figures give away is left out, and its small figures are named as exposed', () => {
    const official = (value: number) => ({ value, isForced: true })
    const masking = maskQuantities(quantitiesOf({ r: official(33), a: 3, b: official(30) }), [sum('r', 'a', 'b')], { smallestShown: 5 })
    expect([...masking.dropped]).toEqual(['a', 'b'])
    expect([...masking.exposed]).toEqual(['a'])
    expect(masking.reasons.get('b')).toBe('dropped')
  })

  it('nothing is hidden for a figure that nothing can help', () => {
    const cells = { x: { value: 3, isForced: true }, y: 3, r: 50, s: 47 }
    const masking = maskQuantities(quantitiesOf(cells), [sum('x', 'y'), sum('r', 'y', 's')], { smallestShown: 5 })
    expect([...masking.exposed]).toContain('y')
  })

  it('a figure has three possible values at least: sums that together leave two get one more hidden', () => {
    // b is at most 4 in the one sum, and a at most 2 in the other: a, and so b, would be told to within two persons.
    const cells = { r: 45, a: 1, b: 4, c: 40, s: 63, d: 2, t: 60 }
    const { masks, reasons, counts } = maskQuantities(quantitiesOf(cells), [sum('r', 'a', 'b', 'c'), sum('s', 'a', 'd', 't')], { smallestShown: 3 })
    expect([...masks.keys()].sort()).toEqual(['a', 'b', 'd', 't'])
    expect(reasons.get('t')).toBe('small_sum')
    expect(counts).toMatchObject({ cells: 7, primary: 2, secondary: 2 })
  })

  it('quantities of a small group are hidden when asked for, though none is small', () => {
    const { masks } = maskQuantities(quantitiesOf({ r: 59, a: 7, b: 52 }), [sum('r', 'a', 'b')], { smallestShown: 5, primary: new Set(['a']) })
    expect([...masks]).toEqual([
      ['a', 'primary'],
      ['b', 'secondary'],
    ])
  })

  it('estimates of people have decimals, and are hidden like whole ones', () => {
    expect(hidden({ r: { value: '60.5' }, a: { value: '4.75' }, b: { value: '20.75' }, c: { value: '35' } }, sum('r', 'a', 'b', 'c'))).toEqual({
      a: 'primary',
      b: 'secondary',
    })
  })

  it('a higher threshold hides more; one below three is refused', () => {
    const cells = quantitiesOf({ r: 60, a: 7, b: 23, c: 30 })
    expect(maskQuantities(cells, [sum('r', 'a', 'b', 'c')], { smallestShown: 10 }).masks.size).toBe(2)
    expect(() => maskQuantities(cells, [], { smallestShown: 2 })).toThrow(RangeError)
  })

  it('sums that are none are refused: every proof rests on them', () => {
    const cells = quantitiesOf({ r: 60, a: 7, b: 23 })
    expect(() => maskQuantities(cells, [sum('r', 'a', 'b')], { smallestShown: 5 })).toThrow('not the sum')
    expect(() => maskQuantities(cells, [sum('r', 'x')], { smallestShown: 5 })).toThrow('no quantity')
    expect(() => maskQuantities(cells, [sum('r', 'a', 'a')], { smallestShown: 5 })).toThrow('twice')
  })

  it('what a former release hid stays hidden, and what it showed protects nobody', () => {
    const cells = quantitiesOf({ r: 90, a: 8, b: 17, c: 25, d: 40 })
    const { masks } = maskQuantities(cells, [sum('r', 'a', 'b', 'c', 'd')], { smallestShown: 5, sticky: new Set(['a']), known: new Set(['b']) })
    expect([...masks]).toEqual([
      ['a', 'secondary'],
      ['c', 'secondary'],
    ])
  })
})
