import { describe, expect, it } from 'vitest'
import { decimal } from '#shared/values/decimal.ts'
import { targetFaults, type CheckedPoint } from './checks.ts'

const baseline = { territoryCode: 'T', category: 'TOTAL', endsOn: '2023-06-30', value: decimal('0.383') }
const point = (change: Partial<CheckedPoint> & { at: string }): CheckedPoint => ({
  scope: 'whole',
  territoryCode: null,
  category: 'TOTAL',
  periodCode: change.at,
  endsOn: `${change.at}-31`,
  value: decimal('0.65'),
  ...change,
})
const rule = { direction: 'increase', containment: false, topCode: 'T' } as const
const codes = (...args: Parameters<typeof targetFaults>) => targetFaults(...args).map(({ index, code }) => `${index} ${code}`)

describe('target points (domain 3.5)', () => {
  it('points come after the baseline', () => {
    expect(codes([point({ at: '2023-03' }), point({ at: '2026-12' })], [baseline], rule)).toEqual(['0 target_before_baseline'])
  })
  it('the last point may not be worse than the baseline; a dip before it may', () => {
    expect(codes([point({ at: '2024-12', value: decimal('0.3') }), point({ at: '2026-12' })], [baseline], rule)).toEqual([])
    expect(codes([point({ at: '2026-12', value: decimal('0.3') }), point({ at: '2024-12' })], [baseline], rule)).toEqual(['0 target_on_wrong_side'])
    expect(codes([point({ at: '2026-12' })], [baseline], { ...rule, direction: 'decrease' })).toEqual(['0 target_on_wrong_side'])
    expect(codes([point({ at: '2026-12', value: decimal('0.3') })], [baseline], { ...rule, containment: true })).toEqual([])
  })
  it('a level common to each territory is held against the whole, one territory’s own against its own', () => {
    const high = { ...baseline, territoryCode: 'A', value: decimal('0.7') }
    expect(codes([point({ at: '2026-12', scope: 'each' })], [baseline, high], rule)).toEqual([])
    expect(codes([point({ at: '2026-12', scope: 'one', territoryCode: 'A' })], [baseline, high], rule)).toEqual(['0 target_on_wrong_side'])
  })
  it('one period has one point', () => {
    expect(codes([point({ at: '2026-12' }), point({ at: '2026-12' })], [], rule)).toEqual(['1 duplicate'])
  })
})
