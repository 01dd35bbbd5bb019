import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Definition } from '#shared/indicators/definition.ts'
import { figureOf, type Figure } from '#shared/progress/components.ts'
import { runningTotals, totalOverPeriods } from '#shared/progress/periods.ts'
import { caseArbitrary, componentsOf, periodId, territoryId, type OracleCase } from '../support/oracle-cases.ts'
import { overPeriods, totalOf, write, type Fraction, type OracleRules } from '../support/oracle.ts'

const RUNS = 10_000

export function definitionOf(rules: OracleRules): Definition & { readonly direction: 'increase' | 'decrease' } {
  return { ...rules, trackedAccumulation: rules.accumulation, completeList: false, minCoverage: '0.8', minDenominator: 20 }
}

const told = (value: Fraction | null) => (value === null ? null : write(value))

/** Figures of every place and period by the product, beside those of the oracle. */
function comparePlaces(one: OracleCase): Map<number, (Figure | null)[]> {
  const { rules, parents, periods, figures, rate } = one
  const definition = definitionOf(rules)
  const cells = componentsOf(one)
  const byPlace = new Map<number, (Figure | null)[]>()
  parents.forEach((_, territory) => {
    const row: (Figure | null)[] = []
    for (let period = 0; period < periods; period += 1) {
      const cell = cells.get(`${periodId(period)} ${territoryId(territory)}`)
      const expected = totalOf(rules, figures, parents, territory, period, rate)
      const figure = cell === undefined ? null : figureOf(definition, cell, rate)
      expect({
        value: figure?.value ?? null,
        lower: figure?.lower ?? null,
        upper: figure?.upper ?? null,
        numerator: figure?.numerator ?? null,
        denominator: figure?.denominator ?? null,
        n: figure?.n ?? null,
      }).toEqual({
        value: told(expected.value),
        lower: told(expected.lower),
        upper: told(expected.upper),
        numerator: told(expected.numerator),
        denominator: told(expected.denominator),
        n: told(expected.n),
      })
      if (figure !== null) {
        expect(figure.flags.includes('weight_missing')).toBe(rules.unitKind === 'mean' && expected.withoutWeight && !expected.isOwn)
        // Absence never becomes zero, and a true zero is a figure.
        expect(figure.presence === 'reported').toBe(expected.value !== null)
      }
      row.push(figure)
    }
    byPlace.set(territory, row)
  })
  return byPlace
}

describe('against sums made by hand from domain 3.4, on fractions', () => {
  it('ten thousand random trees, partners and periods of every unit kind agree to the last decimal', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(caseArbitrary(), (one) => {
        const { rules, parents, periods, figures, rate } = one
        const definition = definitionOf(rules)
        for (const [territory, row] of comparePlaces(one)) {
          const totals = Array.from({ length: periods }, (_, period) => totalOf(rules, figures, parents, territory, period, rate))
          const product = totalOverPeriods(definition, row)
          expect([product.value, product.reported, product.asked]).toEqual([
            told(overPeriods(rules, totals)),
            totals.filter(({ value }) => value !== null).length,
            periods,
          ])
          if (rules.unitKind === 'count' || rules.unitKind === 'currency') {
            const running = runningTotals(
              row.map((figure) => ({ value: figure?.value ?? null })),
              null,
            )
            const summed = totals.map(({ value }, last) =>
              value === null
                ? null
                : told(overPeriods({ ...rules, unitKind: 'currency', temporalKind: 'flow', accumulation: 'per_period' }, totals.slice(0, last + 1))),
            )
            expect(running).toEqual(summed)
          }
        }
      }),
      { numRuns: RUNS },
    )
  })
})
