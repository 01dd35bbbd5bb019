import { describe, expect, it } from 'vitest'
import type { Definition } from '#shared/indicators/definition.ts'
import { figureOf, overlapEstimate, type CellComponents } from '#shared/progress/components.ts'
import { runningTotals, totalOverPeriods } from '#shared/progress/periods.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import { countsForStatus, fiscalYearOf, ordinalFrom, parsePeriodCode, parsePeriodPattern, shiftPeriod } from '#shared/values/period.ts'

const base: Definition & { direction: 'increase' } = {
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
}
const empty: CellComponents = {
  sumValue: null,
  sumNumerator: null,
  sumDenominator: null,
  sumValueN: null,
  sumN: null,
  lowerBound: null,
  upperBound: null,
  yesCount: 0,
  noCount: 0,
  reportedCount: 0,
  missingCount: 0,
  notApplicableCount: 0,
  notExpectedCount: 0,
  weightMissingCount: 0,
  ownValue: null,
  ownNumerator: null,
  ownDenominator: null,
  ownN: null,
  ownBool: null,
  ownPresence: null,
  expectedWeight: '0',
  receivedWeight: '0',
  flags: [],
}

describe('the figure of a cell (domain 3.4)', () => {
  it('S71 a ratio is the sum of numerators over the sum of denominators, not a mean of rates', () => {
    expect(figureOf({ ...base, unitKind: 'ratio' }, { ...empty, sumNumerator: '63', sumDenominator: '110', reportedCount: 2 }).value).toBe('0.572727272727')
  })
  it('S71 a mean is weighted by its sample, and a figure without a sample is left out and flagged', () => {
    const figure = figureOf({ ...base, unitKind: 'mean' }, { ...empty, sumValueN: '7000', sumN: '50', reportedCount: 3, weightMissingCount: 1 })
    expect([figure.value, figure.n, figure.flags]).toEqual(['140', '50', ['weight_missing']])
  })
  it('S71 people who may be counted twice give a range and the cautious bound, never the plain sum', () => {
    const people = { ...base, countingUnit: 'persons', overlapPartners: 'possible' } as const
    const cell = { ...empty, sumValue: '245', lowerBound: '120', upperBound: '245', reportedCount: 3 }
    expect(figureOf(people, cell)).toMatchObject({ value: '120', lower: '120', upper: '245', flags: ['overlap_unknown'] })
    expect(figureOf({ ...people, direction: 'decrease' }, cell).value).toBe('245')
    expect(figureOf(people, cell, '0.3')).toMatchObject({ value: '171.5', flags: ['overlap_estimated'] })
  })
  it('S71 an estimate is never below the largest partner nor above the sum', () => {
    expect(toText(overlapEstimate(decimal('120'), decimal('130'), decimal('0.3')))).toBe('120')
    expect(toText(overlapEstimate(decimal('845'), decimal('1355'), decimal('0.22')))).toBe('1056.9')
  })
  it('S71 a milestone is a share of those asked; not applicable is left out', () => {
    expect(figureOf({ ...base, unitKind: 'milestone' }, { ...empty, yesCount: 12, noCount: 2, notApplicableCount: 1, reportedCount: 14 })).toMatchObject({
      value: '0.857142857143',
      numerator: '12',
      denominator: '14',
    })
  })
  it('S71 a figure entered directly wins over the computed one, and the difference is told', () => {
    const figure = figureOf(base, {
      ...empty,
      sumValue: '90',
      reportedCount: 3,
      ownValue: '95',
      ownPresence: 'reported',
      expectedWeight: '3',
      receivedWeight: '2',
    })
    expect(figure).toMatchObject({ value: '95', computed: '90', coverage: '1', flags: ['own_differs'] })
  })
  it('S71 an index is never put together', () => {
    expect(figureOf({ ...base, unitKind: 'index' }, { ...empty, sumValue: '110', sumN: '20', reportedCount: 2 }).value).toBeNull()
  })
  it('S71 missing is not zero: no report gives no value and says why', () => {
    expect(figureOf(base, { ...empty, missingCount: 2 })).toMatchObject({ value: null, presence: 'missing' })
    expect(figureOf(base, { ...empty, notApplicableCount: 1 })).toMatchObject({ value: null, presence: 'not_applicable' })
    // Beside a figure that was given and cannot be put together, what does not apply decides nothing.
    for (const beside of [{ notApplicableCount: 1 }, { notExpectedCount: 1 }])
      expect(figureOf({ ...base, unitKind: 'index' }, { ...empty, reportedCount: 1, ...beside })).toMatchObject({
        value: null,
        presence: 'missing',
        flags: ['not_put_together'],
      })
    expect(figureOf(base, { ...empty, sumValue: '0', reportedCount: 1 })).toMatchObject({ value: '0', presence: 'reported' })
  })
})

describe('over periods (domain 3.4)', () => {
  const of = (...values: (string | null)[]) => values.map((value) => ({ value, numerator: null, denominator: null, n: null }))
  it('S71 a stock keeps its last value and a flow is summed, missing left out and counted', () => {
    expect(totalOverPeriods({ ...base, temporalKind: 'stock' }, of('64', '70', null, '75')).value).toBe('75')
    expect(totalOverPeriods(base, of('12', '18', null, '20'))).toMatchObject({ value: '50', reported: 3, asked: 4 })
  })
  it('S71 people to date keep the last value; people of each period are never added', () => {
    const people = { ...base, countingUnit: 'persons' } as const
    expect(totalOverPeriods({ ...people, accumulation: 'year_to_date' }, of('150', '240', '310')).value).toBe('310')
    expect(totalOverPeriods(people, of('150', '240', '310')).value).toBeNull()
  })
  it('S71 a running total restarts with the year and stops at a missing period', () => {
    expect(runningTotals(of('5', '4', null, '3'), null)).toEqual(['5', '9', null, '12'])
    const years = ['a', 'a', 'b', 'b']
    const figures = of('5', '4', '2', '3').map((figure, index) => ({ ...figure, year: years[index] as string }))
    expect(runningTotals(figures, (figure) => figure.year)).toEqual(['5', '9', '2', '5'])
  })
})

describe('periods (D27)', () => {
  const starts = { fiscalStartMonth: 4, schoolStartMonth: 9 }
  it('codes name calendar periods, school and fiscal years', () => {
    expect(parsePeriodCode('2026-Q3', starts)).toMatchObject({ kind: 'quarter', startsOn: '2026-07-01', endsOn: '2026-09-30' })
    expect(parsePeriodCode('FY2025', starts)).toMatchObject({ startsOn: '2025-04-01', endsOn: '2026-03-31' })
    expect(parsePeriodCode('2024-02', starts)).toMatchObject({ endsOn: '2024-02-29' })
    expect(parsePeriodCode('2026-13', starts)).toBeNull()
  })
  it('files write periods in their own ways', () => {
    expect(parsePeriodPattern('2012/13', 'school_year', starts)?.code).toBe('SY2012')
    expect(parsePeriodPattern('2011-12', 'school_year', starts)?.code).toBe('SY2011')
    expect(parsePeriodPattern('2012/15', 'school_year', starts)).toBeNull()
    expect(parsePeriodPattern('2015 Q4', 'year_quarter', starts)?.code).toBe('2015-Q4')
    expect(parsePeriodPattern('T4 2015', 'year_quarter', starts)?.code).toBe('2015-Q4')
    expect(parsePeriodPattern('202301', 'year_month', starts)?.code).toBe('2023-01')
  })
  it('ordinals count steps of the frequency from the baseline', () => {
    const baseline = parsePeriodCode('2023-Q2', starts)
    const target = parsePeriodCode('2026-Q4', starts)
    if (baseline === null || target === null) throw new Error('codes of the test')
    expect(ordinalFrom(baseline, target)).toBe(14)
    expect(shiftPeriod(baseline, 14, starts).code).toBe('2026-Q4')
    expect(fiscalYearOf({ endsOn: '2026-03-31' }, 4)).toBe(2025)
    expect([countsForStatus('2026-Q3', ['Q3']), countsForStatus('2026-Q2', ['Q3']), countsForStatus('2026-Q2', null)]).toEqual([true, false, true])
  })
})
