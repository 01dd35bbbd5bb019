import { fold } from '#shared/exchange/text.ts'
import { reaches } from '#shared/review-sessions/occasion.ts'

/** Crossings older than this are past and proposed no more. */
export const PROPOSED_DAYS = 365

/** How a figure of an indicator reaches what is aimed at. */
export interface Aim {
  readonly isMilestone: boolean
  readonly direction: 'increase' | 'decrease' | 'maintain'
  readonly lo: string | null
  readonly hi: string | null
}

/** Whether a figure is at its target, or a milestone is done. */
export function isReached(value: string, target: string, { isMilestone, direction, ...band }: Aim): boolean {
  return isMilestone ? value === '1' : reaches(value, target, direction, band)
}

export interface Figure {
  readonly period: string
  readonly endsOn: string
  readonly value: string
}
export interface Point {
  readonly period: string
  readonly value: string
}
export interface Crossing {
  /** The target point that was crossed; null for a milestone. */
  readonly point: Point | null
  readonly figure: Figure
}

/**
 * Target points that an indicator crossed: the first figure that reaches one, where the figure before it, else the baseline,
 * did not. Of several points crossed by one figure the last one is told.
 * @param figures oldest first
 */
export function crossingsOf(figures: readonly Figure[], baseline: string | null, points: readonly Point[], aim: Aim): Crossing[] {
  if (aim.isMilestone) {
    const done = figures.find(({ value }) => value === '1')
    return done === undefined ? [] : [{ point: null, figure: done }]
  }
  const found = points.flatMap((point): Crossing[] => {
    const at = figures.findIndex(({ value }) => isReached(value, point.value, aim))
    const figure = figures[at]
    const before = figures[at - 1]?.value ?? baseline
    return figure === undefined || before === null || isReached(before, point.value, aim) ? [] : [{ point, figure }]
  })
  return found.filter(({ figure }, index) => !found.slice(index + 1).some((later) => later.figure.period === figure.period))
}

/** Whether a text names somebody: the name is told by consent alone, so it does not stand in the words. */
export function namesSomebody(text: string, names: readonly (string | null)[]): boolean {
  const words = ` ${fold(text)} `
  return names.some((name) => name !== null && fold(name).length > 2 && words.includes(` ${fold(name)} `))
}
