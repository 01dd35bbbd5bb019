import { describe, expect, it } from 'vitest'
import { maskQuantities } from '#shared/releases/masking.ts'
import { generate, randomOf, type Tables } from './generated.ts'
import { sumOf, valuesOf } from './published.ts'

const K = 5
const WANTED = 300

const hiddenOf = ({ quantities, relations }: Tables) => [...maskQuantities(quantities, relations, { smallestShown: K }).masks.keys()].sort()

/** The same tables with a person moved between small figures, so that everything which is not small stays as it is; null when these tables have no such figures. */
function withOneMoved(seed: number): { before: Tables; after: Tables } | null {
  const before = generate(seed)
  const small = (value: number | undefined) => value !== undefined && value > 0 && value < K
  const values = valuesOf(before.quantities)
  const official = new Set(before.quantities.filter(({ forced }) => forced).map(({ id }) => id))
  const random = randomOf(seed + 3)
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const [from, to] = [0, 0].map(() => before.finest[random(before.finest.length)] as string) as [string, string]
    const [[fromPlace, fromCategory, period], [toPlace, toCategory, toPeriod]] = [from.split('|'), to.split('|')] as [string[], string[]]
    if (period !== toPeriod || fromPlace === toPlace) continue
    // With categories, a second pair moves the other way: totals of places and of categories stay.
    const steps = new Map([
      [from, -1],
      [to, 1],
    ])
    if (fromCategory !== toCategory) {
      steps.set(`${fromPlace}|${toCategory}|${period}`, 1)
      steps.set(`${toPlace}|${fromCategory}|${period}`, -1)
    }
    if (![...steps].every(([id, step]) => small(values.get(id)) && small((values.get(id) as number) + step))) continue
    const after = generate(seed, (id) => steps.get(id) ?? 0)
    const now = valuesOf(after.quantities)
    const changed = [...now].filter(([id, value]) => values.get(id) !== value)
    if (changed.length > 0 && changed.every(([id, value]) => small(value) && small(values.get(id)) && !official.has(id))) return { before, after }
  }
  return null
}

describe('what is hidden does not depend on hidden values (SD5)', () => {
  it('a person moved between small figures, so that no other one changes, changes nothing of what is shown', { timeout: 120_000 }, () => {
    let tried = 0
    for (let seed = 1; tried < WANTED && seed < 20_000; seed += 1) {
      const moved = withOneMoved(seed)
      if (moved === null) continue
      tried += 1
      expect(hiddenOf(moved.after), `initiative ${seed}`).toEqual(hiddenOf(moved.before))
    }
    expect(tried).toBe(WANTED)
  })

  it('a value that is hidden for others counts while it is still shown, by the order of the rule: its rank is told, no more', () => {
    const tables = (a: number, b: number) => {
      const { quantities, relation } = sumOf('r', { a, b, c: 18, d: 40 })
      return { quantities, relations: [relation], finest: [] }
    }
    expect(hiddenOf(tables(3, 16))).toEqual(['a', 'b'])
    expect(hiddenOf(tables(4, 15))).toEqual(['a', 'b'])
    expect(hiddenOf(tables(2, 17))).toEqual(['a', 'b'])
    // Were b larger than c, c would be hidden: who knows the rule knows that b is at most 18.
    expect(hiddenOf(tables(1, 19))).toEqual(['a', 'c'])
  })
})
