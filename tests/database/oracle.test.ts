import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Definition } from '#shared/indicators/definition.ts'
import { figureOf } from '#shared/progress/components.ts'
import { totalOverPeriods } from '#shared/progress/periods.ts'
import { figuresOf, type TestIndicator } from '../support/figure-builder.ts'
import { caseArbitrary, cellOf } from '../support/oracle-cases.ts'
import { overPeriods, totalOf, write, type Fraction } from '../support/oracle.ts'
import { openWorld, type World } from '../support/world.ts'

const CASES = 60
/** Territories of every test initiative, each with the place of its parent. */
const CODES = ['T', 'A', 'B', 'A1', 'A2', 'B1']
const PARENTS = [-1, 0, 0, 1, 1, 2]
const PERIODS = ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4']
const PARTNERS = ['P1', 'P2', 'P3']

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const told = (value: Fraction | null) => (value === null ? null : write(value))

it('the cells of the database make what sums by hand from domain 3.4 make, to the last decimal', { timeout: 120_000 }, async () => {
  const here = await world.buildInitiative()
  const build = figuresOf(world, here)
  for (const code of PERIODS) await build.period(code)
  const cases = fc.sample(caseArbitrary(PARENTS), { numRuns: CASES, seed: 34 })
  const indicators: TestIndicator[] = []
  for (const [index, { rules, figures }] of cases.entries()) {
    const indicator = await build.indicator(`O${index}`, {
      unit_kind: rules.unitKind,
      counting_unit: rules.countingUnit,
      temporal_kind: rules.temporalKind,
      accumulation: rules.accumulation,
      tracked_accumulation: rules.accumulation,
      periods_distinct: rules.periodsDistinct,
      parts_unknown: rules.partsUnknown,
      denominator_shared: rules.denominatorShared,
      overlap_partners: rules.overlapPartners,
      overlap_territories: rules.overlapTerritories,
      direction: rules.direction,
      ...(rules.unitKind === 'index' ? { index_min: '0', index_max: '1000000' } : {}),
    })
    indicators.push(indicator)
    for (const figure of figures) {
      await build.figure(
        indicator,
        CODES[figure.territory] as string,
        figure.partner < 0 ? null : (PARTNERS[figure.partner] as string),
        PERIODS[figure.period] as string,
        {
          presence: figure.presence,
          value: figure.value,
          numerator: figure.numerator,
          denominator: figure.denominator,
          sample_n: figure.n,
          bool_value: figure.yes,
          is_direct_total: figure.isDirectTotal,
        },
      )
    }
  }
  await build.recompute()
  const rows = await world.maintain(here.id, async (client) => {
    const found = await client.query<Record<string, unknown>>(
      `select c.*, t.code as territory, p.code as period from app.cells c join app.territories t on t.initiative_id = c.initiative_id and t.id = c.territory_id
       join app.reporting_periods p on p.initiative_id = c.initiative_id and p.id = c.period_id where c.initiative_id = $1 and c.flavour = 'validated' and c.category = 'TOTAL'`,
      [here.id],
    )
    return new Map(found.rows.map((row) => [`${String(row.indicator_version_id)} ${String(row.territory)} ${String(row.period)}`, cellOf(row)]))
  })

  cases.forEach(({ rules, parents, periods, figures, rate }, index) => {
    const definition: Definition & { direction: 'increase' | 'decrease' } = {
      ...rules,
      trackedAccumulation: rules.accumulation,
      completeList: false,
      minCoverage: '0.8',
      minDenominator: 20,
    }
    CODES.forEach((code, territory) => {
      const totals = Array.from({ length: periods }, (_, period) => totalOf(rules, figures, parents, territory, period, rate))
      const row = totals.map((_, period) => {
        const cell = rows.get(`${indicators[index]?.versionId} ${code} ${PERIODS[period]}`)
        return cell === undefined ? null : figureOf(definition, cell, rate)
      })
      expect(row.map((figure) => [figure?.value ?? null, figure?.lower ?? null, figure?.upper ?? null])).toEqual(
        totals.map(({ value, lower, upper }) => [told(value), told(lower), told(upper)]),
      )
      expect(totalOverPeriods(definition, row).value).toBe(told(overPeriods(rules, totals)))
    })
  })
})
