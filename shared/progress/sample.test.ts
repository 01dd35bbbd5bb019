import { describe, expect, it } from 'vitest'
import { trySample, type SampleFigure } from './sample.ts'

const rule = {
  unitKind: 'count',
  countingUnit: 'events',
  temporalKind: 'flow',
  accumulation: 'per_period',
  trackedAccumulation: 'per_period',
  periodsDistinct: false,
  partsUnknown: false,
  denominatorShared: false,
  completeList: false,
  overlapPartners: 'none',
  overlapTerritories: 'none',
  minCoverage: '0.8',
  minDenominator: 20,
  direction: 'increase',
} as const
type Rule = Parameters<typeof trySample>[0]
const figure = (territory: number, period: number, change: Partial<SampleFigure>): SampleFigure => ({
  territory,
  period,
  value: null,
  numerator: null,
  denominator: null,
  n: null,
  bool: null,
  ...change,
})
const result = (change: Partial<Rule>, figures: readonly SampleFigure[]) => trySample({ ...rule, ...change } as Rule, figures, { territories: 2, periods: 2 })

describe('a definition tried on a few figures (domain 3.4, worked cases)', () => {
  it('3 of 10 and 60 of 100 make 57.3 %, not 45 %', () => {
    const { whole } = result({ unitKind: 'ratio' }, [
      figure(0, 0, { numerator: '3', denominator: '10' }),
      figure(1, 0, { numerator: '60', denominator: '100' }),
    ])
    expect(whole[0]?.value).toBe('0.572727272727')
    expect(whole[1]?.value).toBeNull()
  })
  it('means 100 (n 10) and 150 (n 40) make 140, not 125', () => {
    expect(result({ unitKind: 'mean' }, [figure(0, 0, { value: '100', n: '10' }), figure(0, 0, { value: '150', n: '40' })]).places[0]?.[0]?.value).toBe('140')
  })
  it('people 120, 80 and 45 of partners who may share them stay between 120 and 245', () => {
    const people = ['120', '80', '45'].map((value) => figure(0, 0, { value }))
    const { places, whole, total, totalRange } = result({ countingUnit: 'persons', overlapPartners: 'possible' }, people)
    expect(places[0]?.[0]).toMatchObject({ lower: '120', upper: '245', value: '120' })
    expect(whole[0]).toMatchObject({ lower: '120', upper: '245' })
    expect([total.value, totalRange]).toEqual([null, null])
    const toDate = result({ countingUnit: 'persons', overlapPartners: 'possible', accumulation: 'year_to_date' }, people)
    expect(toDate.totalRange).toEqual({ lower: '120', upper: '245' })
  })
  it('territories that do not overlap add their ranges; those that do keep the largest', () => {
    const figures = [figure(0, 0, { value: '10' }), figure(0, 0, { value: '6' }), figure(1, 0, { value: '20' }), figure(1, 0, { value: '5' })]
    const people = { countingUnit: 'persons', overlapPartners: 'possible' } as const
    expect(result(people, figures).whole[0]).toMatchObject({ lower: '30', upper: '41' })
    expect(result({ ...people, overlapTerritories: 'possible' }, figures).whole[0]).toMatchObject({ lower: '20', upper: '41' })
  })
  it('a shared denominator of 60 with 12 and 9 makes 35 %', () => {
    const parts = ['12', '9'].map((numerator) => figure(0, 0, { numerator, denominator: '60' }))
    expect(result({ unitKind: 'ratio', denominatorShared: true }, parts).whole[0]?.value).toBe('0.35')
  })
  it('periods are summed, or the last is kept; a running total is told beside', () => {
    const flow = [figure(0, 0, { value: '5' }), figure(0, 1, { value: '4' })]
    expect(result({}, flow).total.value).toBe('9')
    expect(result({ temporalKind: 'stock' }, flow).total.value).toBe('4')
    expect(result({ trackedAccumulation: 'since_start' }, flow).running).toEqual(['5', '9'])
  })
  it('an index is never put together, yes and no make a share', () => {
    expect(result({ unitKind: 'index' }, [figure(0, 0, { value: '50' })]).whole[0]?.value).toBeNull()
    expect(
      result({ unitKind: 'milestone' }, [figure(0, 0, { bool: true }), figure(1, 0, { bool: false }), figure(1, 0, { bool: true })]).whole[0],
    ).toMatchObject({ numerator: '2', denominator: '3' })
  })
})
