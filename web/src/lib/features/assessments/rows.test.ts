import { describe, expect, it } from 'vitest'
import { NOTHING } from '#shared/assessments/figures.ts'
import type { RoundResult } from '#shared/assessments/shapes.ts'
import { previousOf } from './rows.ts'

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
