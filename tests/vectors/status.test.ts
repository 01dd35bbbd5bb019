import { describe, expect, it } from 'vitest'
import { statusOf, type StatusInput } from '#shared/targets/status.ts'
import { Decimal } from '#shared/values/decimal.ts'
import vectors from './test_vectors.json' with { type: 'json' }

interface StatusVector {
  case: string
  direction: 'increase' | 'decrease' | 'maintain'
  baseline: number | null
  baseline_ordinal: number | null
  targets: number[][]
  ordinal: number | null
  actual: number | null
  options: { why?: string; tol?: number; band?: number[]; watch_margin?: number }
  expect: { expected: number | null; progress: number | null; ratio: number | null; status: string; reason: string }
}

const rounded = (value: Decimal | null) => (value === null ? null : value.toDecimalPlaces(4).toNumber())

describe('status of a figure (domain 3.7)', () => {
  for (const vector of vectors.status as StatusVector[]) {
    it(`S71 ${vector.case}`, () => {
      const { options } = vector
      const input: StatusInput = {
        direction: vector.direction,
        actual: vector.actual === null ? null : new Decimal(vector.actual),
        ...(options.why === undefined ? {} : { absentBecause: options.why as 'suppressed' }),
        baseline: vector.baseline === null ? null : { ordinal: vector.baseline_ordinal ?? 0, value: new Decimal(vector.baseline) },
        targets: vector.targets.map(([ordinal, value]) => ({ ordinal: ordinal as number, value: new Decimal(value as number) })),
        ordinal: vector.ordinal,
        ...(options.band === undefined ? {} : { band: [new Decimal(options.band[0] as number), new Decimal(options.band[1] as number)] as const }),
        ...(options.tol === undefined ? {} : { tolerance: new Decimal(options.tol) }),
        ...(options.watch_margin === undefined ? {} : { watchMargin: new Decimal(options.watch_margin) }),
      }
      const result = statusOf(input)
      expect({ status: result.status, reason: result.reason, expected: rounded(result.expected), progress: rounded(result.progress) }).toEqual({
        status: vector.expect.status,
        reason: vector.expect.reason,
        expected: vector.expect.expected,
        progress: vector.expect.progress,
      })
      if (vector.expect.ratio === null) expect(result.ratio).toBeNull()
      else expect((result.ratio as Decimal).toNumber()).toBeCloseTo(vector.expect.ratio, 2)
    })
  }
})
