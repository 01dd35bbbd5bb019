import ICAL from 'ical.js'
import { addDays } from '#shared/values/calendar-date.ts'

/** Most meetings that one series plans at once: a year of weeks and some. */
export const MOST_PLANNED = 60

/** Whether a text is a rule that a series may follow: at least a day between two meetings, counted in days of the wall. */
export function isSeriesRule(rule: string): boolean {
  if (!/^[A-Z0-9=;,+-]+$/.test(rule)) return false
  try {
    const { freq, parts } = ICAL.Recur.fromString(rule)
    return ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(freq) && !Object.keys(parts).some((part) => ['BYHOUR', 'BYMINUTE', 'BYSECOND'].includes(part))
  } catch {
    return false
  }
}

/**
 * Days of a series, first to last, from its first day to `until`, both included (S32). Days are of the wall: the hour is added
 * on the clock of the initiative afterwards, so that 09:00 stays 09:00 over a change of clock.
 * @returns at most `MOST_PLANNED` days after `after`
 */
export function seriesDays(
  series: { readonly rule: string; readonly startsOn: string },
  until: string,
  after: string = addDays(series.startsOn, -1),
): string[] {
  const days: string[] = []
  const iterator = ICAL.Recur.fromString(series.rule).iterator(ICAL.Time.fromDateString(series.startsOn))
  for (let next = iterator.next(); next && days.length < MOST_PLANNED; next = iterator.next()) {
    const day = next.toString().slice(0, 10)
    if (day > until) break
    if (day > after) days.push(day)
  }
  return days
}
