import { describe, expect, it } from 'vitest'
import type { Indicator, IndicatorVersion } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { sortRows } from './arrange.ts'
import { comparedRows, type Comparison } from './compare.ts'
import { gapsOverCategories, gapsOverPlaces } from './equity.ts'
import { groupsOf } from './groupings.ts'
import { panelsOf } from './multiples.ts'
import { ageInMonths } from './row-parts.ts'
import { statesOf, tallyOf } from '#shared/progress/tally.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { rangeWord } from './additivity.ts'
import { figureView, indicatorRows, type IndicatorRow } from './rows.ts'

const indicator = (code: string, current: Partial<IndicatorVersion> = {}) =>
  ({
    code,
    scope: 'performance',
    current: {
      number: 1,
      validFrom: '1000-01-01',
      nameFr: code,
      nameEn: null,
      definitionFr: 'Selon la fiche.',
      unitKind: 'ratio',
      direction: 'increase',
      displayFactor: '100',
      decimals: 1,
      unitLabelFr: '%',
      unitLabelEn: null,
      currencyCode: null,
      tolerance: null,
      onTrackRatio: '0.9',
      watchRatio: '0.7',
      statusPeriods: null,
      accumulation: 'per_period',
      trackedAccumulation: 'per_period',
      conditions: ['shared_measurement'],
      resultType: null,
      ...current,
    },
  }) as unknown as Indicator
const cell = (given: Partial<ProgressCell>) =>
  ({
    indicator: 'A',
    territory: 'R',
    period: '2026-Q2',
    category: 'TOTAL',
    value: null,
    lower: null,
    upper: null,
    additivity: null,
    numerator: null,
    denominator: null,
    presence: 'reported',
    coverage: null,
    baseline: null,
    target: null,
    expected: null,
    progress: null,
    status: 'on_track',
    reason: 'trajectory',
    flags: [],
    previous: null,
    trend: null,
    ...given,
  }) as unknown as ProgressCell
/** With plain spaces, so that what is expected can be read. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('\u00a0', ' ')) as T
const ENDS: Record<string, string> = { '2025-Q1': '2025-03-31', '2025-Q2': '2025-06-30', '2026-Q1': '2026-03-31', '2026-Q2': '2026-06-30' }
const endOf = (period: string) => ENDS[period]
const compare = (one: Indicator, here: Partial<ProgressCell>, other: Partial<ProgressCell>, more: Partial<Comparison> = {}) =>
  plain(comparedRows([one], { kind: 'period', here: [cell(here)], other: [cell(other)], series: [], endOf, ...more }, 'fr-CA'))[0]

describe('a comparison of two periods', () => {
  it('says the difference and which way it went, in the desired direction', () => {
    expect(compare(indicator('A'), { value: '0.619' }, { value: '0.5', period: '2025-Q2' })).toMatchObject({ difference: '+11,9 points', word: 'better' })
    expect(compare(indicator('A', { direction: 'decrease' }), { value: '0.619' }, { value: '0.5', period: '2025-Q2' })).toMatchObject({ word: 'worse' })
  })

  it('is never made across a break, neither one drawn in the series nor a new version of the definition', () => {
    const series = [cell({ period: '2026-Q1', flags: ['break'] })]
    expect(compare(indicator('A'), { value: '0.6' }, { value: '0.5', period: '2025-Q2' }, { series })).toMatchObject({
      difference: null,
      word: null,
      why: 'break',
    })
    expect(compare(indicator('A', { number: 2, validFrom: '2026-01-01' }), { value: '0.6' }, { value: '0.5', period: '2025-Q2' })).toMatchObject({
      why: 'break',
    })
    const before = [cell({ period: '2025-Q2', flags: ['break'] })]
    expect(compare(indicator('A'), { value: '0.6' }, { value: '0.5', period: '2025-Q2' }, { series: before })?.why).toBeNull()
  })

  it('is never made of two seasons of a running total, of what is hidden, nor of one period with itself', () => {
    const running = indicator('A', { accumulation: 'year_to_date' })
    expect(compare(running, { value: '6', period: '2026-Q2' }, { value: '5', period: '2026-Q1' })).toMatchObject({ difference: null, why: 'season' })
    expect(compare(running, { value: '6' }, { value: '5', period: '2025-Q2' })?.why).toBeNull()
    expect(compare(indicator('A'), { value: '0.6' }, { value: null, mask: 'masked', period: '2025-Q2' })).toMatchObject({ difference: null, why: 'hidden' })
    expect(compare(indicator('A'), { value: '0.6' }, { value: '0.6' })?.why).toBe('same_period')
  })

  it('of two places says more or less, never better or worse', () => {
    const more = compare(indicator('A', { direction: 'decrease' }), { value: '0.6' }, { value: '0.5', territory: 'CV' }, { kind: 'place' })
    expect(more).toMatchObject({ difference: '+10,0 points', word: 'more', isTotal: false })
    expect(compare(indicator('A'), { value: '0.6' }, { value: '0.5', period: '2026-Q1' }, { kind: 'place' })).toMatchObject({
      difference: null,
      why: 'other_period',
    })
  })
})

describe('the equity gap (domain 3.9)', () => {
  const names: Record<string, string> = { VB: 'La Vallée', CV: 'La Côte', TL: 'Trois-Lacs' }
  const places = (one: Indicator, cells: Partial<ProgressCell>[]) =>
    plain(gapsOverPlaces([one], cells.map(cell), 'MRC', (code) => names[code] ?? code, 'fr-CA'))

  it('goes from the worst to the best that is shown, with what it was at the start', () => {
    const cells = [
      { territory: 'VB', value: '0.683', baseline: '0.443' },
      { territory: 'TL', value: '0.667', baseline: '0.4' },
      { territory: 'CV', value: '0.447', baseline: '0.263' },
    ]
    expect(places(indicator('A'), cells)).toMatchObject([
      { size: '23,6 points', worst: 'La Côte', best: 'La Vallée', startSize: '18,0 points', trend: 'wider', hidden: 0 },
    ])
    expect(places(indicator('A', { direction: 'decrease' }), cells)).toMatchObject([{ worst: 'La Vallée', best: 'La Côte' }])
  })

  it('leaves hidden ones out at both moments and says how many', () => {
    const cells = [
      { territory: 'VB', value: '0.683', baseline: '0.443' },
      { territory: 'TL', value: '0.667', baseline: '0.4' },
      { territory: 'CV', value: null, mask: 'masked' as const, baseline: '0.263' },
    ]
    expect(places(indicator('A'), cells)).toMatchObject([{ size: '1,6 point', startSize: '4,3 points', trend: 'narrower', hidden: 1 }])
    expect(places(indicator('A'), cells.slice(1))).toEqual([])
  })

  it('is not measured over totals, crossed categories or the unknown', () => {
    expect(
      places(indicator('A', { unitKind: 'count' }), [
        { territory: 'VB', value: '3' },
        { territory: 'CV', value: '40' },
      ]),
    ).toEqual([])
    const sex = { code: 'sex', name: 'Sexe', categories: ['girl', 'boy', 'unknown'].map((code) => ({ code, name: code, isUnknown: code === 'unknown' })) }
    const cells = ['TOTAL', 'sex:girl', 'sex:boy', 'sex:unknown', 'age:0;sex:girl'].map((category, index) => cell({ category, value: `0.${index + 1}` }))
    const [row, ...rest] = gapsOverCategories([indicator('A')], cells, [sex], (name) => name, 'fr-CA')
    expect([row?.best, row?.worst, row?.between, rest]).toEqual(['boy', 'girl', 'Sexe', []])
  })
})

describe('rows of the dashboard', () => {
  const rows = (...given: Partial<IndicatorRow>[]) =>
    given.map((one, index) => ({
      code: `I${index}`,
      name: `I${index}`,
      status: 'on_track',
      reason: '',
      isFragile: false,
      hasTarget: true,
      way: null,
      age: null,
      ...one,
    })) as IndicatorRow[]

  it('the tally leaves fragile ones out and says for how many it is too early', () => {
    const tally = tallyOf(
      rows({}, { isFragile: true }, { status: 'no_data', reason: 'not_due' }, { status: 'no_data', reason: 'not_reported' }, { status: 'target_met' }),
    )
    expect(tally).toEqual({ on_track: 2, watch: 0, off_track: 0, no_target: 0, no_data: 2, early: 1, stateless: 0, fragile: 1, isUnjudged: false })
    const held = tallyOf(rows({ status: 'no_state', reason: 'baseline' }, { status: 'no_data', reason: 'not_reported' }))
    expect([held.no_data, held.early, held.stateless]).toEqual([2, 1, 1])
  })

  it('the tally tells those without a target apart from those without data, and counts no states where nothing has a target', () => {
    const some = tallyOf(rows({}, { status: 'no_target', reason: 'no_target', hasTarget: false }))
    expect([some.no_target, some.no_data, some.isUnjudged, statesOf(some)]).toEqual([1, 0, false, ['on_track', 'watch', 'off_track', 'no_target']])
    const none = tallyOf(rows({ status: 'no_target', hasTarget: false }, { status: 'no_data', reason: 'not_reported', hasTarget: false }))
    expect([none.no_target, none.no_data, none.isUnjudged]).toEqual([1, 1, true])
    expect(tallyOf(rows({ status: 'no_target', hasTarget: false }, { status: 'no_data', reason: 'not_reported' })).isUnjudged).toBe(false)
    expect(statesOf(tallyOf(rows({})))).toEqual(['on_track', 'watch', 'off_track', 'no_data'])
  })

  it('a value is never « without data », be it without a target or incomplete; a range to stay in is a target', () => {
    const shown = (change: Partial<ProgressCell>, current: Partial<Indicator['current']> = {}) => {
      const base = indicator('A')
      const of = cell({ indicator: 'A', target: null, status: 'no_data', ...change })
      const [row] = indicatorRows([{ ...base, current: { ...base.current, ...current } }], [of], [], 'fr-CA')
      return [row?.status, row?.hasTarget]
    }
    expect(shown({ value: '344', reason: 'no_target' })).toEqual(['no_target', false])
    expect(shown({ value: '40', reason: 'incomplete' })).toEqual(['no_target', false])
    expect(shown({ value: '40', reason: 'incomplete', target: '60' })).toEqual(['no_state', true])
    expect(shown({ value: '40', reason: 'incomplete' }, { direction: 'maintain', maintainLo: '30', maintainHi: '50' })).toEqual(['no_state', true])
    for (const reason of ['not_comparable', 'no_baseline', 'baseline', 'out_of_season'])
      expect(shown({ value: '40', target: '60', reason })).toEqual(['no_state', true])
    expect(shown({ value: null, presence: 'missing', reason: 'not_reported' })).toEqual(['no_data', false])
  })

  it('of a range the shown end is named, and the largest value is possible only where nothing is missing', () => {
    const basis = (change: Partial<ProgressCell>) =>
      figureView(cell({ lower: '47', upper: '78', ...change }), { displayFactor: '1', decimals: 0 }, 'fr-CA').basis
    expect([basis({ value: '47' }), basis({ value: '47', coverage: '0.67' })]).toEqual(['lowest', 'lowest'])
    expect([basis({ value: '78' }), basis({ value: '78', coverage: '0.67' })]).toEqual(['highest', 'highest_received'])
    expect(basis({ value: '60', flags: ['overlap_estimated'] })).toBe('estimate')
    expect([rangeWord({ lower: '47', upper: '78' }, false), rangeWord({ lower: '47', upper: '78' }, true)]).toEqual([
      m.progress_range({ lower: '47', upper: '78' }),
      m.progress_range_partial({ lower: '47', upper: '78' }),
    ])
  })

  it('a change is told of two whole figures alone', () => {
    const before = cell({ indicator: 'A', period: '2025-Q3', value: '79' })
    const change = (more: Partial<ProgressCell>, previous: Partial<ProgressCell> = {}) =>
      indicatorRows(
        [indicator('A')],
        [cell({ indicator: 'A', period: '2025-Q4', value: '78', previous: '79', previousPeriod: '2025-Q3', ...more })],
        [{ ...before, ...previous }],
        'fr-CA',
      )[0]
    expect([change({})?.change === null, change({})?.move]).toEqual([false, 'down'])
    expect([change({ flags: ['incomplete'] })?.change, change({ flags: ['incomplete'] })?.move]).toEqual([null, null])
    expect(change({}, { flags: ['incomplete'] })?.change).toBeNull()
  })

  it('sort by what needs attention, by the way gone, by age; those without a number come last either way', () => {
    const given = rows({ status: 'target_met', way: 1.1 }, { status: 'off_track', way: -0.1 }, { status: 'watch', way: null })
    const order = (key: string, direction: 'ascending' | 'descending' = 'ascending') => sortRows(given, { key, direction }, 'fr-CA').map(({ code }) => code)
    expect(order('status')).toEqual(['I1', 'I2', 'I0'])
    expect(order('progress')).toEqual(['I1', 'I0', 'I2'])
    expect(order('progress', 'descending')).toEqual(['I0', 'I1', 'I2'])
    expect(order('position')).toEqual(['I0', 'I1', 'I2'])
  })

  it('stand under each goal that asks for them, and under the last heading without one', () => {
    const goals = ['a', 'b'].map((id) => ({ id, statementFr: id, statementEn: null, indicatorCodes: id === 'a' ? ['I0', 'I1'] : ['I0'] }))
    const groups = groupsOf(rows({ scope: 'performance' }, { scope: 'performance' }, { scope: 'performance' }), 'goal', goals, 'fr-CA')
    expect(groups.map(({ title, rows: own }) => [title, own.map(({ code }) => code)])).toEqual([
      ['a', ['I0', 'I1']],
      ['b', ['I0']],
      ['Sans objectif', ['I2']],
    ])
  })

  it('tell the age of a figure from the end of its period', () => {
    expect([ageInMonths('2026-06-30', '2026-10-15'), ageInMonths('2026-06-30', '2026-07-01'), ageInMonths('2026-12-31', '2026-10-15')]).toEqual([3, 0, null])
  })

  it('small curves have their own scale, or one for each unit', () => {
    const percent = (code: string, ...values: string[]) =>
      indicatorRows(
        [indicator(code)],
        [],
        values.map((value, index) => cell({ indicator: code, period: `2026-0${index + 1}`, value })),
        'fr-CA',
      )
    const both = [...percent('A', '0.1', '0.2'), ...percent('B', '0.6', '0.9')]
    expect(plain(panelsOf(both, 'own', 'fr-CA')).map(({ low, high }) => [low, high])).toEqual([
      ['10,0 %', '20,0 %'],
      ['60,0 %', '90,0 %'],
    ])
    expect(plain(panelsOf(both, 'same', 'fr-CA')).map(({ low, high }) => [low, high])).toEqual([
      ['10,0 %', '90,0 %'],
      ['10,0 %', '90,0 %'],
    ])
  })
})
