import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { warningsFor } from '#shared/observations/checks.ts'

interface Case {
  readonly case: string
  readonly history: readonly number[]
  readonly value: number
  readonly median: number
  readonly mad: number
  readonly z: number
  readonly flag: string
}
const { other } = JSON.parse(readFileSync(new URL('./test_vectors.json', import.meta.url), 'utf8')) as { other: readonly Case[] }

it('S71 the robust distance of the specification', () => {
  const vector = other.find((one) => one.case === 'robust z') as Case
  const figure = (value: number) => ({ presence: 'reported', value: String(value), numerator: null, denominator: null }) as const
  const [warning] = warningsFor(figure(vector.value), {
    unitKind: 'count',
    isProportion: false,
    displayFactor: '1',
    accumulation: 'per_period',
    statusPeriods: null,
    period: '2026-Q3',
    past: vector.history.map((value) => ({ period: '', ...figure(value) })),
    dueOn: null,
    today: '2026-10-15',
    limits: null,
  })
  expect(warning).toEqual({ code: vector.flag, numbers: { median: String(vector.median), mad: String(vector.mad), count: '6', z: String(vector.z) } })
})
