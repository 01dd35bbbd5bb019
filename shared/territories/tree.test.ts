import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCircle } from './tree.ts'

describe('findCircle', () => {
  it('a territory in two hierarchies is no circle', () => {
    expect(
      findCircle([
        ['town', 'mrc'],
        ['town', 'school'],
        ['mrc', 'region'],
        ['school', 'region'],
      ]),
    ).toBeNull()
  })
  it('names a territory that would contain itself, through however many others', () => {
    expect(['a', 'b', 'c']).toContain(
      findCircle([
        ['x', 'a'],
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ]),
    )
    expect(findCircle([['a', 'a']])).toBe('a')
  })
  it('links that always go from a smaller number to a larger one never make a circle; one link back does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 60 }), (pairs) => {
        const links = pairs.filter(([a, b]) => a !== b).map(([a, b]) => [String(Math.min(a, b)), String(Math.max(a, b))] as const)
        expect(findCircle(links)).toBeNull()
        const [first] = links
        if (first !== undefined) expect(findCircle([...links, [first[1], first[0]]])).not.toBeNull()
      }),
    )
  })
  it('a chain of 20,000 territories does not exhaust the stack', () => {
    expect(findCircle(Array.from({ length: 20_000 }, (_, index) => [`${index}`, `${index + 1}`] as const))).toBeNull()
  })
})
