import { describe, expect, it } from 'vitest'
import { maskQuantities } from '#shared/releases/masking.ts'
import { attack } from './attacker.ts'
import { generate } from './generated.ts'
import { knowingZeros, publish, valuesOf } from './published.ts'

const K = 5
const INITIATIVES = 1_000

describe('an attacker with a linear program (reliability 6.3)', () => {
  it('tells the two cases of the literature: one hidden figure under its total is found, of two nothing is', () => {
    const shown = (b: number | null) =>
      new Map([
        ['t', 12],
        ['a', null],
        ['b', b],
      ])
    const sums = [{ parent: 't', children: ['a', 'b'] }]
    expect(attack({ shown: shown(10), sums }, () => 0).get('a')).toEqual({ least: 2, most: 2 })
    expect(attack({ shown: shown(null), sums }, () => 0).get('a')).toEqual({ least: 0, most: 12 })
  })

  it(
    `SD1: in ${INITIATIVES} initiatives every hidden figure keeps three possible values or more, even before one who knows that zeros are shown`,
    { timeout: 600_000 },
    () => {
      let hidden = 0
      let exposed = 0
      const told: string[] = []
      for (let seed = 1; seed <= INITIATIVES; seed += 1) {
        const { quantities, relations } = generate(seed)
        const masking = maskQuantities(quantities, relations, { smallestShown: K })
        // Who knows less finds more values still.
        for (const [id, { least, most }] of attack(publish(quantities, relations, masking), knowingZeros(valuesOf(quantities)))) {
          hidden += 1
          if (most - least < 2 && !masking.exposed.has(id)) told.push(`initiative ${seed}, ${id}: ${least} to ${most}`)
        }
        if (masking.exposed.size > 0) {
          // Named as exposed only when official figures alone give it away, were everything else hidden.
          const nothing = { shown: new Map(quantities.map(({ id, value, forced }) => [id, forced ? Number(value) : null])), sums: relations }
          const ranges = attack(nothing, knowingZeros(valuesOf(quantities)), (id) => masking.exposed.has(id))
          for (const id of masking.exposed) {
            exposed += 1
            const { least, most } = ranges.get(id) ?? { least: 0, most: 0 }
            if (most - least >= 2) told.push(`initiative ${seed}, ${id}: named as exposed for nothing`)
          }
        }
      }
      expect(hidden).toBeGreaterThan(10_000)
      expect(exposed).toBeGreaterThan(0)
      expect(told).toEqual([])
    },
  )
})
