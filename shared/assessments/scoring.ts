import type { Answers } from './instruments.ts'
import { itemsOf, type Instrument, type Phase } from './instrument.ts'
import { deviationOf, meanOf, rounded } from './numbers.ts'

/** How many of a dimension's items a person must have answered for its mean to count. */
const NEEDED: Readonly<Record<string, number>> = { five_conditions: 3, mobilisation_factors: 2, trust_pulse: 4 }

/** Numbers among the answers to these items, in their order; what was left open or not known is not there. */
export function answered(codes: readonly string[], answers: Answers): number[] {
  return codes.map((code) => answers[code]).filter((value): value is number => typeof value === 'number')
}

/** On a scale of 0 to 100: five conditions and mobilisation go from 0 to 4, trust from 1 to 5. */
function onHundred(instrument: Instrument, mean: number): number {
  return instrument.key === 'trust_pulse' ? 25 * (mean - 1) : 25 * mean
}

/**
 * What one person says of a dimension, 0–100; null when too few of its items are answered.
 * @param codes items of the dimension, or the five of the « principes » score
 */
export function personScore(instrument: Instrument, codes: readonly string[], answers: Answers): number | null {
  const values = answered(codes, answers)
  const mean = meanOf(values)
  return mean === null || values.length < (NEEDED[instrument.key] ?? 1) ? null : onHundred(instrument, mean)
}

/** Items of the « principes » score (domain 2.1). */
export function equityLensCodes(instrument: Instrument): string[] {
  return instrument.items.filter((item) => item.equityLens === true).map(({ code }) => code)
}

/** What a phase expects of a dimension, or of one item: 25 × the mean of its expected levels. Null where nothing is expected. */
export function expectedScore(instrument: Instrument, dimension: string, phase: Phase): number | null {
  const levels = itemsOf(instrument, dimension).flatMap(({ expected }) => (expected === undefined ? [] : [expected[phase]]))
  const mean = meanOf(levels)
  return mean === null ? null : rounded(25 * mean)
}

export type Standing = 'on_cue' | 'to_strengthen' | 'priority'

/** How a score stands beside what the phase expects: from −5 on it is on cue, from −20 down it comes first (domain 2.1). */
export function standingOf(gap: number): Standing {
  const points = rounded(gap, 6)
  if (points >= -5) return 'on_cue'
  return points > -20 ? 'to_strengthen' : 'priority'
}

export type Divergence = 'high' | 'medium' | 'low'

/** How far partners are from each other. */
export interface Spread {
  readonly min: number
  readonly max: number
  readonly deviation: number
  readonly divergence: Divergence
}

/** Spread of the partners' scores: high from SD 20 or a range of 50, medium from SD 12. Null of nothing. */
export function spreadOf(scores: readonly number[]): Spread | null {
  const deviation = deviationOf(scores)
  if (deviation === null) return null
  const [min, max] = [Math.min(...scores), Math.max(...scores)]
  const divergence = deviation >= 20 || max - min >= 50 ? 'high' : deviation >= 12 ? 'medium' : 'low'
  return { min, max, deviation, divergence }
}

/** What became of a score since the round before: below five points it is stable. */
export function changeOf(before: number, now: number): { readonly points: number; readonly direction: 'up' | 'down' | 'stable' } {
  const points = now - before
  return { points, direction: Math.abs(points) < 5 ? 'stable' : points > 0 ? 'up' : 'down' }
}
