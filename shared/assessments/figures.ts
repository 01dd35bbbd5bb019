import { hiddenReason, MIN_PARTNERS, MIN_RESPONDENTS, shownGroups, type Basis, type Group } from './anonymity.ts'
import { itemFlag, itemIndex, meanIndex, type Counts } from './diagnostic.ts'
import type { Figures, ItemFigure, DimensionFigure, GroupFigure, Level } from './figure-shapes.ts'
import { itemsOf, type Instrument, type Item, type Phase } from './instrument.ts'
import { meanOf, rounded, toFive } from './numbers.ts'
import { expectedScore, spreadOf, standingOf } from './scoring.ts'
import { PRINCIPLES, type DimensionTally, type ItemTally, type Wave } from './tally.ts'

/** From how many partners on each is shown as a dot without a name. */
const MIN_DOTS = 5

export interface Asked {
  readonly phase: Phase
  readonly minimum: number
}

const levelOf = (score: number): Level => (score >= 67 ? 'high' : score >= 34 ? 'medium' : 'low')

/** Waves whose part of a figure may be told: each alone, because two editions tell their difference. */
const usable = <T extends { readonly respondents: number; readonly partners: number | null }>(parts: readonly (T | undefined)[], minimum: number): T[] =>
  parts.filter((part): part is T => part !== undefined && hiddenReason(part, minimum) === null)

/** A dimension without a number. */
export const silent = (key: string): DimensionFigure => ({
  key,
  respondents: null,
  score: null,
  level: null,
  expected: null,
  gap: null,
  standing: null,
  spread: null,
  state: null,
})

function besideExpected(score: number, expected: number | null) {
  if (expected === null) return { expected, gap: null, standing: null }
  return { expected, gap: rounded(score - expected), standing: standingOf(score - expected) }
}

function dimensionFigure(instrument: Instrument, key: string, tallies: readonly (DimensionTally | undefined)[], { phase, minimum }: Asked): DimensionFigure {
  const parts = usable(tallies, minimum)
  const scores = parts.flatMap((part) => part.scores)
  const score = meanOf(scores)
  if (score === null) return silent(key)
  const respondents = parts.reduce((sum, part) => sum + part.respondents, 0)
  // Everybody the same: of trust, the number would be everybody's own answer (situation 17).
  if (instrument.key === 'trust_pulse' && new Set(scores).size === 1) return { ...silent(key), respondents, level: levelOf(score) }
  const spread = instrument.unit === 'partner' && scores.length >= MIN_DOTS ? spreadOf(scores) : null
  // « Principes » crosses the conditions: exact, it would tell by difference who is in the one and not in the other.
  const shown = key === PRINCIPLES ? toFive(score) : rounded(score)
  return {
    ...silent(key),
    respondents,
    score: shown,
    ...besideExpected(score, expectedScore(instrument, key, phase)),
    spread:
      spread === null
        ? null
        : {
            dots: scores.map(toFive).sort((a, b) => a - b),
            min: toFive(spread.min),
            max: toFive(spread.max),
            deviation: rounded(spread.deviation),
            divergence: spread.divergence,
          },
  }
}

/** A statement without a number. */
export const blankItem = (code: string): ItemFigure => ({
  code,
  score: null,
  isApproximate: false,
  gap: null,
  unknownShare: null,
  counts: null,
  index: null,
  flag: null,
  favourableShare: null,
  level: null,
  answer: null,
  proof: null,
})

const add = (parts: readonly ItemTally[], value: string) => parts.reduce((sum, part) => sum + (part.counts[value] ?? 0), 0)

/** From how many answers on the nearest five points hide what one person left open; below, only the nearest word of the scale does. */
const MANY = 25

/** An item on the scale of 0 to 100: to the nearest five points, or the nearest word where an exact mean would tell of a few. */
function scoredItem(item: Item, parts: readonly ItemTally[], { phase }: Asked): Partial<ItemFigure> {
  const units = parts.reduce((sum, part) => sum + part.units, 0)
  const mean = parts.reduce((sum, part) => sum + part.sum, 0) / units
  // Severities have no score beside them that a missing answer could be taken from.
  if (item.dimension === 'obstacles') return { score: toFive((100 * mean) / 3) }
  const isApproximate = parts.some((part) => !part.isExact)
  const isCoarse = isApproximate && parts.some((part) => part.respondents < MANY)
  const score = isCoarse ? Math.round(mean) * 25 : toFive(25 * mean)
  return { score, isApproximate, gap: item.expected === undefined ? null : score - 25 * item.expected[phase] }
}

function itemFigure(instrument: Instrument, item: Item, tallies: readonly (ItemTally | undefined)[], asked: Asked): ItemFigure {
  const parts = usable(tallies, asked.minimum)
  if (parts.length === 0) return blankItem(item.code)
  const respondents = parts.reduce((sum, part) => sum + part.respondents, 0)
  const open = parts.reduce((sum, part) => sum + part.open, 0)
  const unknownShare = toFive((100 * open) / (respondents + open)) / 100
  if (instrument.key === 'partnership_diagnostic') {
    const counts: Counts = { A: add(parts, 'A'), B: add(parts, 'B'), C: add(parts, 'C') }
    return { ...blankItem(item.code), unknownShare, counts, index: rounded(itemIndex(counts) ?? 0), flag: itemFlag(counts) }
  }
  if (instrument.key === 'trust_pulse') {
    const share = (add(parts, '4') + add(parts, '5')) / respondents
    // All or nobody: the share would be each one's own answer.
    if (share === 0 || share === 1) return { ...blankItem(item.code), level: share === 1 ? 'high' : 'low' }
    return { ...blankItem(item.code), favourableShare: rounded(share, 3) }
  }
  return { ...blankItem(item.code), unknownShare, ...scoredItem(item, parts, asked) }
}

/** The three to discuss first: furthest below what the phase expects, then those whose condition divides most. */
function firstToDiscuss(instrument: Instrument, items: readonly ItemFigure[], dimensions: readonly DimensionFigure[]): string[] {
  if (instrument.key === 'partnership_diagnostic') {
    const rank = { split: 0, weakness: 1 } as const
    return items
      .filter((item) => item.flag === 'split' || item.flag === 'weakness')
      .sort((a, b) => rank[a.flag as 'split'] - rank[b.flag as 'split'] || (a.index ?? 0) - (b.index ?? 0))
      .slice(0, 3)
      .map(({ code }) => code)
  }
  const spread = (code: string) => dimensions.find(({ key }) => key === instrument.items.find((item) => item.code === code)?.dimension)?.spread?.deviation ?? 0
  return items
    .filter((item) => item.gap !== null && item.gap < 0)
    .sort((a, b) => (a.gap ?? 0) - (b.gap ?? 0) || spread(b.code) - spread(a.code))
    .slice(0, 3)
    .map(({ code }) => code)
}

interface CountedGroup extends Group {
  readonly partners: number
}

/** People who belong to no group that has a name. */
const restOf = (whole: Basis, groups: readonly CountedGroup[]): Basis => ({
  respondents: whole.respondents - groups.reduce((sum, one) => sum + one.respondents, 0),
  partners: (whole.partners ?? 0) - groups.reduce((sum, one) => sum + one.partners, 0),
})

const NOBODY = { respondents: 0, partners: 0, counts: {} as Readonly<Record<string, number>> }

/**
 * Groups of a diagnostic (S65): for each item those of five people and more whose complement is as many. A requirement has an index
 * for a group where each of its items has one; two groups are then compared on the same statements.
 */
function dividedGroups(instrument: Instrument, wave: Wave, minimum: number): GroupFigure[] {
  const divided = instrument.items.flatMap(({ code }) => {
    const whole = wave.items[code]
    if (whole === undefined) return []
    const groups = wave.groups.map(({ key, items }) => ({ ...(items?.[code] ?? NOBODY), key }))
    const shown = new Set(shownGroups(groups, restOf(whole, groups), minimum))
    return groups
      .filter(({ key }) => shown.has(key))
      .map(({ key, counts: own }) => {
        const counts: Counts = { A: own['A'] ?? 0, B: own['B'] ?? 0, C: own['C'] ?? 0 }
        return { key, code, counts, index: rounded(itemIndex(counts) ?? 0) }
      })
  })
  return [...Map.groupBy(divided, ({ key }) => key)].map(([key, own]) => ({
    key,
    dimensions: instrument.dimensions.flatMap((dimension) => {
      const codes = itemsOf(instrument, dimension.key).map(({ code }) => code)
      const told = own.filter(({ code }) => codes.includes(code))
      const index = meanIndex(told.map(({ counts }) => itemIndex(counts)))
      return told.length < codes.length || index === null ? [] : [{ key: dimension.key, score: rounded(index) }]
    }),
    items: own.map(({ code, counts, index }) => ({ code, counts, index })),
  }))
}

/** Groups of a round that was never reopened: what a second edition adds to a group could be a few. */
function groupFigures(instrument: Instrument, waves: readonly Wave[], { minimum }: Asked): GroupFigure[] {
  const [wave] = waves
  if (wave === undefined || waves.length > 1 || instrument.key === 'trust_pulse') return []
  if (instrument.key === 'partnership_diagnostic') return dividedGroups(instrument, wave, minimum)
  const figures = new Map<string, { key: string; score: number }[]>()
  for (const { key } of instrument.dimensions) {
    const whole = wave.dimensions[key]
    if (whole === undefined) continue
    const groups = wave.groups.map((group) => ({ ...(group.dimensions[key] ?? { respondents: 0, partners: 0, sum: 0, units: 0 }), key: group.key }))
    for (const shown of shownGroups(groups, restOf(whole, groups), minimum)) {
      const group = groups.find((one) => one.key === shown)
      if (group === undefined || group.units < MIN_PARTNERS) continue
      figures.set(shown, [...(figures.get(shown) ?? []), { key, score: rounded(group.sum / group.units) }])
    }
  }
  return [...figures].map(([key, dimensions]) => ({ key, dimensions }))
}

/** A round of which nothing numeric is told. */
export const NOTHING: Figures = {
  hidden: null,
  respondents: null,
  partners: null,
  overall: null,
  dimensions: [],
  principles: null,
  items: [],
  first: [],
  groups: [],
  preconditions: null,
  ladder: null,
}

/** Figures of an anonymous round as everybody of the circle may read them: computed once, when it closes. */
export function figuresOf(instrument: Instrument, waves: readonly Wave[], asked: Asked): Figures {
  const minimum = Math.max(asked.minimum, MIN_RESPONDENTS)
  const told = waves.filter((wave) => hiddenReason(wave, minimum) === null)
  const respondents = told.reduce((sum, wave) => sum + wave.respondents, 0)
  const partners = told.reduce<number | null>((sum, wave) => (sum === null || wave.partners === null ? null : sum + wave.partners), 0)
  if (told.length === 0) return { ...NOTHING, hidden: hiddenReason(waves[0] ?? { respondents: 0, partners: 0 }, minimum) ?? 'too_few_respondents' }
  const items = instrument.items.map((item) =>
    itemFigure(
      instrument,
      item,
      told.map((wave) => wave.items[item.code]),
      asked,
    ),
  )
  const indexOf = (key: string) =>
    meanIndex(itemsOf(instrument, key).map(({ code }) => itemIndex(items.find((item) => item.code === code)?.counts ?? { A: 0, B: 0, C: 0 })))
  const isDiagnostic = instrument.key === 'partnership_diagnostic'
  const dimensions = instrument.dimensions
    .filter(({ key }) => key !== 'obstacles')
    .map(({ key }): DimensionFigure => {
      if (!isDiagnostic)
        return dimensionFigure(
          instrument,
          key,
          told.map((wave) => wave.dimensions[key]),
          asked,
        )
      const index = indexOf(key)
      return { ...silent(key), score: index === null ? null : rounded(index) }
    })
  const overall = isDiagnostic ? meanIndex(instrument.dimensions.map(({ key }) => indexOf(key))) : null
  const principles = told.some((wave) => wave.dimensions[PRINCIPLES] !== undefined)
    ? dimensionFigure(
        instrument,
        PRINCIPLES,
        told.map((wave) => wave.dimensions[PRINCIPLES]),
        asked,
      )
    : null
  return {
    ...NOTHING,
    respondents,
    partners,
    overall: overall === null ? null : rounded(overall),
    dimensions,
    principles,
    items,
    first: firstToDiscuss(instrument, items, dimensions),
    groups: groupFigures(instrument, told, asked),
  }
}
