import { describe, expect, it } from 'vitest'
import { decimal } from '#shared/values/decimal.ts'
import { gapsOf, gapTrend, type GapFigure } from './gap.ts'

const figure = (code: string, period: string, value: string | null, isHidden = false): GapFigure => ({ code, period, value, isHidden })

describe('the equity gap (domain 3.9)', () => {
  const screening = [
    figure('VB', '2023-Q2', '0.443'),
    figure('TL', '2023-Q2', '0.4'),
    figure('CV', '2023-Q2', '0.263'),
    figure('VB', '2026-Q2', '0.683'),
    figure('TL', '2026-Q2', '0.667'),
    figure('CV', '2026-Q2', '0.447'),
  ]
  it('is best less worst, and widens from 18 to 23.6 points in the demo', () => {
    const [first, last] = gapsOf(screening, ['2023-Q2', '2026-Q2'], 'increase')
    expect(first).toMatchObject({ best: 'VB', worst: 'CV', size: '0.18', over: 3, hidden: 0 })
    expect(last).toMatchObject({ best: 'VB', worst: 'CV', size: '0.236' })
    expect(first && last && gapTrend(first, last, decimal('0.01'))).toBe('wider')
    expect(first && last && gapTrend(last, first, decimal('0.01'))).toBe('narrower')
    expect(first && last && gapTrend(first, last, decimal('0.1'))).toBe('same')
  })
  it('of waiting days the fewest are best', () => {
    expect(gapsOf([figure('A', 'P', '90'), figure('B', 'P', '140')], ['P'], 'decrease')).toMatchObject([{ best: 'A', worst: 'B', size: '50' }])
  })
  it('leaves hidden figures out and says so; missing ones are no gap', () => {
    expect(gapsOf([figure('A', 'P', '9'), figure('B', 'P', '4'), figure('C', 'P', null, true)], ['P'], 'increase')).toMatchObject([
      { best: 'A', worst: 'B', over: 2, hidden: 1 },
    ])
    expect(gapsOf([figure('A', 'P', '9'), figure('B', 'P', null)], ['P'], 'increase')).toEqual([])
  })
  it('does not compare two periods over different places', () => {
    const [first, last] = gapsOf([...screening, figure('X', '2026-Q2', '0.1')], ['2023-Q2', '2026-Q2'], 'increase')
    expect(first && last && gapTrend(first, last, decimal('0'))).toBeNull()
  })
})
