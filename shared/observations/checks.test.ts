import { describe, expect, it } from 'vitest'
import { needsComment, warningsFor, type CheckFacts, type ComparedFigure, type PastFigure } from './checks.ts'

const facts: CheckFacts = {
  unitKind: 'count',
  isProportion: false,
  displayFactor: '1',
  accumulation: 'per_period',
  statusPeriods: null,
  period: '2026-Q3',
  past: [],
  dueOn: null,
  today: '2026-10-15',
  limits: null,
}
const reported = (value: string): ComparedFigure => ({ presence: 'reported', value, numerator: null, denominator: null })
const share = (numerator: string, denominator: string): ComparedFigure => ({ presence: 'reported', value: null, numerator, denominator })
const absent = (presence: ComparedFigure['presence']): ComparedFigure => ({ presence, value: null, numerator: null, denominator: null })
/** Figures of the quarters before 2026-Q3, newest first. */
const before = (...figures: (string | ComparedFigure)[]): PastFigure[] =>
  figures.map((one, back) => {
    const quarter = 2026 * 4 + 1 - back
    return { period: `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`, ...(typeof one === 'string' ? reported(one) : one) }
  })
const codes = (figure: ComparedFigure, more: Partial<CheckFacts> = {}) => warningsFor(figure, { ...facts, ...more }).map(({ code }) => code)
const numbersOf = (code: string, figure: ComparedFigure, more: Partial<CheckFacts> = {}) =>
  warningsFor(figure, { ...facts, ...more }).find((one) => one.code === code)?.numbers

describe('what looks unusual in a figure (domain 3.10)', () => {
  it('a value far from at least six past ones is told with their median, their spread and how far it is', () => {
    const past = before('13', '14', '15', '13', '14', '12')
    expect(numbersOf('outlier', reported('31'), { past })).toEqual({ median: '13.5', mad: '0.5', count: '6', z: '23.61' })
    expect(codes(reported('31'), { past: past.slice(1) })).toEqual(['sudden_change'])
  })
  it('three and a half robust deviations are not yet far, anything more is', () => {
    // median 100, MAD 10: the limit is 100 + 3.5 × 14.826 = 151.891
    const past = before('100', '90', '110', '90', '110', '100', '90', '110')
    expect(codes(reported('151.891'), { past, unitKind: 'mean' })).not.toContain('outlier')
    expect(codes(reported('151.8911'), { past, unitKind: 'mean' })).toContain('outlier')
    expect(codes(reported('48.1089'), { past, unitKind: 'mean' })).toContain('outlier')
    expect(codes(reported('48.109'), { past, unitKind: 'mean' })).not.toContain('outlier')
  })
  it('where past values do not vary, a change of more than half is far', () => {
    const past = before('20', '20', '20', '20', '20', '20')
    expect(codes(reported('30'), { past })).toEqual([])
    expect(numbersOf('outlier', reported('31'), { past })).toEqual({ median: '20', mad: '0', count: '6', change: '0.55' })
    expect(numbersOf('outlier', reported('1'), { past: before('0', '0', '0', '0', '0', '0') })).toEqual({ median: '0', mad: '0', count: '6' })
  })
  it('a change of more than half since the last figure is told with that figure', () => {
    expect(codes(reported('15'), { past: before('10') })).toEqual([])
    expect(codes(reported('5'), { past: before('10') })).toEqual([])
    expect(numbersOf('sudden_change', reported('16'), { past: before('10') })).toEqual({ previous: '10', period: '2026-Q2', value: '16', change: '0.6' })
    expect(numbersOf('sudden_change', reported('4'), { past: before(absent('missing'), '10') })).toMatchObject({ period: '2026-Q1', change: '-0.6' })
    expect(numbersOf('sudden_change', reported('3'), { past: before('0') })).toEqual({ previous: '0', period: '2026-Q2', value: '3' })
    expect(codes(reported('0'), { past: before('0') })).toEqual([])
    expect(codes(reported('0'), { past: before('12') })).toEqual(['sudden_change'])
  })
  it('the same value four periods running is told; an absence between breaks the run', () => {
    expect(codes(reported('7'), { past: before('7', '7') })).toEqual([])
    expect(numbersOf('repeated_value', reported('7.0'), { past: before('7', '7', '7') })).toEqual({ value: '7', count: '4' })
    expect(codes(reported('7'), { past: before('7', absent('missing'), '7', '7') })).toEqual([])
    expect(codes(share('1', '2'), { unitKind: 'ratio', past: before(share('2', '4'), share('3', '6'), share('5', '10')) })).toEqual(['repeated_value'])
  })
  it('a share a hundred times above or below its history is told', () => {
    const rate = { unitKind: 'ratio', past: before('0.27', '0.25', '0.3') } as const
    expect(numbersOf('factor_100', reported('0.0027'), rate)).toEqual({ value: '0.0027', median: '0.27' })
    expect(codes(reported('27'), rate)).toContain('factor_100')
    expect(codes(reported('0.0054'), rate)).toContain('factor_100')
    expect(codes(reported('0.0055'), rate)).not.toContain('factor_100')
    expect(codes(reported('54'), rate)).toContain('factor_100')
    expect(codes(reported('54.1'), rate)).not.toContain('factor_100')
    expect(codes(reported('0'), rate)).not.toContain('factor_100')
    expect(codes(reported('27'), { unitKind: 'ratio' })).toEqual([])
    expect(codes(reported('2700'), { past: before('27') })).toEqual(['sudden_change'])
  })
  it('all of more than twenty is told', () => {
    expect(codes(share('20', '20'), { unitKind: 'ratio' })).toEqual([])
    expect(numbersOf('all_of_denominator', share('21', '21.0'), { unitKind: 'ratio' })).toEqual({ numerator: '21', denominator: '21.0' })
    expect(codes(share('20', '21'), { unitKind: 'ratio' })).toEqual([])
  })
  it('a percentage above 100 is told with its two numbers where nothing makes it impossible; a rate per thousand and an absence are not', () => {
    const rate = { unitKind: 'ratio', displayFactor: '100' } as const
    expect(numbersOf('above_whole', share('70', '61'), rate)).toEqual({ numerator: '70', denominator: '61' })
    expect(numbersOf('above_whole', reported('1.746'), rate)).toEqual({ value: '1.746', whole: '1' })
    expect([share('61', '61.0'), reported('1'), absent('missing')].flatMap((one) => codes(one, rate))).not.toContain('above_whole')
    expect(codes(share('70', '61'), { unitKind: 'ratio', displayFactor: '1000' })).not.toContain('above_whole')
    expect(codes(reported('1.746'), { unitKind: 'mean', displayFactor: '100' })).not.toContain('above_whole')
  })
  it('a figure is late from the day after its due date, an absence too', () => {
    expect(codes(reported('1'), { dueOn: '2026-10-15' })).toEqual([])
    expect(numbersOf('late', reported('1'), { dueOn: '2026-10-14' })).toEqual({ dueOn: '2026-10-14', days: '1' })
    expect(codes(absent('not_applicable'), { dueOn: '2026-10-14', past: before('5') })).toEqual(['late'])
  })
  it('the limits set for an indicator belong to what is expected', () => {
    const limits = { low: '40', high: '60' }
    expect(codes(reported('40'), { limits })).toEqual([])
    expect(codes(reported('60'), { limits })).toEqual([])
    expect(numbersOf('outside_limits', reported('61'), { limits })).toEqual({ value: '61', low: '40', high: '60' })
    expect(numbersOf('outside_limits', reported('39'), { limits: { low: '40', high: null } })).toEqual({ value: '39', low: '40' })
    expect(codes(share('1', '2'), { unitKind: 'ratio', limits: { low: null, high: '0.4' } })).toEqual(['outside_limits'])
  })
  it('a seasonal figure is compared with the same season only, a running total of the year with the same quarter', () => {
    const past = before('10', '100', '10', '40')
    expect(codes(reported('42'), { past })).toEqual(['sudden_change'])
    expect(codes(reported('42'), { past, statusPeriods: ['Q3'] })).toEqual([])
    expect(numbersOf('sudden_change', reported('10'), { past, statusPeriods: ['Q3'] })).toMatchObject({ previous: '40', period: '2025-Q3' })
    expect(codes(reported('42'), { past, accumulation: 'year_to_date' })).toEqual([])
    expect(codes(reported('42'), { past, accumulation: 'since_start' })).toEqual(['sudden_change'])
  })
  it('a milestone can only be late', () => {
    expect(codes(absent('reported'), { unitKind: 'milestone', dueOn: '2026-01-01', past: before('1', '1', '1') })).toEqual(['late'])
  })
  it('a zero of a whole place is a declaration, confirmed by a tick; of a category, a mean or an index it is a value like any other (situation 9)', () => {
    expect(codes(reported('0'), { isWhole: true })).toEqual(['zero'])
    expect(codes(reported('0.00'), { isWhole: true, unitKind: 'currency' })).toEqual(['zero'])
    expect(codes(share('0', '12'), { isWhole: true, unitKind: 'ratio' })).toEqual(['zero'])
    expect(codes(reported('0'), { isWhole: false })).toEqual([])
    expect(codes(reported('0'), { isWhole: true, unitKind: 'mean' })).toEqual([])
    expect(codes(absent('not_applicable'), { isWhole: true })).toEqual([])
    expect(needsComment([{ code: 'zero' }])).toBe(false)
    expect(needsComment([{ code: 'zero' }, { code: 'late' }])).toBe(true)
  })
})
