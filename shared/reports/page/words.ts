import { formatChange, formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { IndicatorVersion } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { comparableCells, firstCompared, isIncomplete, moveOf, standingOf } from '#shared/progress/finding.ts'
import { isMasked, NOT_PUT_TOGETHER } from '#shared/progress/masked.ts'
import { toldTrend } from '#shared/progress/told-trend.ts'
import { figureText, periodText, shortPeriod, statusOf, type Voice } from './voice.ts'

const MOVES = { up: 'curve_move_up', down: 'curve_move_down', flat: 'curve_move_flat' } as const
const TRENDS = { better: 'charts_trend_better', stable: 'charts_trend_stable', worse: 'charts_trend_worse' } as const

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** Which way it went, and since when; of a starting point that is farther from the target the standing says it already. */
function moved(voice: Voice, latest: ProgressCell, first: ProgressCell | null, standing: ReturnType<typeof standingOf>): string {
  if (isIncomplete(latest)) return voice.say('curve_finding_incomplete')
  const move = moveOf(latest, first?.value ?? null)
  if (move === null) return voice.say('curve_finding_one')
  const words = voice.say(MOVES[move])
  if (latest.baseline !== null) return standing === 'behind_start' ? words : voice.say('curve_since_start', { move: words })
  return first === null ? words : voice.say('curve_since', { move: words, period: shortPeriod(voice, first.period) })
}

/** The finding in a few words: « En hausse depuis le départ, cible pas encore atteinte ». */
export function finding(voice: Voice, latest: ProgressCell | null, series: readonly ProgressCell[]): string {
  if (latest?.reason === NOT_PUT_TOGETHER) return capital(voice.say('curve_finding_apart'))
  if (latest === null || (latest.value === null && !isMasked(latest))) return capital(voice.say('curve_finding_none'))
  if (isMasked(latest) || latest.value === null) return capital(voice.say('curve_finding_masked'))
  const standing = standingOf(latest)
  const way = moved(voice, latest, firstCompared(latest, series), standing)
  return capital([way, ...(standing === null ? [] : [voice.say(`curve_standing_${standing}`)])].join(', '))
}

/** Sentences made from the figures: course, target, direction, what is missing. */
export function sentences(voice: Voice, latest: ProgressCell | null, series: readonly ProgressCell[], version: IndicatorVersion, measure: Measure): string[] {
  if (latest !== null && isMasked(latest)) return [voice.say('curve_summary_masked')]
  const write = (value: string | null) => formatMeasure(voice.locale, value ?? '0', measure)
  // The state speaks of the last period that counts: so does the course.
  const end = series.findIndex((cell) => cell.period === latest?.period)
  const points = comparableCells(end < 0 ? series : series.slice(0, end + 1))
  const [first, last] = [points[0], points.at(-1)]
  const incomplete =
    latest !== null && latest.value !== null && isIncomplete(latest)
      ? voice.say('charts_summary_incomplete', { value: figureText(voice, latest, measure), period: periodText(voice, latest.period) })
      : null
  const course =
    first === undefined || last === undefined
      ? incomplete === null
        ? `${voice.say('charts_empty')}.`
        : null
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
    ...(course === null ? [] : [course]),
    ...(incomplete === null ? [] : [incomplete]),
    aimed,
    ...(trend === null || points.length < 2 ? [] : [voice.say(TRENDS[trend])]),
    ...(gaps === 0 || points.length === 0 ? [] : [voice.say('charts_summary_without', { count: gaps })]),
  ]
}
