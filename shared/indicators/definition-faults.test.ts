import { describe, expect, it } from 'vitest'
import { DefinitionInput } from './contract.ts'
import { definitionFaults, suppressionByDefault } from './definition-faults.ts'

const base = {
  nameFr: 'Familles',
  definitionFr: 'd',
  purposeFr: 'p',
  unitKind: 'count',
  countingUnit: 'households',
  temporalKind: 'flow',
  direction: 'increase',
  frequency: 'quarter',
  resultType: 'how_much',
}
const faults = (change: Record<string, unknown>, scope: 'population' | 'performance' = 'performance') =>
  definitionFaults(DefinitionInput.parse({ ...base, ...change }), scope).map(({ pointer, code }) => `${pointer} ${code}`)

describe('rules between the fields of a definition', () => {
  it('a plain count has no fault', () => expect(faults({})).toEqual([]))
  it('to maintain needs both bounds, in order', () => {
    expect(faults({ direction: 'maintain' })).toEqual(['/maintainLo required', '/maintainHi required'])
    expect(faults({ direction: 'maintain', maintainLo: '5', maintainHi: '4' })).toEqual(['/maintainHi reversed'])
    expect(faults({ maintainLo: '5' })).toEqual(['/maintainLo not_for_this_kind'])
  })
  it('an index needs its bounds, money its currency, a long cycle its years', () => {
    expect(faults({ unitKind: 'index' })).toEqual(['/indexMin required', '/indexMax required'])
    expect(faults({ unitKind: 'currency' })).toEqual(['/currencyCode required', '/countingUnit not_for_this_kind'])
    expect(faults({ unitKind: 'currency', countingUnit: 'money', currencyCode: 'XOF' })).toEqual([])
    expect(faults({ frequency: 'every_n_years' })).toEqual(['/everyNYears required'])
  })
  it('parts belong to ratios', () => {
    expect(faults({ partsUnknown: true, denominatorShared: true, isProportion: true })).toEqual([
      '/partsUnknown not_for_this_kind',
      '/denominatorShared not_for_this_kind',
      '/isProportion not_for_this_kind',
    ])
    expect(faults({ unitKind: 'ratio', partsUnknown: true, isProportion: true })).toEqual([])
  })
  it('a result type belongs to performance, never to a population', () => {
    expect(faults({ resultType: null })).toEqual(['/resultType required'])
    expect(faults({}, 'population')).toEqual(['/resultType not_for_this_kind'])
  })
  it('all faults are told at once', () => {
    expect(
      faults({
        onTrackRatio: '0.5',
        watchRatio: '0.7',
        minCoverage: '1.2',
        displayFactor: '0',
        statusPeriods: ['S1'],
        temporalKind: 'stock',
        accumulation: 'since_start',
        trackedAccumulation: 'since_start',
      }),
    ).toEqual([
      '/watchRatio reversed',
      '/minCoverage outside_range',
      '/displayFactor not_positive',
      '/accumulation not_for_this_kind',
      '/statusPeriods unknown_period',
    ])
  })
  it('what is reported to date cannot be tracked otherwise, per-period figures can', () => {
    expect(faults({ accumulation: 'year_to_date', trackedAccumulation: 'since_start' })).toEqual(['/trackedAccumulation not_for_this_kind'])
    expect(faults({ trackedAccumulation: 'since_start' })).toEqual([])
  })
  it('people and households are masked by default', () => {
    expect([suppressionByDefault({ countingUnit: 'households' }), suppressionByDefault({ countingUnit: 'events' })]).toEqual([true, false])
  })
})
