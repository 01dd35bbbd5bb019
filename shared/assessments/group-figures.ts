import { MIN_ACTIVE_PARTNERS } from './anonymity.ts'
import { preconditionsOf } from './consensus-scoring.ts'
import { meanIndex } from './diagnostic.ts'
import type { DimensionFigure, Figures, ItemFigure } from './figure-shapes.ts'
import { NOTHING } from './figures.ts'
import type { Answers } from './instruments.ts'
import { itemsOf, type Instrument, type Phase } from './instrument.ts'
import { ladderTotals, pairOf } from './ladder.ts'
import { rounded } from './numbers.ts'
import { equityLensCodes, expectedScore, personScore, standingOf } from './scoring.ts'
import { PRINCIPLES } from './tally.ts'

const INDEX: Readonly<Record<string, number>> = { A: 100, B: 50, C: 0 }

const dimension = (key: string, rest: Partial<DimensionFigure>): DimensionFigure => ({
  key,
  respondents: null,
  score: null,
  level: null,
  expected: null,
  gap: null,
  standing: null,
  spread: null,
  state: null,
  ...rest,
})

function scoredDimension(instrument: Instrument, key: string, codes: readonly string[], answers: Answers, phase: Phase): DimensionFigure {
  const score = personScore(instrument, codes, answers)
  const expected = expectedScore(instrument, key, phase)
  if (score === null || expected === null) return dimension(key, { score: score === null ? null : rounded(score), expected })
  return dimension(key, { score: rounded(score), expected, gap: rounded(score - expected), standing: standingOf(score - expected) })
}

/** What a group answered on one sheet, together: no respondent stands behind it, so every answer is shown as it was agreed. */
export function groupSheetFigures(instrument: Instrument, answers: Answers, proofs: Readonly<Record<string, string>>, phase: Phase): Figures {
  const items = instrument.items.map((item): ItemFigure => ({
    code: item.code,
    score: null,
    isApproximate: false,
    gap: null,
    unknownShare: null,
    counts: null,
    index: typeof answers[item.code] === 'string' ? (INDEX[answers[item.code] as string] ?? null) : null,
    flag: null,
    favourableShare: null,
    level: null,
    answer: answers[item.code] ?? null,
    proof: proofs[item.code] ?? null,
  }))
  if (instrument.key === 'preconditions') {
    const { states, ...preconditions } = preconditionsOf(instrument, answers)
    return {
      ...NOTHING,
      items,
      dimensions: instrument.dimensions.map(({ key }) => dimension(key, { state: states[key] ?? null })),
      preconditions: { ...preconditions, next: [...preconditions.next] },
    }
  }
  const indexOf = (key: string) => meanIndex(itemsOf(instrument, key).map(({ code }) => items.find((item) => item.code === code)?.index ?? null))
  if (instrument.key === 'partnership_diagnostic') {
    const indices = instrument.dimensions.map(({ key }) => ({ key, index: indexOf(key) }))
    const overall = meanIndex(indices.map(({ index }) => index))
    return {
      ...NOTHING,
      items,
      dimensions: indices.map(({ key, index }) => dimension(key, { score: index === null ? null : rounded(index) })),
      overall: overall === null ? null : rounded(overall),
    }
  }
  const codesOf = (key: string) => itemsOf(instrument, key).map(({ code }) => code)
  const lens = equityLensCodes(instrument)
  return {
    ...NOTHING,
    items,
    dimensions: instrument.dimensions.filter(({ key }) => key !== 'obstacles').map(({ key }) => scoredDimension(instrument, key, codesOf(key), answers, phase)),
    principles: lens.length === 0 ? null : scoredDimension(instrument, PRINCIPLES, lens, answers, phase),
  }
}

/** A relation that both sides told: their levels, and whether the two work at different territory levels. */
export interface ToldPair {
  readonly here: number
  readonly there: number
  readonly isAcrossLevels: boolean
}

/** What everybody of the circle reads of the ladder: how many pairs stand where. Nothing with fewer than five partners. */
export function ladderFigures(partners: number, pairs: readonly ToldPair[]): Figures {
  if (partners < MIN_ACTIVE_PARTNERS) return { ...NOTHING, hidden: 'too_few_partners' }
  const agreed = pairs.map((pair) => ({ ...pair, level: pairOf(pair.here, pair.there).agreedLevel }))
  const { counts, shareCoordinating } = ladderTotals(agreed.map(({ level }) => level))
  const linked = agreed.filter(({ level }) => level >= 2)
  return {
    ...NOTHING,
    partners,
    ladder: {
      pairs: pairs.length,
      counts: [...counts],
      shareCoordinating: shareCoordinating === null ? null : rounded(shareCoordinating, 3),
      shareAcrossLevels: linked.length === 0 ? null : rounded(linked.filter(({ isAcrossLevels }) => isAcrossLevels).length / linked.length, 3),
    },
  }
}

/** What funders are told once it was decided: scores of the initiative and what the phase expects; no spread, no item, no group, no comment. */
export function forFunders(figures: Figures): Figures {
  return {
    ...NOTHING,
    hidden: figures.hidden,
    overall: figures.overall,
    dimensions: figures.dimensions.map((one) => ({ ...one, respondents: null, spread: null })),
    preconditions: figures.preconditions === null ? null : { ...figures.preconditions, next: [] },
    ladder: figures.ladder,
  }
}
