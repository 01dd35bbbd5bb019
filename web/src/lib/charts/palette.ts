/** Colours by the names of the tokens, so that one drawing follows light and dark; never the only sign. */
import type { Tone } from './types.ts'

export const INK = 'var(--text)'
export const MUTED = 'var(--text-muted)'
export const GRID = 'var(--border)'
export const PAPER = 'var(--surface)'
export const SHADE = 'var(--sunken)'
export const ACCENT = 'var(--accent)'
export const LEARNING = 'var(--learning)'
export const QUIET = 'var(--series-quiet)'
export const TONES: Readonly<Record<Tone, string>> = {
  positive: 'var(--positive)',
  caution: 'var(--caution)',
  negative: 'var(--negative)',
  neutral: 'var(--text-muted)',
}

/** How a series is told from the others, in grey too. */
export interface Identity {
  readonly color: string
  readonly dash: 'solid' | readonly number[]
  readonly symbol: 'circle' | 'rect' | 'triangle' | 'diamond'
}

const IDENTITIES: readonly Identity[] = [
  { color: 'var(--series-1)', dash: 'solid', symbol: 'circle' },
  { color: 'var(--series-2)', dash: [6, 3], symbol: 'rect' },
  { color: 'var(--series-3)', dash: [2, 2], symbol: 'triangle' },
  { color: 'var(--series-4)', dash: [8, 3, 2, 3], symbol: 'diamond' },
]
/** More series than this cannot be told apart on one drawing. */
export const MOST_SERIES = IDENTITIES.length

/** Sign of the nth series; past the fourth there is none. */
export function identityOf(index: number): Identity {
  return IDENTITIES[index] ?? { color: QUIET, dash: 'solid', symbol: 'circle' }
}

export type MapClass = 1 | 2 | 3 | 4 | 5

/** Steps of the five-colour scale for so many classes: as far apart as they can be. */
export function mapClasses(count: number): readonly MapClass[] {
  const choices: readonly (readonly MapClass[])[] = [[], [3], [2, 4], [1, 3, 5], [1, 2, 4, 5], [1, 2, 3, 4, 5]]
  return choices[Math.max(0, Math.min(5, count))] ?? []
}

/** Outline and lettering that are seen on a class: white on the two dark ones. */
export function inkOnClass(step: MapClass): '#ffffff' | '#1b2430' {
  return step <= 2 ? '#ffffff' : '#1b2430'
}
