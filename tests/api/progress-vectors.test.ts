import { afterAll, beforeAll, expect, describe, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import { figuresOf, type FigureBuilder, type TestIndicator } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'
import vectors from '../vectors/test_vectors.json' with { type: 'json' }

// The aggregation cases of the vector file, each through observations, computed cells and the API.
interface Vector {
  case: string
  inputs?: unknown
  overlap?: number
  raw?: number
  denominator_shared?: boolean
  pct?: number
  expect?: unknown
  expect_pct?: number
  expect_lower?: number
  expect_upper?: number
  expect_estimate_overlap_0_30?: number
  expect_estimate_overlap_0_22?: number
  expected?: number
  received?: number
  on_time?: number
  validated?: number
}

const PARTNERS = ['P1', 'P2', 'P3']
const PEOPLE = { counting_unit: 'persons', overlap_partners: 'possible' }
let world: World
let initiative: TestInitiative
let build: FigureBuilder
let backbone: Asker
beforeAll(async () => {
  world = await openWorld()
  initiative = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  build = figuresOf(world, initiative)
  backbone = await initiative.person({ role: 'backbone', lead: true })
})
afterAll(() => world.close())

async function read(indicator: TestIndicator, query: Record<string, string> = {}): Promise<ProgressCell[]> {
  const answer = await backbone.get<{ cells: ProgressCell[] }>(initiative.path('/progress'), { indicator: indicator.code, ...query })
  expect(answer.status, answer.text).toBe(200)
  return answer.body.cells
}
/** Columns reported by one partner each, at one territory in one quarter; the cell of the whole. */
async function whole(indicator: TestIndicator, reports: Record<string, unknown>[], territory = 'A1'): Promise<ProgressCell> {
  for (const [index, columns] of reports.entries()) await build.figure(indicator, territory, PARTNERS[index] ?? null, '2026-Q1', columns)
  await build.recompute()
  return (await read(indicator, { period: '2026-Q1' }))[0] as ProgressCell
}
/** Figures of successive quarters of one partner; null is missing. */
async function quarters(indicator: TestIndicator, values: (number | null)[]): Promise<ProgressCell[]> {
  for (const [index, value] of values.entries()) {
    await build.figure(indicator, 'A1', 'P1', `2025-Q${index + 1}`, value === null ? { presence: 'missing' } : { value })
  }
  await build.recompute()
  return read(indicator, { from: '2025-Q1', to: '2025-Q4' })
}
const near = (text: string | null, places = 2) => Number(Number(text).toFixed(places))

let count = 0
const indicator = (version: Record<string, unknown>) => build.indicator(`V${(count += 1)}`, version)

const RUN: Record<string, (vector: Vector) => Promise<void>> = {
  'ratio of sums, not mean of rates': async ({ inputs, expect_pct }) => {
    const cell = await whole(
      await indicator({ unit_kind: 'ratio' }),
      (inputs as number[][]).map(([numerator, denominator]) => ({ numerator, denominator })),
    )
    expect(Number(cell.value) * 100).toBeCloseTo(expect_pct ?? 0, 2)
  },
  'weighted mean': async ({ inputs, expect: value }) => {
    const cell = await whole(
      await indicator({ unit_kind: 'mean' }),
      (inputs as { mean: number; n: number }[]).map(({ mean, n }) => ({ value: mean, sample_n: n })),
    )
    expect(Number(cell.value)).toBe(value)
  },
  'weighted mean, one n missing => that value excluded, flag weight_missing': async ({ inputs, expect: value }) => {
    const cell = await whole(
      await indicator({ unit_kind: 'mean' }),
      (inputs as { mean: number; n: number | null }[]).map(({ mean, n }) => ({ value: mean, sample_n: n })),
    )
    expect([Number(cell.value), cell.flags.includes('weight_missing')]).toEqual([value, true])
  },
  'overlapping people, same territory': async ({ inputs, expect_lower, expect_upper, expect_estimate_overlap_0_30 }) => {
    const people = await indicator(PEOPLE)
    const cell = await whole(
      people,
      (inputs as number[]).map((value) => ({ value })),
    )
    expect([cell.lower, cell.upper, cell.value].map(Number)).toEqual([expect_lower, expect_upper, expect_lower])
    await build.overlap(people, '0.30')
    expect(Number((await read(people, { period: '2026-Q1' }))[0]?.value)).toBe(expect_estimate_overlap_0_30)
  },
  'overlap estimate clamped to lower bound': async ({ inputs, overlap, expect: value }) => {
    const people = await indicator(PEOPLE)
    await build.overlap(people, String(overlap))
    expect(
      Number(
        (
          await whole(
            people,
            (inputs as number[]).map((one) => ({ value: one })),
          )
        ).value,
      ),
    ).toBe(value)
  },
  'overlapping people, two territories': async ({ inputs, expect_lower, expect_upper, expect_estimate_overlap_0_22 }) => {
    const people = await indicator(PEOPLE)
    await build.overlap(people, '0.22')
    const places = ['A1', 'A2', 'B1']
    for (const [index, values] of Object.values(inputs as Record<string, number[]>).entries()) {
      for (const [partner, value] of values.entries()) await build.figure(people, places[index] as string, PARTNERS[partner] as string, '2026-Q1', { value })
    }
    await build.recompute()
    const cell = (await read(people, { period: '2026-Q1' }))[0] as ProgressCell
    expect([Number(cell.lower), Number(cell.upper), near(cell.value, 0)]).toEqual([expect_lower, expect_upper, expect_estimate_overlap_0_22])
  },
  'stock across periods = last': async ({ inputs, expect: value }) => {
    const stock = await indicator({ temporal_kind: 'stock' })
    await quarters(stock, inputs as (number | null)[])
    expect((await read(stock)).map((cell) => [cell.period, Number(cell.value)])).toEqual([['2025-Q4', value]])
  },
  'flow across periods = sum, missing is not zero': async ({ inputs, expect: value }) => {
    const series = await quarters(await indicator({ tracked_accumulation: 'since_start' }), inputs as (number | null)[])
    expect(series.map((cell) => cell.value)).toEqual(['12', '30', null, String(value)])
    expect([series[2]?.presence, series[3]?.flags]).toEqual(['missing', ['gaps']])
  },
  'year to date people across periods = last': async ({ inputs, expect: value }) => {
    const people = await indicator({ counting_unit: 'persons', accumulation: 'year_to_date', tracked_accumulation: 'year_to_date' })
    const series = await quarters(people, inputs as number[])
    expect(Number(series.findLast((cell) => cell.value !== null)?.value)).toBe(value)
  },
  'milestone share': async ({ inputs, expect: share, pct }) => {
    const [yes, no, none] = [...String(inputs).matchAll(/\d+/g)].map(Number) as [number, number, number]
    const milestone = await indicator({ unit_kind: 'milestone', counting_unit: 'organisations', temporal_kind: 'stock' })
    const places = [
      ...Array.from({ length: yes }, () => ({ bool_value: true })),
      ...Array.from({ length: no }, () => ({ bool_value: false })),
      ...Array.from({ length: none }, () => ({ presence: 'not_applicable' })),
    ]
    const keys = ['A1', 'A2', 'B1', 'A', 'B', 'T'].flatMap((territory) => PARTNERS.map((partner) => ({ territory, partner })))
    for (const [index, columns] of places.entries())
      await build.figure(milestone, keys[index]?.territory as string, keys[index]?.partner as string, '2026-Q1', columns)
    await build.recompute()
    const cell = (await read(milestone, { period: '2026-Q1' }))[0] as ProgressCell
    expect([`${cell.numerator}/${cell.denominator}`, near(cell.value, 3) * 100]).toEqual([share, pct])
  },
  'currency, two currencies': async ({ inputs, expect: value }) => {
    const rows = (inputs as { amount: number; cur: string; rate: number }[]).map(({ amount, cur, rate }) => ({
      value: toText(decimal(amount).times(rate)),
      amount_original: amount,
      currency_code: cur,
      fx_rate: rate,
    }))
    expect(near((await whole(await indicator({ unit_kind: 'currency', counting_unit: 'money', currency_code: 'CAD' }), rows)).value, 1)).toBe(value)
  },
  'shared denominator counted once': async ({ inputs, denominator_shared, expect_pct }) => {
    const shared = await indicator({ unit_kind: 'ratio', denominator_shared })
    const cell = await whole(
      shared,
      (inputs as { num: number; den: number }[]).map(({ num, den }) => ({ numerator: num, denominator: den })),
    )
    expect(Number(cell.value) * 100).toBe(expect_pct)
  },
  completeness: async ({ expected = 0, received = 0, on_time = 0, validated = 0, expect: shares }) => {
    const other = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const figures = figuresOf(world, other)
    const keys = ['T', 'A', 'B', 'A1', 'A2', 'B1'].flatMap((territory) => PARTNERS.map((partner) => ({ territory, partner })))
    const indicators = [await figures.indicator('C1'), await figures.indicator('C2'), await figures.indicator('C3')]
    for (let index = 0; index < expected; index += 1) {
      const { territory, partner } = keys[index % keys.length] as (typeof keys)[number]
      const owed = indicators[Math.floor(index / keys.length)] as TestIndicator
      await figures.owed(owed, territory, partner)
      if (index < received) {
        await figures.figure(owed, territory, partner, '2026-Q1', {
          value: 1,
          state: index < validated ? 'validated' : 'submitted',
          submitted_at: index < on_time ? '2026-04-10' : '2026-06-01',
        })
      }
    }
    const answer = await (
      await other.person({ role: 'backbone' })
    ).get<Record<'expected' | 'received' | 'onTime' | 'validated', number>>(other.path('/completeness'), { period: '2026-Q1' })
    const { body } = answer
    expect({
      completeness: body.received / body.expected,
      timeliness: body.onTime / body.expected,
      validation: Number((body.validated / body.received).toFixed(4)),
    }).toEqual(shares)
  },
}

describe('the aggregation cases of the vector file, through the database and the API', () => {
  it('every case of the file has a test here', () => {
    expect(Object.keys(RUN).sort()).toEqual(vectors.aggregation.map((vector) => vector.case).sort())
  })
  for (const vector of vectors.aggregation as unknown as Vector[]) it(vector.case, () => (RUN[vector.case] as (typeof RUN)[string])(vector))
})
