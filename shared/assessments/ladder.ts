import type { LadderFigure } from './figure-shapes.ts'
import type { Answers } from './instruments.ts'

const STEPS = ['H1', 'H2', 'H3', 'H4'] as const

/** Level that one side sees: how many « yes » in a row from the first step. A later « yes » raises nothing and is told. */
export function ladderLevel(answers: Answers): { readonly level: number; readonly nonCumulative: boolean } {
  const said = STEPS.map((code) => answers[code] === 1)
  const first = said.indexOf(false)
  const level = first === -1 ? STEPS.length : first
  return { level, nonCumulative: said.slice(level).includes(true) }
}

/** What two sides agree on, and how far apart they see it. */
export function pairOf(here: number, there: number): { readonly agreedLevel: number; readonly perceptionGap: number } {
  return { agreedLevel: Math.min(here, there), perceptionGap: Math.abs(here - there) }
}

export type Barrier = 'time' | 'trust' | 'turf'
const BARRIERS: readonly (readonly [Barrier, string])[] = [
  ['trust', 'H6'],
  ['time', 'H5'],
  ['turf', 'H7'],
]
/** What stands in the way of a relation as one side sees it, from 1 to 3, the gravest first. */
export function barriersOf(answers: Answers): readonly { readonly barrier: Barrier; readonly severity: number }[] {
  return BARRIERS.flatMap(([barrier, code]) => {
    const severity = answers[code]
    return typeof severity === 'number' && severity > 0 ? [{ barrier, severity }] : []
  }).sort((a, b) => b.severity - a.severity)
}

/** Highest severity under which a level can be wanted (domain 2.4). */
const LIMITS: Readonly<Record<number, Partial<Readonly<Record<Barrier, number>>>>> = {
  2: { time: 2, trust: 2 },
  3: { time: 1, trust: 1, turf: 2 },
  4: { time: 1, trust: 0, turf: 1 },
}

export type Advice =
  | { readonly kind: 'suits' }
  | { readonly kind: 'reachable'; readonly level: number }
  | { readonly kind: 'begin_with'; readonly level: number; readonly barriers: readonly Barrier[] }

/**
 * What fits the wish for a relation: « the current level suits us » is a full answer, a wish above the level is reachable unless
 * a barrier passes its limit, which is then named, trust first. Null without a wish.
 */
export function adviceOf(answers: Answers): Advice | null {
  const wish = answers.H8
  if (wish === undefined || wish === null) return null
  if (typeof wish !== 'number' || wish <= ladderLevel(answers).level) return { kind: 'suits' }
  const limits = LIMITS[wish] ?? {}
  const barriers = BARRIERS.filter(([barrier, code]) => {
    const [limit, severity] = [limits[barrier], answers[code]]
    return limit !== undefined && typeof severity === 'number' && severity > limit
  }).map(([barrier]) => barrier)
  return barriers.length === 0 ? { kind: 'reachable', level: wish } : { kind: 'begin_with', level: wish, barriers }
}

/**
 * How many of the pairs at level 2 and above stand between territory levels, read back from their share, which is told to the
 * thousandth: exact below a thousand such pairs, null beyond.
 */
export function pairsAcrossLevels({ counts, shareAcrossLevels }: Pick<LadderFigure, 'counts' | 'shareAcrossLevels'>): number | null {
  const linked = counts.slice(2).reduce((sum, count) => sum + count, 0)
  return shareAcrossLevels === null || linked >= 1000 ? null : Math.round(shareAcrossLevels * linked)
}

/** Levels of the pairs that both sides answered, with how many stand on each step and the share at two and above. */
export function ladderTotals(levels: readonly number[]): { readonly counts: readonly number[]; readonly shareCoordinating: number | null } {
  const counts = [0, 1, 2, 3, 4].map((level) => levels.filter((one) => one === level).length)
  return { counts, shareCoordinating: levels.length === 0 ? null : levels.filter((level) => level >= 2).length / levels.length }
}
