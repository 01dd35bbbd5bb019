import { describe, expect, it } from 'vitest'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { projectionView } from './projection.ts'
import { cellOf, quarterly } from './samples.ts'
import { seasonView } from './seasons.ts'

const SHARE = { displayFactor: '100', decimals: 1, unitLabel: '%' }
const STARTS = { fiscalStartMonth: 4, schoolStartMonth: 9 }
const codes = Array.from({ length: 20 }, (_, index) => `${2023 + Math.floor(index / 4)}-Q${(index % 4) + 1}`)
const periods = codes.map((code) => parsePeriodCode(code, STARTS)).filter((period) => period !== null)
const axis = codes.map((code) => ({ code, label: code, short: code }))
const detail = (change: Partial<IndicatorDetail['current']> = {}) =>
  ({
    current: {
      unitKind: 'ratio',
      isProportion: true,
      statusPeriods: null,
      accumulation: 'per_period',
      trackedAccumulation: 'per_period',
      indexMin: null,
      indexMax: null,
      ...change,
    },
  }) as IndicatorDetail
const goal = { axis, target: [{ x: { code: '2026-Q4', label: '2026-Q4', short: '2026-Q4' }, value: '0.65' }] }
const project = (cells: ReturnType<typeof quarterly>, change = {}) => projectionView(detail(change), cells, periods, goal, SHARE, 'fr-CA')

// The demo's screening by quarter, 2023-Q3 to 2026-Q2 (domain 7.1).
const SCREEN18 = ['0.394', '0.396', '0.410', '0.405', '0.405', '0.414', '0.470', '0.500', '0.541', '0.571', '0.587', '0.619']

describe('« si rien ne change » on the page (domain 3.8)', () => {
  it('goes from the last figure to the last target and says that it is no forecast', () => {
    const { drawn, sentence } = project(quarterly(SCREEN18))
    expect(drawn?.used).toBe(12)
    expect(drawn?.marks.map((mark) => mark.x.code)).toEqual(['2026-Q2', '2026-Q3', '2026-Q4'])
    expect(sentence).toContain('pas une prévision')
    expect(Number(drawn?.marks.at(-1)?.value).toFixed(3)).toBe('0.642')
  })
  it('is not drawn with fewer than four points, across a break, or for milestones', () => {
    expect(project(quarterly(SCREEN18.slice(0, 3))).drawn).toBeNull()
    const broken = quarterly(SCREEN18).map((cell, index) => (index === 9 ? { ...cell, flags: ['break'] } : cell))
    expect(project(broken)).toMatchObject({ drawn: null, sentence: expect.stringContaining('Moins de 4') as unknown })
    expect(project(quarterly(SCREEN18), { unitKind: 'milestone' })).toEqual({ drawn: null, sentence: null })
  })
  it('leaves hidden and incomplete figures out, and never passes what is possible', () => {
    const hidden = quarterly(SCREEN18).map((cell, index) => (index > 2 ? { ...cell, value: null, mask: 'masked' as const } : cell))
    expect(project(hidden).drawn).toBeNull()
    const steep = project(quarterly(['0.2', '0.5', '0.7', '0.95']))
    expect(steep.drawn?.marks.at(-1)?.value).toBe('1')
  })
  it('of a running total of the year it reads the same quarter alone', () => {
    const saw = quarterly(['1', '2', '3', '4', '1', '2', '3', '4', '1', '2', '3', '4'])
    expect(project(saw, { accumulation: 'year_to_date', unitKind: 'count', isProportion: false }).drawn).toBeNull()
  })
})

describe('the same season of former years', () => {
  it('sets the last figure beside the same quarter, a hidden one with its sign', () => {
    const view = seasonView(quarterly(SCREEN18), SHARE, 'fr-CA')
    expect(view?.rows.map((row) => [row.code, row.value])).toEqual([
      ['2024-Q2', '0.405'],
      ['2025-Q2', '0.500'],
      ['2026-Q2', '0.619'],
    ])
    expect(view?.title).toContain('+11,9')
    const masked = seasonView([cellOf({ period: '2025-Q2', value: null, mask: 'masked' }), cellOf({ period: '2026-Q2', value: '0.5' })], SHARE, 'fr-CA')
    expect(masked?.rows[0]).toMatchObject({ value: null, presence: 'masked' })
  })
  it('is none for yearly figures, a first year, or before a break', () => {
    expect(seasonView([cellOf({ period: '2025' }), cellOf({ period: '2026' })], SHARE, 'fr-CA')).toBeNull()
    expect(seasonView(quarterly(['0.1', '0.2']), SHARE, 'fr-CA')).toBeNull()
    const broken = quarterly(SCREEN18).map((cell, index) => (index === 10 ? { ...cell, flags: ['break'] } : cell))
    expect(seasonView(broken, SHARE, 'fr-CA')).toBeNull()
  })
})
