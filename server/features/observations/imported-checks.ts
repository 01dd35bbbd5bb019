import { TOTAL } from '#shared/observations/category.ts'
import { PAST_FIGURES, warningsFor, type CheckWarning, type ComparedFigure, type PastFigure } from '#shared/observations/checks.ts'
import { isCounted, type ObservationState } from '#shared/observations/life-cycle.ts'
import { limitFor } from '#shared/indicators/limits.ts'
import { limitsFor, versionsNamed } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { insertConfirmations } from './checks-queries.ts'
import { keyText } from './figures.ts'
import { allPeriods, countedSeries, dueDatesOf, figuresOfImport, type PeriodDays } from './imported-checks-queries.ts'
import type { FigureKey } from './queries.ts'

/** A figure of a file that would be written, with the state of the one that it would replace. */
export interface IncomingFigure extends FigureKey, ComparedFigure {
  readonly formerState: ObservationState | null
}

interface Moment {
  readonly period: PeriodDays
  readonly figure: ComparedFigure
}

const seriesOf = ({ versionId, territoryId, partnerId, category }: FigureKey) => `${versionId} ${territoryId} ${partnerId ?? ''} ${category}`

/** Every series that the file touches, in time: what is stored, what the file says laid over it. */
async function momentsOf(trx: Trx, initiativeId: string, figures: readonly IncomingFigure[], periods: ReadonlyMap<string, PeriodDays>) {
  const series = new Map<string, Map<string, ComparedFigure>>(figures.map((figure) => [seriesOf(figure), new Map()]))
  for (const stored of await countedSeries(trx, initiativeId, figures)) series.get(seriesOf(stored))?.set(stored.periodId, stored)
  for (const figure of figures) series.get(seriesOf(figure))?.set(figure.periodId, figure)
  return new Map(
    [...series].map(([key, byPeriod]): [string, Moment[]] => [
      key,
      [...byPeriod]
        .flatMap(([id, figure]) => {
          const period = periods.get(id)
          return period === undefined ? [] : [{ period, figure }]
        })
        .sort((a, b) => (a.period.endsOn < b.period.endsOn ? -1 : 1)),
    ]),
  )
}

/** Figures before a period, newest first. */
function pastBefore(moments: readonly Moment[], startsOn: string): PastFigure[] {
  let end = moments.length
  while (end > 0 && (moments[end - 1] as Moment).period.endsOn >= startsOn) end -= 1
  return moments
    .slice(Math.max(0, end - PAST_FIGURES), end)
    .reverse()
    .map(({ period, figure: { presence, value, numerator, denominator } }) => ({ period: period.code, presence, value, numerator, denominator }))
}

/**
 * What looks unusual in the figures of a file (domain 3.10), by their places: the same checks as at handing in, each figure against what
 * stands before it and what the file itself brings. A constant number of statements whatever their number.
 */
export async function warningsOfImport(trx: Trx, actor: Actor, figures: readonly IncomingFigure[]): Promise<Map<number, CheckWarning[]>> {
  const found = new Map<number, CheckWarning[]>()
  if (figures.length === 0) return found
  const initiativeId = actor.initiative.id
  const versionIds = [...new Set(figures.map(({ versionId }) => versionId))]
  const versions = await versionsNamed(trx, initiativeId, versionIds)
  const limits = await limitsFor(trx, initiativeId, versionIds)
  const periods = new Map((await allPeriods(trx, initiativeId)).map((period) => [period.id, period]))
  const moments = await momentsOf(trx, initiativeId, figures, periods)
  // What had come in before is as late as it was then: only a first figure can be late now.
  const first = figures.flatMap((figure, index) => (figure.formerState === null || !isCounted(figure.formerState) ? [{ figure, index }] : []))
  const dues = await dueDatesOf(
    trx,
    initiativeId,
    first.map(({ figure }) => figure),
  )
  const dueOn = new Map(first.flatMap(({ index }, place) => (dues.has(place) ? [[index, dues.get(place) as string] as const] : [])))
  figures.forEach((figure, index) => {
    const [version, period] = [versions.get(figure.versionId), periods.get(figure.periodId)]
    if (version === undefined || period === undefined) return
    const { unitKind, isProportion, displayFactor, accumulation, statusPeriods } = version
    const warnings = warningsFor(figure, {
      unitKind,
      isProportion,
      displayFactor,
      accumulation,
      statusPeriods,
      period: period.code,
      past: pastBefore(moments.get(seriesOf(figure)) ?? [], period.startsOn),
      dueOn: dueOn.get(index) ?? null,
      today: actor.today,
      limits: limitFor(limits, figure.versionId, figure.territoryId, figure.partnerId),
      isWhole: figure.category === TOTAL,
    })
    if (warnings.length > 0) found.set(index, warnings)
  })
  return found
}

/**
 * Keeps on the figures of an import what was confirmed of them: one comment for each kind of warning, null where a tick was enough.
 * A figure with a warning that nobody confirmed keeps none.
 */
export async function keepConfirmations(
  trx: Trx,
  actor: Actor,
  now: Date,
  importId: string,
  warned: readonly { readonly figure: FigureKey; readonly warnings: readonly CheckWarning[] }[],
  comments: ReadonlyMap<string, string | null>,
): Promise<void> {
  const confirmed = warned.filter(({ warnings }) => warnings.every(({ code }) => comments.has(code)))
  if (confirmed.length === 0) return
  const initiativeId = actor.initiative.id
  const written = new Map((await figuresOfImport(trx, initiativeId, importId)).map((one) => [keyText(one), one]))
  await insertConfirmations(
    trx,
    { initiativeId, actorId: actorIdOf(actor), now },
    confirmed.flatMap(({ figure, warnings }) => {
      const one = written.get(keyText(figure))
      const said = [...new Set(warnings.flatMap(({ code }) => comments.get(code) ?? []))]
      const comment = said.length === 0 ? null : said.join('\n')
      return one === undefined ? [] : [{ observation: one.id, number: one.version, partner: one.partnerId, warnings, comment }]
    }),
  )
}
