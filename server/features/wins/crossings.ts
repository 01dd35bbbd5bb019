import { formatMeasure, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { crossingsOf, PROPOSED_DAYS, type Figure } from '#shared/wins/crossing.ts'
import { readProgress } from '#server/features/progress/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { steps, type StepRow } from './queries.ts'

/** How far back figures are read: what came before a crossing counts too. */
const DAYS_BACK = 3 * 365

/** Something that an indicator reached, as it is proposed. */
export interface FoundCrossing {
  readonly occasion: string
  readonly kind: 'target' | 'milestone'
  readonly subjectFr: string
  readonly subjectEn: string | null
  readonly indicator: string
  readonly period: string
  readonly territory: string
  readonly target: string
  readonly endsOn: string
  readonly textFr: string
  readonly textEn: string | null
}

/** The words of a proposal: the target and the period, never the figure itself. */
function wordsOf(step: StepRow, target: string | null, period: string, locale: Locale): string {
  const name = locale === 'en' ? (step.nameEn ?? step.nameFr) : step.nameFr
  const when = formatPeriod(locale, period)
  if (target === null) return translate('wins_milestone_text', { name, when }, locale)
  const measure = measureOf(step as Parameters<typeof measureOf>[0], locale)
  return translate('wins_crossing_text', { name, when, target: formatMeasure(locale, target, measure) }, locale)
}

/**
 * Targets that indicators crossed for the whole of the initiative in the last year, and milestones that were done, latest first,
 * from what the hat may read: the backbone's from validated figures, a partner's from the last release (S47). They are found at each
 * reading: a corrected figure corrects them, and none is written before somebody answers.
 */
export async function findCrossings(trx: Trx, actor: Actor): Promise<FoundCrossing[]> {
  const { id: initiativeId, topTerritoryId } = actor.initiative
  const since = addDays(actor.today, -DAYS_BACK)
  const known = (await steps(trx, initiativeId, topTerritoryId, actor.today)).filter(({ isMilestone, targets }) => isMilestone || targets.length > 0)
  if (known.length === 0) return []
  const { cells } = await readProgress(trx, actor, { by: 'territory', from: since.slice(0, 7), category: 'TOTAL', basis: 'validated' })
  const byIndicator = Map.groupBy(cells, ({ indicator }) => indicator)
  const oldest = addDays(actor.today, -PROPOSED_DAYS)
  const found = known.flatMap((step): FoundCrossing[] => {
    const own = byIndicator.get(step.code) ?? []
    const figures = own
      .flatMap(({ period, value }): Figure[] => {
        const endsOn = parsePeriodCode(period, actor.initiative)?.endsOn
        return value === null || endsOn === undefined ? [] : [{ period, endsOn, value }]
      })
      .sort((a, b) => a.endsOn.localeCompare(b.endsOn))
    const rank = Math.min(...step.targets.map((target) => target.rank))
    const points = step.targets.filter((target) => target.rank === rank)
    const territory = own[0]?.territory ?? ''
    const baseline = own.find((cell) => cell.baseline !== null)?.baseline ?? null
    return crossingsOf(figures, baseline, points, step).flatMap(({ point, figure: { period, endsOn } }) =>
      endsOn < oldest
        ? []
        : [
            {
              occasion: point === null ? `milestone_${step.code}` : `target_${step.code}_${point.period}_${territory}`,
              kind: point === null ? 'milestone' : 'target',
              subjectFr: step.nameFr,
              subjectEn: step.nameEn,
              indicator: step.code,
              period,
              territory,
              target: point?.value ?? '1',
              endsOn,
              textFr: wordsOf(step, point?.value ?? null, period, 'fr-CA'),
              textEn: step.nameEn === null ? null : wordsOf(step, point?.value ?? null, period, 'en'),
            },
          ],
    )
  })
  return found.sort((a, b) => b.endsOn.localeCompare(a.endsOn) || a.occasion.localeCompare(b.occasion))
}
