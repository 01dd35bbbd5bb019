import { describe, expect, it } from 'vitest'
import { checkFigure, displayedValue, type GivenFigure, type ValueRules } from './value.ts'

const rules: ValueRules = {
  unitKind: 'count',
  scope: 'performance',
  isProportion: false,
  displayFactor: '100',
  partsUnknown: false,
  indexMin: null,
  indexMax: null,
  currencyCode: 'CAD',
}
const none: GivenFigure = {
  presence: 'reported',
  presenceReason: null,
  value: null,
  numerator: null,
  denominator: null,
  sampleN: null,
  boolValue: null,
  achievedOn: null,
  amountOriginal: null,
  currencyCode: null,
  fxRate: null,
  fxDate: null,
  flags: [],
}
const options = { today: '2026-10-15', hasPartner: true }
const check = (given: Partial<GivenFigure>, rule: Partial<ValueRules> = {}, more: Partial<typeof options & { reasonRequired: boolean }> = {}) =>
  checkFigure({ ...none, ...given }, { ...rules, ...rule }, { ...options, ...more })
const faults = (...args: Parameters<typeof check>) => {
  const result = check(...args)
  return result.ok ? [] : result.faults.map(({ field, code }) => `${field} ${code}`)
}
const figure = (...args: Parameters<typeof check>) => {
  const result = check(...args)
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return result.figure
}

describe('hard checks of a figure (domain 3.3)', () => {
  it('a count is a whole number, not negative; a true zero is a figure', () => {
    expect(figure({ value: '0' }).value).toBe('0')
    expect(figure({ value: '0012.00' }).value).toBe('12')
    expect(faults({ value: '12.5' })).toEqual(['value not_an_integer'])
    expect(faults({ value: '-1.5' })).toEqual(['value not_an_integer', 'value negative'])
    expect(faults({})).toEqual(['value value_required'])
    expect(faults({ value: '12', numerator: '1' })).toEqual(['numerator not_for_this_kind'])
  })
  it('a number has at most fifteen significant digits', () => {
    expect(faults({ value: '1234567890123456' })).toEqual(['value too_many_digits'])
    expect(faults({ value: '1e5' })).toEqual(['value not_a_number'])
  })
  it('a proportion keeps 0 ≤ numerator ≤ denominator, and its denominator is above zero', () => {
    const ratio = { unitKind: 'ratio', isProportion: true } as const
    expect(figure({ numerator: '27', denominator: '61' }, ratio)).toMatchObject({ numerator: '27', denominator: '61', value: null })
    expect(faults({ numerator: '62', denominator: '61' }, ratio)).toEqual(['numerator numerator_above_denominator'])
    expect(faults({ numerator: '-1', denominator: '0' }, ratio)).toEqual(['denominator denominator_not_positive', 'numerator negative'])
    expect(faults({ numerator: '5' }, ratio)).toEqual(['denominator denominator_required'])
    expect(faults({ numerator: '70', denominator: '61' }, { unitKind: 'ratio' })).toEqual([])
  })
  it('nobody concerned, 0 ÷ 0, is « not applicable », not zero', () => {
    expect(figure({ numerator: '0', denominator: '0' }, { unitKind: 'ratio', isProportion: true })).toMatchObject({
      presence: 'not_applicable',
      presenceReason: 'denominator_zero',
      numerator: null,
      denominator: null,
    })
  })
  it('a share without parts is taken only where the source gives none', () => {
    const ratio = { unitKind: 'ratio', isProportion: true } as const
    expect(faults({ value: '0.309' }, ratio)).toEqual(['value not_for_this_kind', 'numerator numerator_required', 'denominator denominator_required'])
    expect(figure({ value: '0.309' }, { ...ratio, partsUnknown: true }).value).toBe('0.309')
    expect(figure({ value: '0.309', flags: ['parts_unknown'] }, ratio).value).toBe('0.309')
    expect(faults({ value: '30.9' }, { ...ratio, partsUnknown: true })).toEqual(['value above_whole'])
    expect(faults({ value: '1.746' }, { unitKind: 'ratio', partsUnknown: true })).toEqual([])
    expect(faults({ value: '-0.1' }, { ...ratio, partsUnknown: true })).toEqual(['value negative'])
  })
  it('a mean may lack its sample, but a sample is at least one', () => {
    expect(figure({ value: '142.10' }, { unitKind: 'mean' })).toMatchObject({ value: '142.1', sampleN: null })
    expect(faults({ value: '142', sampleN: '0' }, { unitKind: 'mean' })).toEqual(['sampleN sample_below_one'])
  })
  it('an index stays within its declared bounds', () => {
    const index = { unitKind: 'index', indexMin: '0', indexMax: '100' } as const
    expect(faults({ value: '100' }, index)).toEqual([])
    expect(faults({ value: '100.5' }, index)).toEqual(['value outside_range'])
  })
  it('an amount in another currency needs its rate, and francs CFA have no decimals', () => {
    const money = { unitKind: 'currency', currencyCode: 'XOF' } as const
    expect(figure({ value: '1333000' }, money)).toMatchObject({ value: '1333000', amountOriginal: '1333000', currencyCode: 'XOF', fxRate: '1' })
    expect(faults({ value: '10.5' }, money)).toEqual(['amountOriginal currency_without_decimals'])
    expect(faults({ amountOriginal: '100', currencyCode: 'EUR' }, money)).toEqual(['fxRate rate_required'])
    expect(figure({ amountOriginal: '100.1', currencyCode: 'EUR', fxRate: '655.957', fxDate: '2026-09-30' }, money)).toMatchObject({
      value: '65661',
      fxDate: '2026-09-30',
    })
    expect(faults({ amountOriginal: '100', currencyCode: 'EUR', fxRate: '0' }, money)).toEqual(['fxRate rate_not_positive'])
  })
  it('a milestone that is reached says when, and not in the future', () => {
    const milestone = { unitKind: 'milestone' } as const
    expect(figure({ boolValue: false }, milestone)).toMatchObject({ boolValue: false, achievedOn: null })
    expect(faults({ boolValue: true }, milestone)).toEqual(['achievedOn achieved_on_required'])
    expect(faults({ boolValue: true, achievedOn: '2026-10-16' }, milestone)).toEqual(['achievedOn achieved_on_in_future'])
    expect(faults({ boolValue: true, achievedOn: '2026-10-15' }, milestone)).toEqual([])
    expect(faults({ boolValue: false, achievedOn: '2026-01-01' }, milestone)).toEqual(['achievedOn achieved_on_without_yes'])
  })
  it('an absence has no figure, and « not applicable » says why', () => {
    expect(faults({ presence: 'missing', value: '0' })).toEqual(['value figure_with_absence'])
    expect(faults({ presence: 'not_applicable' })).toEqual(['presenceReason reason_required'])
    expect(faults({ presence: 'not_applicable' }, {}, { reasonRequired: false })).toEqual([])
    expect(figure({ presence: 'missing' })).toMatchObject({ presence: 'missing', value: null })
  })
  it('S06 no partner answers alone for a whole population', () => {
    expect(faults({ value: '-1' }, { scope: 'population' })).toEqual(['partner partner_on_population_indicator', 'value negative'])
    expect(faults({ value: '1' }, { scope: 'population' }, { hasPartner: false })).toEqual([])
  })
  it('a share is shown from its parts', () => {
    expect(displayedValue({ value: null, numerator: '27', denominator: '61' })).toBe('0.44262295082')
    expect(displayedValue({ value: '5', numerator: null, denominator: null })).toBe('5')
  })
})
