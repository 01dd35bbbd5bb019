import { describe, expect, it } from 'vitest'
import type { Definition } from '#shared/indicators/definition.ts'
import { additivityOf, estimateText, type RangedPlace, type Rates } from './overlap.ts'

const FAMILIES: Definition = {
  unitKind: 'count',
  countingUnit: 'households',
  temporalKind: 'flow',
  accumulation: 'per_period',
  trackedAccumulation: 'per_period',
  periodsDistinct: false,
  partsUnknown: false,
  denominatorShared: false,
  completeList: false,
  overlapPartners: 'possible',
  overlapTerritories: 'none',
  minCoverage: '0.8',
  minDenominator: 20,
}
const place = (territoryId: string, lower: string, upper: string, below: RangedPlace[] = [], own: string | null = null): RangedPlace => ({
  territoryId,
  lower,
  upper,
  own,
  below,
})
const rates = (general: string | null, of: Record<string, string> = {}): Rates => ({ general, of: (id) => of[id] ?? null })

describe('what a total is', () => {
  it('a count of people is additive only where nobody is counted twice on any axis', () => {
    expect(additivityOf({ ...FAMILIES, overlapPartners: 'none' })).toBe('additive')
    expect(additivityOf(FAMILIES)).toBe('overlapping')
    expect(additivityOf({ ...FAMILIES, overlapPartners: 'unknown' })).toBe('unknown')
    expect(additivityOf({ ...FAMILIES, overlapPartners: 'none', overlapTerritories: 'unknown' })).toBe('unknown')
    expect(additivityOf({ ...FAMILIES, overlapPartners: 'unknown', overlapTerritories: 'possible' })).toBe('overlapping')
  })

  it('events and money add up; a share, a mean and an index are no sums', () => {
    expect(additivityOf({ ...FAMILIES, countingUnit: 'events' })).toBe('additive')
    expect(additivityOf({ ...FAMILIES, unitKind: 'currency', countingUnit: 'money' })).toBe('additive')
    for (const unitKind of ['ratio', 'mean', 'index', 'milestone'] as const) expect(additivityOf({ ...FAMILIES, unitKind })).toBeNull()
  })
})

describe('an estimate of people without those counted twice', () => {
  const tree = place('T', '150', '205', [place('A', '100', '105'), place('B', '50', '100')])

  it('nothing measured gives none', () => {
    expect(estimateText(tree, rates(null), false)).toBeNull()
  })

  it('where places share nobody it is the sum of the estimates below, each held within its own bounds', () => {
    // A: 105 × 0.7 = 73.5, held at 100; B: 100 × 0.7 = 70. Of the whole at once it would be 150.
    expect(estimateText(tree, rates('0.3'), false)).toBe('170')
  })

  it('where places share people the general measure applies to the whole', () => {
    expect(estimateText(place('T', '100', '205', tree.below as RangedPlace[]), rates('0.3'), true)).toBe('143.5')
  })

  it('a measure of one place wins there, and one of the whole wins over its parts', () => {
    expect(estimateText(tree, rates('0.3', { B: '0.1' }), false)).toBe('190')
    expect(estimateText(tree, rates('0.3', { T: '0.2' }), false)).toBe('164')
  })

  it('one part that was not measured leaves the whole without estimate', () => {
    expect(estimateText(tree, rates(null, { A: '0.1' }), false)).toBeNull()
    expect(estimateText(place('T', '105', '155', [place('A', '55', '105'), place('B', '50', '50')]), rates(null, { A: '0.2' }), false)).toBe('134')
  })

  it('a figure entered directly stands for its place, and people met by the place itself are not added to those of its parts', () => {
    expect(estimateText(place('T', '140', '190', [place('A', '100', '105', [], '90'), place('B', '50', '100')]), rates('0.3'), false)).toBe('160')
    const withOwn = place('T', '150', '245', tree.below as RangedPlace[])
    expect(estimateText(withOwn, rates('0.3'), false)).toBe('171.5')
  })
})
