import { formatChange, formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { IndicatorVersion } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { moveOf, standingOf } from '#shared/progress/finding.ts'
import { isMasked, NOT_PUT_TOGETHER } from '#shared/progress/masked.ts'
import { toldTrend } from '#shared/progress/told-trend.ts'
import { periodText, statusOf, type Voice } from './voice.ts'

const MOVES = { up: 'curve_move_up', down: 'curve_move_down', flat: 'curve_move_flat' } as const
const TRENDS = { better: 'charts_trend_better', stable: 'charts_trend_stable', worse: 'charts_trend_worse' } as const

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** Figures that may be compared with the last one: none from before a break. */
function comparable(series: readonly ProgressCell[]): ProgressCell[] {
  const start = series.findLastIndex((cell) => cell.flags.includes('break'))
  return series.slice(Math.max(0, start)).filter((cell) => !isMasked(cell) && cell.value !== null)
}

/** The finding in a few words: « En hausse, la cible n’est pas encore atteinte ». */
export function finding(voice: Voice, latest: ProgressCell | null, series: readonly ProgressCell[]): string {
  if (latest?.reason === NOT_PUT_TOGETHER) return capital(voice.say('curve_finding_apart'))
  if (latest === null || (latest.value === null && !isMasked(latest))) return capital(voice.say('curve_finding_none'))
  if (isMasked(latest) || latest.value === null) return capital(voice.say('curve_finding_masked'))
  const move = moveOf(latest, comparable(series)[0]?.value ?? null)
  const standing = standingOf(latest)
  return capital(
    [voice.say(move === null ? 'curve_finding_one' : MOVES[move]), ...(standing === null ? [] : [voice.say(`curve_standing_${standing}`)])].join(', '),
  )
}

/** Sentences made from the figures: course, target, direction, what is missing. */
export function sentences(voice: Voice, latest: ProgressCell | null, series: readonly ProgressCell[], version: IndicatorVersion, measure: Measure): string[] {
  if (latest !== null && isMasked(latest)) return [voice.say('curve_summary_masked')]
  const write = (value: string | null) => formatMeasure(voice.locale, value ?? '0', measure)
  // The state speaks of the last period that counts: so does the course.
  const end = series.findIndex((cell) => cell.period === latest?.period)
  const points = comparable(end < 0 ? series : series.slice(0, end + 1))
  const [first, last] = [points[0], points.at(-1)]
  const course =
    first === undefined || last === undefined
      ? `${voice.say('charts_empty')}.`
      : first === last
        ? voice.say('charts_summary_one', { value: write(last.value), period: periodText(voice, last.period) })
        : voice.say('charts_summary_change', {
            first: write(first.value),
            firstPeriod: periodText(voice, first.period),
            last: write(last.value),
            lastPeriod: periodText(voice, last.period),
            change: formatChange(voice.locale, first.value ?? '0', last.value ?? '0', measure),
          })
  const aimed =
    latest === null || latest.target === null
      ? voice.say('curve_summary_no_target')
      : latest.expected === null || latest.status === 'no_data'
        ? voice.say('curve_summary_target', { target: write(latest.target) })
        : voice.say('curve_summary_status', {
            target: write(latest.target),
            expected: write(latest.expected),
            status: voice.say(`status_${statusOf(latest, version)}`),
          })
  const trend = toldTrend(latest, version)
  const gaps = series.filter((cell) => isMasked(cell) || cell.presence === 'missing').length
  return [
    course,
    aimed,
    ...(trend === null || points.length < 2 ? [] : [voice.say(TRENDS[trend])]),
    ...(gaps === 0 || points.length === 0 ? [] : [voice.say('charts_summary_without', { count: gaps })]),
  ]
}
