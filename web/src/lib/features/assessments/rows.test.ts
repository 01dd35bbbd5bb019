import { describe, expect, it } from 'vitest'
import { NOTHING } from '#shared/assessments/figures.ts'
import type { RoundResult } from '#shared/assessments/shapes.ts'
import { ladderChange, previousOf } from './rows.ts'

const result = (closedOn: string, rest: Partial<RoundResult> = {}): RoundResult => ({
  roundId: closedOn,
  instrument: 'five_conditions',
  instrumentVersion: 1,
  mode: 'anonymous',
  edition: 1,
  closedOn,
  stage: null,
  figures: NOTHING,
  comments: [],
  agreed: [],
  shared: null,
  ...rest,
})

describe('the round before', () => {
  it('is the latest earlier one with the same words and the same way of answering', () => {
    const [first, other, sheet, now] = [
      result('2023-11-30'),
      result('2024-11-30', { instrumentVersion: 2 }),
      result('2025-02-01', { mode: 'group_consensus' }),
      result('2025-11-30'),
    ]
    expect(previousOf([first, other, sheet, now], now)?.closedOn).toBe('2023-11-30')
    expect(previousOf([first, other], other)).toBeNull()
    expect(previousOf([first], first)).toBeNull()
  })
})

describe('the share of pairs at level 2 or more', () => {
  const told = (closedOn: string, counts: number[], rest: Partial<RoundResult> = {}) =>
    result(closedOn, {
      mode: 'named',
      figures: { ...NOTHING, ladder: { pairs: counts.reduce((sum, count) => sum + count, 0), counts, shareCoordinating: null, shareAcrossLevels: null } },
      ...rest,
    })
  it('changes by points with their sign, from the pairs themselves and not from rounded shares', () => {
    const [first, now, later] = [told('2023-12-31', [29, 42, 14, 5, 1]), told('2026-06-30', [12, 36, 27, 12, 4]), told('2026-12-31', [13, 36, 26, 12, 4])]
    expect([first, now, later].map((one) => ladderChange([first, now, later], one))).toEqual([
      null,
      { points: 25.3, since: '2023-12-31' },
      { points: -1.1, since: '2026-06-30' },
    ])
  })
  it('is not compared with a round of other words, nor with one that tells no pair', () => {
    const now = told('2026-06-30', [1, 1, 2, 0, 0])
    expect(ladderChange([told('2023-12-31', [1, 0, 1, 0, 0], { instrumentVersion: 2 }), now], now)).toBeNull()
    expect(ladderChange([told('2023-12-31', [0, 0, 0, 0, 0]), now], now)).toBeNull()
  })
})
