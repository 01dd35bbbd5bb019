import ICAL from 'ical.js'
import { addDays } from '#shared/values/calendar-date.ts'

/** Rhythms that a form offers; the API takes any rule of RFC 5545 that `isSeriesRule` accepts. */
export const RHYTHMS = ['weekly', 'every_two_weeks', 'monthly', 'every_two_months', 'quarterly'] as const
export type Rhythm = (typeof RHYTHMS)[number]

const DAY_NAMES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const
const MONTHS: Readonly<Record<Rhythm, number>> = { weekly: 0, every_two_weeks: 0, monthly: 1, every_two_months: 2, quarterly: 3 }

/** Most meetings that one series plans at once: a year of weeks and some. */
export const MOST_PLANNED = 60

/**
 * The RFC 5545 rule of a rhythm that begins on a day: the same weekday of the month as the first one (« second Tuesday »;
 * the fifth is the last), since committees meet on weekdays.
 */
export function rhythmRule(rhythm: Rhythm, startsOn: string): string {
  const day = DAY_NAMES[new Date(`${startsOn}T00:00:00Z`).getUTCDay()] ?? 'MO'
  if (MONTHS[rhythm] === 0) return `FREQ=WEEKLY;INTERVAL=${rhythm === 'weekly' ? 1 : 2};BYDAY=${day}`
  const week = Math.ceil(Number(startsOn.slice(8)) / 7)
  return `FREQ=MONTHLY;INTERVAL=${MONTHS[rhythm]};BYDAY=${week === 5 ? -1 : week}${day}`
}

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
