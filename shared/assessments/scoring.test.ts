import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { joiningOf, preconditionsOf, preconditionState } from './consensus-scoring.ts'
import { itemFlag, itemIndex, meanIndex } from './diagnostic.ts'
import { currentInstrument, oddAnswers, type Answers } from './instruments.ts'
import { INSTRUMENT_KEYS, itemsOf } from './instrument.ts'
import { adviceOf, ladderLevel, ladderTotals, pairOf, pairsAcrossLevels } from './ladder.ts'
import { deviationOf, meanOf, rounded, toFive } from './numbers.ts'
import { changeOf, expectedScore, personScore, spreadOf, standingOf } from './scoring.ts'

interface Vector {
  readonly case: string
  readonly [field: string]: unknown
}
const vectors = (JSON.parse(readFileSync(join(import.meta.dirname, '../../tests/vectors/test_vectors.json'), 'utf8')) as { scoring: Vector[] }).scoring
const vector = <T>(start: string) => vectors.find((one) => one.case.startsWith(start)) as unknown as T

const five = currentInstrument('five_conditions')
const AGENDA = itemsOf(five, 'common_agenda').map(({ code }) => code)
const sheetOf = (codes: readonly string[], values: readonly (number | null)[]): Answers =>
  Object.fromEntries(codes.map((code, index) => [code, values[index] ?? null]))

describe('the item banks', () => {
  it('are the 95 items of the domain, with their nine obstacles, each in both languages and one dimension', () => {
    const items = INSTRUMENT_KEYS.flatMap((key) => currentInstrument(key).items)
    expect(items.filter(({ dimension }) => dimension !== 'obstacles').length).toBe(95)
    expect(items.length).toBe(104)
    expect(new Set(items.map(({ code }) => code)).size).toBe(104)
    for (const key of INSTRUMENT_KEYS) {
      const instrument = currentInstrument(key)
      for (const item of instrument.items) {
        expect([item.fr, item.en].every((text) => text.length > 3)).toBe(true)
        expect(instrument.dimensions.map((one) => one.key)).toContain(item.dimension)
      }
    }
  })
  it('a sheet holds answers of the scale, and nothing else', () => {
    expect(oddAnswers(five, { 'C1.1': 4, 'C1.2': null, 'C1.3': 5, X: 1 })).toEqual(['C1.3', 'X'])
    expect(oddAnswers(currentInstrument('collaboration_ladder'), { H1: 1, H5: 3, H8: 'same', H2: 3 })).toEqual(['H2'])
  })
})

describe('five conditions (domain 2.1)', () => {
  it('a partner counts once, as the mean of its people; the vector and the worked case', () => {
    const told = vector<{
      answers: Record<string, (number | null)[][]>
      partner_scores: Record<string, number>
      initiative: number
      sd: number
      range: number
    }>('five_conditions')
    const scores = Object.entries(told.answers).map(([partner, people]) => {
      const score = meanOf(people.map((values) => personScore(five, AGENDA, sheetOf(AGENDA, values))).filter((value) => value !== null)) as number
      expect([partner, score]).toEqual([partner, told.partner_scores[partner]])
      return score
    })
    expect(rounded(meanOf(scores) as number, 2)).toBe(told.initiative)
    expect(rounded(deviationOf(scores) as number, 2)).toBe(told.sd)
    const spread = spreadOf(scores)
    expect([(spread?.max ?? 0) - (spread?.min ?? 0), spread?.divergence]).toEqual([told.range, 'medium'])
  })
  it('with fewer than three of five answered a person says nothing of a condition', () => {
    expect(personScore(five, AGENDA, sheetOf(AGENDA, [4, 4, null, null, null]))).toBeNull()
    expect(personScore(five, AGENDA, sheetOf(AGENDA, [4, 4, 1, null, null]))).toBe(75)
  })
  it('each phase expects what the table of the domain says', () => {
    const table = (['initiate', 'organize', 'sustain'] as const).map((phase) => five.dimensions.map(({ key }) => expectedScore(five, key, phase)))
    expect(table).toEqual([
      [35, 10, 5, 25, 25],
      [70, 45, 55, 55, 60],
      [90, 80, 90, 75, 90],
    ])
  })
  it('−5 is on cue, −5.1 is to strengthen, −20 comes first', () => {
    expect([-5, -5.1, -19.9, -20].map(standingOf)).toEqual(['on_cue', 'to_strengthen', 'to_strengthen', 'priority'])
  })
  it('partners diverge highly from SD 20 or a range of 50, somewhat from SD 12', () => {
    expect(
      [
        [50, 50],
        [0, 50, 25, 25, 25, 25],
        [40, 80],
        [38, 62],
        [39, 62],
      ].map((scores) => spreadOf(scores)?.divergence),
    ).toEqual(['low', 'high', 'high', 'medium', 'low'])
  })
  it('a change of less than five points is stable', () => {
    expect([changeOf(50, 54.9), changeOf(50, 55), changeOf(50, 45)].map(({ direction }) => direction)).toEqual(['stable', 'up', 'down'])
  })
})

describe('preconditions (domain 2.2)', () => {
  const all = currentInstrument('preconditions')
  const everywhere = (value: number): Answers => Object.fromEntries(all.items.map(({ code }) => [code, value]))
  it('five points are met unless an item is at zero, two are absent', () => {
    expect(
      [
        [2, 2, 1],
        [2, 2, 0],
        [2, 1, 0],
        [1, 1, 0],
        [1, 1, 1],
      ].map(preconditionState),
    ).toEqual(['met', 'partial', 'partial', 'absent', 'partial'])
  })
  it('ready when the first three are at least partial, two of them met, and a coalition fits', () => {
    expect(preconditionsOf(all, everywhere(2))).toMatchObject({ isReady: true, next: [], suitsOtherForm: false })
    expect(preconditionsOf(all, everywhere(1))).toMatchObject({ isReady: false })
    expect(preconditionsOf(all, { ...everywhere(2), 'P4.1': 0, 'P4.2': 0, 'P4.3': 1 })).toMatchObject({
      isReady: false,
      next: ['P4.1', 'P4.2'],
      suitsOtherForm: true,
    })
    expect(preconditionsOf(all, { ...everywhere(2), 'P1.1': 0 })).toMatchObject({ isReady: true })
  })
})

describe('partnership diagnostic (domain 2.3)', () => {
  it('the vector: 5 A, 4 B, 3 C are split at 58.3', () => {
    const told = vector<{ counts: { A: number; B: number; C: number }; index: number }>('partnership_diagnostic')
    expect(rounded(itemIndex(told.counts) as number)).toBe(told.index)
    expect(itemFlag(told.counts)).toBe('split')
  })
  it('split is tested before weakness, weakness before strength', () => {
    const flags = [
      { A: 3, B: 3, C: 6 },
      { A: 2, B: 6, C: 4 },
      { A: 0, B: 7, C: 3 },
      { A: 6, B: 3, C: 1 },
      { A: 6, B: 2, C: 2 },
      { A: 0, B: 0, C: 0 },
    ].map(itemFlag)
    expect(flags).toEqual(['split', 'weakness', 'weakness', 'strength', null, null])
  })
  it('a requirement of six items weighs as one of a single item', () => {
    expect(meanIndex([100, meanIndex([0, 0, 0, 0, 0, 0])])).toBe(50)
  })
})

describe('collaboration ladder (domain 2.4)', () => {
  it('the vector: consecutive « yes » alone raise the level', () => {
    const told = vector<{
      cases: { answers: number[]; level: number; flag?: string }[]
      pair: { a_to_b: number; b_to_a: number; agreed_level: number; perception_gap: number }
    }>('ladder')
    for (const one of told.cases) {
      const { level, nonCumulative } = ladderLevel(sheetOf(['H1', 'H2', 'H3', 'H4'], one.answers))
      expect([level, nonCumulative]).toEqual([one.level, one.flag === 'non_cumulative'])
    }
    expect(pairOf(told.pair.a_to_b, told.pair.b_to_a)).toEqual({ agreedLevel: told.pair.agreed_level, perceptionGap: told.pair.perception_gap })
  })
  it('advice names the barrier that passes its limit, trust first; what suits is a full answer', () => {
    const at2 = { H1: 1, H2: 1, H3: 0, H4: 0 }
    expect(adviceOf(at2)).toBeNull()
    expect(adviceOf({ ...at2, H8: 'same' })).toEqual({ kind: 'suits' })
    expect(adviceOf({ ...at2, H8: 2 })).toEqual({ kind: 'suits' })
    expect(adviceOf({ ...at2, H5: 1, H6: 1, H7: 2, H8: 3 })).toEqual({ kind: 'reachable', level: 3 })
    expect(adviceOf({ ...at2, H5: 3, H6: 2, H7: 3, H8: 3 })).toEqual({ kind: 'begin_with', level: 3, barriers: ['trust', 'time', 'turf'] })
    expect(adviceOf({ ...at2, H5: 0, H6: 1, H7: 0, H8: 4 })).toEqual({ kind: 'begin_with', level: 4, barriers: ['trust'] })
  })
  it('pairs are counted by level, with the share that coordinates at least', () => {
    expect(ladderTotals([0, 1, 2, 4])).toEqual({ counts: [1, 1, 1, 0, 1], shareCoordinating: 0.5 })
  })
  it('S58 how many pairs at 2 and above stand between territory levels is read back exactly from the share told to the thousandth', () => {
    const told = (across: number, linked: number) =>
      pairsAcrossLevels({ counts: [3, 4, linked, 0, 0], shareAcrossLevels: Math.round((across / linked) * 1000) / 1000 })
    for (const linked of [1, 7, 43, 598, 999]) for (let across = 0; across <= linked; across += 1) expect(told(across, linked)).toBe(across)
    expect([told(1, 1000), pairsAcrossLevels({ counts: [2, 0, 0, 0, 0], shareAcrossLevels: null })]).toEqual([null, null])
  })
})

describe('joining a coalition (domain 2.5)', () => {
  const joining = currentInstrument('joining_assessment')
  const codes = joining.items.map(({ code }) => code)
  it('the vector: 71.6 of what is known, 93.1 known, join', () => {
    const told = vector<{ scores: (number | null)[]; weights: number[]; fit: number; known: number; recommendation: string }>('joining')
    const weights = Object.fromEntries(codes.map((code, index) => [code, told.weights[index] ?? 2]))
    const result = joiningOf(joining, sheetOf(codes, told.scores), weights)
    expect([rounded(result.fit ?? 0), rounded(result.known), result.advice]).toEqual([told.fit, told.known, told.recommendation])
    expect(result.questions).toEqual(['J1.3', 'J5.3'])
  })
  it('a deal-breaker at zero is settled first, then what is not known is found out', () => {
    const all = (value: number) => Object.fromEntries(codes.map((code) => [code, value])) as Record<string, number>
    expect(joiningOf(joining, { ...all(3), 'J1.2': 0 })).toMatchObject({ advice: 'settle_first', toSettle: ['J1.2'] })
    expect(joiningOf(joining, {}).advice).toBe('find_out')
    expect([joiningOf(joining, all(2)).advice, joiningOf(joining, all(1)).advice]).toEqual(['join_with_conditions', 'abstain'])
  })
})

describe('trust pulse (domain 2.7)', () => {
  it('the vector: six people at 61.5, four of five answers needed', () => {
    const trust = currentInstrument('trust_pulse')
    const codes = trust.items.map(({ code }) => code)
    const told = vector<{ answers: (number | null)[][]; index: number; T5_favourable: number }>('trust_pulse')
    const scores = told.answers.map((values) => personScore(trust, codes, sheetOf(codes, values)) as number)
    expect(rounded(meanOf(scores) as number)).toBe(told.index)
    const t5 = told.answers.map((values) => values[4]).filter((value) => typeof value === 'number')
    expect(t5.filter((value) => value >= 4).length / t5.length).toBe(told.T5_favourable)
    expect(personScore(trust, codes, sheetOf(codes, [5, 5, 5, null, null]))).toBeNull()
  })
})

describe('rounding', () => {
  it('is half away from zero, and never minus zero', () => {
    expect([rounded(0.25), rounded(-0.25), rounded(-0.04), toFive(47.5), toFive(-2.4)]).toEqual([0.3, -0.3, 0, 50, 0])
  })
})
