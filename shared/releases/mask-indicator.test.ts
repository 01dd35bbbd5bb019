import { describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { maskIndicator, type FormerFigures } from './mask-indicator.ts'
import { cellKey, quantityId, type IndicatorFacts } from './relations.ts'

const PERIOD = { code: '2026-Q1', kind: 'quarter', startsOn: '2026-01-01', endsOn: '2026-03-31', fiscalYear: '2026' }
const factsOf = (unitKind: 'count' | 'ratio'): IndicatorFacts => ({
  versionOf: () => ({ unitKind, isSensitive: true, isForced: false, runs: 'no', addsOverTime: true }),
  periods: new Map([[PERIOD.code, PERIOD]]),
  parents: ['A', 'B', 'C'].map((child) => ({ child, parent: 'R', hierarchy: 'admin', validFrom: '2000-01-01', validTo: null })),
  rankOf: (level) => (level === 'region' ? 2 : 1),
  unknownCategories: new Set(),
})
const nothing = { lower: null, upper: null, numerator: null, denominator: null, n: null, periodValue: null, coverage: null }
const cell = (territory: string, told: Partial<ProgressCell>): ProgressCell => ({
  indicator: 'PEOPLE',
  territory,
  level: territory === 'R' ? 'region' : 'local',
  partner: null,
  period: PERIOD.code,
  category: 'TOTAL',
  value: null,
  additivity: 'additive',
  ...nothing,
  presence: 'reported',
  baseline: null,
  target: null,
  expected: null,
  progress: null,
  status: 'no_data',
  reason: 'no_target',
  flags: [],
  ratio: null,
  computed: null,
  previous: null,
  previousPeriod: null,
  trend: null,
  mask: 'none',
  ...told,
})
const counts = (values: Readonly<Record<string, string | null>>) =>
  Object.entries(values).map(([territory, value]) => cell(territory, { value, presence: value === null ? 'missing' : 'reported' }))
const share = (territory: string, numerator: string, denominator: string) => cell(territory, { value: '0.5', numerator, denominator })
const LIMITS = { smallestShown: 5, minDenominator: 10 }

const hiddenOf = (masked: ReturnType<typeof maskIndicator>, part: 'value' | 'denominator' | 'numerator' = 'value') =>
  masked.cells.filter((one) => masked.maskOf(quantityId(cellKey(one), part)) !== 'none').map(({ territory }) => territory)
const formerly = (cells: ProgressCell[], hidden: readonly string[], holdsSmallCorrections = false): FormerFigures => ({
  cells: cells.map((one) => (hidden.includes(one.territory) ? { ...one, ...nothing, value: null, isMasked: true } : { ...one, isMasked: false })),
  holdsSmallCorrections,
})

describe('what of one indicator is hidden, beside the release before', () => {
  it('seven of seven are hidden with their counts, which could be had from the sums around them', () => {
    const masked = maskIndicator([share('R', '50', '77'), share('A', '7', '7'), share('B', '20', '35'), share('C', '23', '35')], factsOf('ratio'), LIMITS, null)
    expect(hiddenOf(masked, 'denominator')).toContain('A')
    expect(hiddenOf(masked, 'denominator').length).toBeGreaterThan(1)
    expect(masked.ratioMaskOf(share('A', '7', '7'), {})).toBe('primary')
  })

  it('a figure that was hidden and is withdrawn stays hidden: that it is gone would tell what it was', () => {
    const masked = maskIndicator(
      counts({ R: '97', A: null, B: '42', C: '55' }),
      factsOf('count'),
      LIMITS,
      formerly(counts({ R: '100', A: '3', B: '42', C: '55' }), ['A', 'B']),
    )
    expect(hiddenOf(masked)).toEqual(['A', 'B'])
  })

  it('one that was told and is withdrawn is missing, not zero', () => {
    const masked = maskIndicator(
      counts({ R: '97', A: null, B: '42', C: '55' }),
      factsOf('count'),
      LIMITS,
      formerly(counts({ R: '117', A: '20', B: '42', C: '55' }), []),
    )
    expect(masked.cells.find(({ territory }) => territory === 'A')).toMatchObject({ value: null, presence: 'missing' })
  })

  it('in a new edition one late case waits in every total; in the next release it is told', () => {
    const [before, now] = [counts({ R: '100', A: '20', B: '40', C: '40' }), counts({ R: '101', A: '21', B: '40', C: '40' })]
    const told = (holds: boolean) => {
      const { cells, held } = maskIndicator(now, factsOf('count'), LIMITS, formerly(before, [], holds))
      return { values: cells.map(({ value }) => value), held }
    }
    expect(told(true)).toEqual({ values: ['100', '20', '40', '40'], held: 2 })
    expect(told(false)).toEqual({ values: ['101', '21', '40', '40'], held: 0 })
  })
})
