import type { MeetingSeries, MeetingSeriesChange, MeetingSeriesInput } from '#shared/meetings/series-contract.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { addMonths } from '#shared/values/calendar-date.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { momentOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { insertMeeting } from './queries.ts'
import { isSeriesRule, seriesDays } from './recurrence.ts'
import { insertSeries, listSeriesRows, seriesForUpdate, skipComing, updateSeries, type SeriesRow } from './series-queries.ts'

/** Meetings that come back, those that go on first (S32). */
export async function listSeries(trx: Trx, actor: Actor, now: Date, id?: string): Promise<MeetingSeries[]> {
  const rows = await listSeriesRows(trx, actor.initiative.id, momentOf(actor, now), id)
  return rows.map((row) => ({ ...row, abilities: { edit: actor.role === 'backbone' } }))
}

async function readSeries(trx: Trx, actor: Actor, id: string, now: Date): Promise<MeetingSeries> {
  const [series] = await listSeries(trx, actor, now, id)
  if (series === undefined) throw problem('not_found')
  return series
}

/** Each day of the series becomes a meeting at its hour on the clock of the initiative: 09:00 in summer and in winter. */
async function plan(
  trx: Trx,
  actor: Actor,
  series: Pick<SeriesRow, 'id' | 'titleFr' | 'titleEn' | 'kind' | 'startsTime' | 'minutes' | 'place'>,
  days: readonly string[],
) {
  const { titleFr, titleEn, kind, startsTime, minutes, place } = series
  for (const day of days)
    await insertMeeting(
      trx,
      actor.initiative.id,
      actor.initiative.timeZone,
      { titleFr, titleEn, kind, minutes, place, startsOn: day, startsTime },
      { id: series.id, day },
    )
}

/** @throws series_rule_invalid, series_empty (no day of the rule up to the last day) */
export async function addSeries(trx: Trx, actor: Actor, input: MeetingSeriesInput, now: Date): Promise<MeetingSeries> {
  if (!isSeriesRule(input.rule)) throw problem('series_rule_invalid', {}, [{ pointer: '/rule', code: 'series_rule_invalid' }])
  const asked = input.until ?? addMonths(input.startsOn, 12)
  const days = seriesDays(input, asked)
  const last = days.at(-1)
  if (last === undefined) throw problem('series_empty', {}, [{ pointer: '/until', code: 'series_empty' }])
  const kind = input.kind ?? 'regular'
  const [titleEn, place, minutes] = [blankToNull(input.titleEn) ?? null, blankToNull(input.place) ?? null, input.minutes ?? null]
  const id = await insertSeries(trx, actor.initiative.id, {
    title_fr: input.titleFr,
    title_en: titleEn,
    kind,
    rule: input.rule,
    starts_on: input.startsOn,
    starts_time: input.startsTime,
    minutes,
    place,
    planned_until: last,
  })
  await plan(trx, actor, { id, titleFr: input.titleFr, titleEn, kind, startsTime: input.startsTime, minutes, place }, days)
  await audit(
    trx,
    actor,
    { action: 'meeting_series.add', objectType: 'meeting_series', objectId: id, details: { rule: input.rule, meetings: days.length } },
    now,
  )
  return readSeries(trx, actor, id, now)
}

/**
 * Plans a series further, or ends it: what was still to come is then skipped with the reason.
 * @throws not_found, version_stale, series_empty (nothing to plan, or the series has ended)
 */
export async function changeSeries(trx: Trx, actor: Actor, id: string, input: MeetingSeriesChange, expected: number, now: Date): Promise<MeetingSeries> {
  const locked = await seriesForUpdate(trx, actor.initiative.id, id)
  if (locked === undefined) throw problem('not_found')
  requireVersion(locked, expected)
  const series = await readSeries(trx, actor, id, now)
  if (input.ended !== undefined) {
    await skipComing(trx, actor.initiative.id, id, momentOf(actor, now), input.ended.reason)
    await updateSeries(trx, actor.initiative.id, id, { ended_on: actor.today })
    await audit(trx, actor, { action: 'meeting_series.end', objectType: 'meeting_series', objectId: id, details: { skipped: series.coming } }, now)
  } else if (input.until !== undefined) {
    const days = series.endedOn === null ? seriesDays(series, input.until, series.plannedUntil) : []
    const last = days.at(-1)
    if (last === undefined) throw problem('series_empty', {}, [{ pointer: '/until', code: 'series_empty' }])
    await plan(trx, actor, series, days)
    await updateSeries(trx, actor.initiative.id, id, { planned_until: last })
    await audit(trx, actor, { action: 'meeting_series.plan', objectType: 'meeting_series', objectId: id, details: { meetings: days.length } }, now)
  }
  return readSeries(trx, actor, id, now)
}
