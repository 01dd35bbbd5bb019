import { Lever, type Activity } from './contract.ts'

/** How the activities of one goal act; null is the row of activities without a goal. */
export interface GoalCoverage {
  readonly goalId: string | null
  /** Activities by lever, those that were stopped left out; one activity may pull several. */
  readonly counts: Readonly<Record<Lever, number>>
  readonly activities: number
  /** Activities that say no lever yet. */
  readonly withoutLever: number
  /** One lever alone serves the goal (S59). */
  readonly isNarrow: boolean
}

type Serving = Pick<Activity, 'goalId' | 'state' | 'levers'>

function coverageOf(goalId: string | null, activities: readonly Serving[]): GoalCoverage {
  const own = activities.filter((activity) => activity.goalId === goalId && activity.state !== 'stopped')
  const counts = Object.fromEntries(Lever.options.map((lever) => [lever, own.filter(({ levers }) => levers.includes(lever)).length])) as Record<Lever, number>
  return {
    goalId,
    counts,
    activities: own.length,
    withoutLever: own.filter(({ levers }) => levers.length === 0).length,
    isNarrow: goalId !== null && Object.values(counts).filter((count) => count > 0).length === 1,
  }
}

/** Goal × lever: a row for each goal, and one for activities without a goal where there are some (domain S59). */
export function coverage(goalIds: readonly string[], activities: readonly Serving[]): GoalCoverage[] {
  const rows = goalIds.map((goalId) => coverageOf(goalId, activities))
  const orphans = coverageOf(null, activities)
  return orphans.activities === 0 ? rows : [...rows, orphans]
}
