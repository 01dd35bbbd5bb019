import type { ProgressCell } from '#shared/progress/contract.ts'
import { reaches, reviewDue, type OccasionKind, type Outcome } from '#shared/review-sessions/occasion.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { readProgress } from '#server/features/progress/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { duePictures, indicatorSteps } from './queries.ts'

/** How far back steps are found. */
const DAYS_BACK = 3 * 365

/** A step that is to be looked back on. */
export interface FoundOccasion {
  readonly key: string
  readonly kind: OccasionKind
  readonly outcome: Outcome
  readonly nameFr: string
  readonly nameEn: string | null
  readonly indicator: string | null
  readonly period: string | null
  readonly occurredOn: string
  readonly dueOn: string
}

type Step = Awaited<ReturnType<typeof indicatorSteps>>[number]

function ofIndicator(step: Step, cells: readonly ProgressCell[], endOf: (period: string) => string | null): FoundOccasion[] {
  const named = { nameFr: step.nameFr, nameEn: step.nameEn, indicator: step.code }
  const at = (occurredOn: string) => ({ occurredOn, dueOn: reviewDue(occurredOn) })
  if (step.isMilestone) {
    const done = cells
      .filter(({ value }) => value === '1')
      .map(({ period }) => ({ period, endsOn: endOf(period) }))
      .filter((one): one is { period: string; endsOn: string } => one.endsOn !== null)
      .sort((a, b) => (a.endsOn < b.endsOn ? -1 : 1))[0]
    const missed = step.targets[0]
    const found = done ?? missed
    if (found === undefined) return []
    return [
      {
        ...named,
        key: `milestone_${step.code}`,
        kind: 'milestone',
        outcome: done === undefined ? 'missed' : 'done',
        period: found.period,
        ...at(found.endsOn),
      },
    ]
  }
  return step.targets.flatMap(({ period, endsOn, value: target }): FoundOccasion[] => {
    const value = cells.find((cell) => cell.period === period)?.value ?? null
    // Without a figure there is nothing to look back on yet.
    if (value === null) return []
    const outcome = reaches(value, target, step.direction, step) ? 'reached' : 'missed'
    return [{ ...named, key: `target_${step.code}_${period}`, kind: 'target', outcome, period, ...at(endsOn) }]
  })
}

/**
 * Steps of the last three years to look back on (S41), latest first, from what the hat may read: a partner's from the last
 * release, the backbone's from validated figures. They are found at each reading: a corrected figure corrects them.
 */
export async function findOccasions(trx: Trx, actor: Actor): Promise<FoundOccasion[]> {
  const { id: initiativeId } = actor.initiative
  const since = addDays(actor.today, -DAYS_BACK)
  const pictures = await duePictures(trx, initiativeId, since, actor.today)
  const steps = (await indicatorSteps(trx, initiativeId, since, actor.today)).filter(({ isMilestone, targets }) => isMilestone || targets.length > 0)
  const cells =
    steps.length === 0 ? [] : (await readProgress(trx, actor, { by: 'territory', from: since.slice(0, 7), category: 'TOTAL', basis: 'validated' })).cells
  const endOf = (period: string) => parsePeriodCode(period, actor.initiative)?.endsOn ?? null
  const ofPictures = pictures.map(({ id, nameFr, nameEn, dueOn }): FoundOccasion => ({
    key: `picture_${id}`,
    kind: 'picture',
    outcome: 'due',
    nameFr,
    nameEn,
    indicator: null,
    period: null,
    occurredOn: dueOn,
    dueOn: reviewDue(dueOn),
  }))
  const byIndicator = Map.groupBy(cells, ({ indicator }) => indicator)
  const found = [...ofPictures, ...steps.flatMap((step) => ofIndicator(step, byIndicator.get(step.code) ?? [], endOf))]
  return found.sort((a, b) => b.occurredOn.localeCompare(a.occurredOn) || a.key.localeCompare(b.key))
}
