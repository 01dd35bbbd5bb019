import { addMonths, daysBetween } from '#shared/values/calendar-date.ts'
import { decimal } from '#shared/values/decimal.ts'

/** The five things a goal must say before it is adopted (S01): what, for whom and where, measured how, by when, why together. */
export const GOAL_PARTS = ['statement', 'population_and_territory', 'measurable_change', 'target_date', 'not_feasible_alone'] as const
export type GoalPart = (typeof GOAL_PARTS)[number]

export interface GoalContent {
  readonly statement: string | null
  readonly populationOfFocusId: string | null
  readonly territoryCode: string | null
  /** Codes of linked indicators; one of them, or an amount, makes the change measurable. */
  readonly indicatorCodes: readonly string[]
  readonly amount: string | null
  readonly targetDate: string | null
  readonly notFeasibleAlone: boolean
  readonly notFeasibleWhy: string | null
}

const isBlank = (text: string | null) => text === null || text.trim() === ''

/** Parts that a goal still lacks; empty when it may be adopted (S01). */
export function goalGaps(goal: GoalContent): GoalPart[] {
  const present: Record<GoalPart, boolean> = {
    statement: !isBlank(goal.statement),
    population_and_territory: goal.populationOfFocusId !== null && goal.territoryCode !== null,
    measurable_change: goal.indicatorCodes.length > 0 || goal.amount !== null,
    target_date: goal.targetDate !== null,
    not_feasible_alone: goal.notFeasibleAlone && !isBlank(goal.notFeasibleWhy),
  }
  return GOAL_PARTS.filter((part) => !present[part])
}

/** Months from adoption to each moment at which success is pictured (S02). */
export const HORIZONS = [6, 12, 36] as const
export type Horizon = (typeof HORIZONS)[number]

/** Day on which a picture of success is due; null until the goal is adopted. */
export function pictureDueOn(adoptedOn: string | null, horizonMonths: number): string | null {
  return adoptedOn === null ? null : addMonths(adoptedOn, horizonMonths)
}

/** Due dates of all pictures of a goal adopted that day. */
export function dueDates(adoptedOn: string): Record<Horizon, string> {
  return { 6: addMonths(adoptedOn, 6), 12: addMonths(adoptedOn, 12), 36: addMonths(adoptedOn, 36) }
}

export type PictureState = 'reviewed' | 'due' | 'coming' | 'undated'

/** Where a picture stands: its review is asked for from the day after its due date (S02). */
export function pictureState(picture: { readonly dueOn: string | null; readonly reviewedOn: string | null }, today: string): PictureState {
  if (picture.reviewedOn !== null) return 'reviewed'
  if (picture.dueOn === null) return 'undated'
  return daysBetween(picture.dueOn, today) > 0 ? 'due' : 'coming'
}

/**
 * Whether an actual figure is where a picture imagined it; null while either is not known (S02).
 * @param direction which way is better; `maintain` has no better way: the figure itself is read
 */
export function isAsPictured(direction: string, expected: string | null, actual: string | null): boolean | null {
  if (expected === null || actual === null || (direction !== 'increase' && direction !== 'decrease')) return null
  const order = decimal(actual).comparedTo(decimal(expected))
  return direction === 'increase' ? order >= 0 : order <= 0
}

/**
 * Whether a goal lies more than 36 months ahead without a first step within that time: advice, never
 * a refusal (S03).
 * @param firstSteps target dates of its child goals
 */
export function isFarWithoutFirstStep(goal: { readonly targetDate: string | null }, firstSteps: readonly (string | null)[], today: string): boolean {
  if (goal.targetDate === null) return false
  const limit = addMonths(today, 36)
  return goal.targetDate > limit && !firstSteps.some((date) => date !== null && date <= limit)
}
