import { describe, expect, it } from 'vitest'
import { m } from '#shared/i18n/paraglide/messages.js'
import { explain, paceOf } from '#shared/progress/explain.ts'
import { statusOf } from '#shared/targets/status.ts'
import { decimal, toTextOrNull } from '#shared/values/decimal.ts'
import { parsePeriodCode, type Period } from '#shared/values/period.ts'

/**
 * One data set, five engines: from 2020 to 2030, read in 2024, when 40 % of the time is gone. What four other engines say of
 * it is worked out from their published formulas; each misreads at least one case that the straight path reads well.
 */
const STARTS = { fiscalStartMonth: 4, schoolStartMonth: 9 }
const year = (code: string) => parsePeriodCode(code, STARTS) as Period

/** Growth a year against growth needed a year (Statistics Canada's measure in Open SDG); zeros are set to 0.001 as there. */
function openSdg(baseline: number, target: number, value: number): { x: number; word: string } {
  const safe = (number: number) => (number === 0 ? 0.001 : number)
  const growth = (to: number, years: number) => (safe(to) / safe(baseline)) ** (1 / years) - 1
  const x = growth(value, 4) / Math.abs(growth(target, 10)) / (target < baseline ? -1 : 1)
  return { x, word: x >= 0.95 ? 'substantial' : x >= 0.6 ? 'moderate' : x >= 0 ? 'limited' : 'deterioration' }
}
/** The figure as a share of the target, whatever the starting point and the direction (Akvo RSR, LogAlto). */
const shareOfTarget = (_baseline: number, target: number, value: number) => (target === 0 ? null : value / target)
/** Without a direction: nothing that goes down is progress (PRP). */
const withoutDirection = (baseline: number, target: number, value: number) => (value > baseline ? (value - baseline) / (target - baseline) : 0)

const FR = { locale: 'fr-CA' } as const
const WORDS = {
  on_track: m.status_on_track({}, FR),
  watch: m.status_watch({}, FR),
  off_track: m.status_off_track({}, FR),
  ahead: m.progress_pace_ahead({}, FR),
  on_pace: m.progress_pace_on({}, FR),
  behind: m.progress_pace_behind({}, FR),
}

interface Case {
  readonly path: readonly [baseline: number, target: number, value: number]
  readonly way: string
  readonly pace: string
  readonly words: readonly [status: string, pace: string]
  readonly openSdg: readonly [x: number, word: string]
  readonly akvo: number | null
  readonly prp: number
}
const CASES: readonly Case[] = [
  { path: [40, 80, 55], way: '0.375', pace: '0.94', words: ['en bonne voie', 'au rythme attendu'], openSdg: [1.16, 'substantial'], akvo: 0.69, prp: 0.38 },
  { path: [40, 10, 30], way: '0.333', pace: '0.83', words: ['à surveiller', 'en retard sur le rythme attendu'], openSdg: [0.54, 'limited'], akvo: 3, prp: 0 },
  {
    path: [40, 0, 20],
    way: '0.500',
    pace: '1.25',
    words: ['en bonne voie', 'en avance sur le rythme attendu'],
    openSdg: [0.24, 'limited'],
    akvo: null,
    prp: 0,
  },
  {
    path: [40, 0, 5],
    way: '0.875',
    pace: '2.19',
    words: ['en bonne voie', 'en avance sur le rythme attendu'],
    openSdg: [0.62, 'moderate'],
    akvo: null,
    prp: 0,
  },
  {
    path: [0, 80, 8],
    way: '0.100',
    pace: '0.25',
    words: ['en difficulté', 'en retard sur le rythme attendu'],
    openSdg: [4.0, 'substantial'],
    akvo: 0.1,
    prp: 0.1,
  },
]

describe.each(CASES)('from $path.0 to $path.1, now $path.2, at 40 % of the time', ({ path, way, pace, words, openSdg: sdg, akvo, prp }) => {
  const [from, to, now] = path.map((number) => decimal(String(number))) as [ReturnType<typeof decimal>, ReturnType<typeof decimal>, ReturnType<typeof decimal>]
  const direction = path[1] > path[0] ? ('increase' as const) : ('decrease' as const)
  const points = [{ ordinal: 10, value: to, text: String(path[1]), period: year('2030') }]
  const result = statusOf({ direction, actual: now, baseline: { ordinal: 0, value: from }, targets: points, ordinal: 4 })
  const cell = {
    value: String(path[2]),
    baseline: String(path[0]),
    target: String(path[1]),
    expected: toTextOrNull(result.expected),
    ratio: toTextOrNull(result.ratio),
    status: result.status,
    reason: result.reason,
  }

  it(`the straight path says ${words[0]}, ${words[1]}`, () => {
    expect(result.progress?.toFixed(3)).toBe(way)
    expect(result.ratio?.toFixed(2)).toBe(pace)
    expect([WORDS[result.status as 'watch'], WORDS[paceOf(cell, { direction, tolerance: null, onTrackRatio: '0.9' }) ?? 'on_pace']]).toEqual(words)
  })

  it('its explanation gives the numbers back: stretch, expected value, share of it', () => {
    const told = explain(cell, { direction, tolerance: null, period: year('2024'), baselinePeriod: year('2020'), points })
    expect(told.stretch).toEqual({ from: { ordinal: 0, value: String(path[0]), period: null }, to: { ordinal: 10, value: String(path[1]), period: '2030' } })
    expect(told).toMatchObject({ ordinal: 4, isOtherPath: false, isDefaultTolerance: true })
    const again = (path[2] - path[0]) / (Number(told.expected) - path[0])
    expect(again.toFixed(2)).toBe(pace)
    expect(Number(told.ratio).toFixed(2)).toBe(pace)
  })

  it('the four others say what their formulas give', () => {
    const measured = openSdg(...path)
    expect([measured.x, measured.word]).toEqual([expect.closeTo(sdg[0], 1), sdg[1]])
    const share = shareOfTarget(...path)
    expect(share === null ? null : Number(share.toFixed(2))).toBe(akvo)
    expect(Number(withoutDirection(...path).toFixed(2))).toBe(prp)
  })
})
