import { describe, expect, it } from 'vitest'
import { againstLimits, bindsNothing, readsOverlaps } from './carrying.ts'

describe('what a new version keeps', () => {
  const before = { unitKind: 'ratio', isProportion: true, frequency: 'quarter', definitionFr: 'De 0 à 5 ans', displayFactor: '100' }

  it('limits stay where only the words or the display change, and not where the numbers do', () => {
    expect(againstLimits(before, { ...before, definitionFr: 'De 0 à 6 ans', displayFactor: '1000' })).toEqual([])
    expect(againstLimits(before, { ...before, unitKind: 'count', isProportion: false })).toEqual(['unitKind', 'isProportion'])
    expect(againstLimits(before, { ...before, frequency: 'month' })).toEqual(['frequency'])
  })

  it('an assignment for some quarters binds nobody once figures are monthly, one for every period goes on', () => {
    expect([bindsNothing(['Q1', 'Q3'], 'month'), bindsNothing(['Q3'], 'quarter'), bindsNothing(null, 'month'), bindsNothing(['06'], 'year')]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })

  it('an estimate of people counted twice is read only where totals are ranges', () => {
    const count = {
      unitKind: 'count',
      countingUnit: 'persons',
      temporalKind: 'flow',
      accumulation: 'per_period',
      trackedAccumulation: 'per_period',
      periodsDistinct: false,
      denominatorShared: false,
      partsUnknown: false,
    } as const
    expect(readsOverlaps({ ...count, overlapPartners: 'possible', overlapTerritories: 'none' })).toBe(true)
    expect(readsOverlaps({ ...count, overlapPartners: 'none', overlapTerritories: 'none' })).toBe(false)
    expect(readsOverlaps({ ...count, countingUnit: 'events', overlapPartners: 'possible', overlapTerritories: 'none' })).toBe(false)
  })
})
