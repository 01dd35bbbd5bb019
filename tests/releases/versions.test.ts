import { describe, expect, it } from 'vitest'
import { maskQuantities } from '#shared/releases/masking.ts'
import { carryOver } from '#shared/releases/masking-versions.ts'
import { attack, type Published } from './attacker.ts'
import { generate, randomOf, type Tables } from './generated.ts'
import { knowingZeros, valuesOf } from './published.ts'

const K = 5
const INITIATIVES = 120

interface Edition extends Tables {
  readonly masks: ReadonlyMap<string, unknown>
}

/** Both releases at once: a figure that did not change is one figure, told when either tells it. */
function together(first: Edition, second: Edition): { published: Published; values: Map<string, number> } {
  const [before, after] = [valuesOf(first.quantities), valuesOf(second.quantities)]
  const shown = new Map<string, number | null>()
  const values = new Map<string, number>()
  const sums: Published['sums'][number][] = []
  for (const [edition, { quantities, relations, masks }] of [first, second].entries()) {
    const nameOf = (id: string) => (before.get(id) === after.get(id) ? id : `${id} of ${edition + 1}`)
    for (const { id, value, forced } of quantities) {
      const name = nameOf(id)
      values.set(name, Number(value))
      if (!masks.has(id) || forced) shown.set(name, Number(value))
      else if (!shown.has(name)) shown.set(name, null)
    }
    for (const { parent, children } of relations) sums.push({ parent: nameOf(parent), children: children.map(nameOf) })
  }
  return { published: { shown, sums }, values }
}

/** Releases that follow one another, the second after one or two late cases; and what an attacker has from both who knows which figures stayed. */
function attackTwo(seed: number, carries: boolean): { told: string[]; hidden: number; fresh: number; comparable: number } {
  const random = randomOf(seed + 7)
  const first = generate(seed)
  const one = maskQuantities(first.quantities, first.relations, { smallestShown: K })
  const late = new Map(
    Array.from({ length: 1 + random(2) }, () => [first.finest[random(first.finest.length)], random(2) === 0 ? 1 + random(2) : -1 - random(2)]),
  )
  const second = generate(seed, (id) => late.get(id) ?? 0)
  const shown = new Map(first.quantities.flatMap(({ id, value }) => (one.masks.has(id) || value === null ? [] : [[id, value] as const])))
  const carried = carries ? carryOver(second.quantities, second.relations, { shown, hidden: new Set(one.masks.keys()) }) : {}
  const two = maskQuantities(second.quantities, second.relations, { smallestShown: K, ...carried })
  const { published, values } = together({ ...first, masks: one.masks }, { ...second, masks: two.masks })
  const ranges = attack(published, knowingZeros(values))
  const told = [...ranges].flatMap(([name, { least, most }]) => {
    const id = name.split(' ')[0] as string
    return most - least >= 2 || one.exposed.has(id) || two.exposed.has(id) || two.comparable.has(id) ? [] : [`initiative ${seed}, ${name}: ${least} to ${most}`]
  })
  return { told, hidden: ranges.size, comparable: two.comparable.size, fresh: [...two.masks.keys()].filter((id) => !one.masks.has(id)).length }
}

describe('two releases of the same periods, one after the other (SD3)', () => {
  const seeds = Array.from({ length: INITIATIVES }, (_, index) => index + 1)

  it('tell no hidden figure to within two persons, even to one who knows which figures did not change', { timeout: 600_000 }, () => {
    const all = seeds.map((seed) => attackTwo(seed, true))
    expect(all.flatMap(({ told }) => told)).toEqual([])
    // What was hidden is not kept, so that a release cannot know whether it changed: it names the few figures that it could not prove.
    expect(all.reduce((sum, { comparable }) => sum + comparable, 0)).toBeLessThan(all.reduce((sum, { hidden }) => sum + hidden, 0) / 50)
    expect(all.reduce((sum, { hidden }) => sum + hidden, 0)).toBeGreaterThan(2_500)
    expect(all.reduce((sum, { fresh }) => sum + fresh, 0)).toBeGreaterThan(10)
  })

  it('told late cases to that one when each was masked by itself', { timeout: 600_000 }, () => {
    expect(seeds.slice(0, 30).flatMap((seed) => attackTwo(seed, false).told)).not.toEqual([])
  })
})
