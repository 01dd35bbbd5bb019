import ICAL from 'ical.js'
import { addDays } from '#shared/values/calendar-date.ts'

/** Most meetings that one series plans at once: a year of weeks and some. */
export const MOST_PLANNED = 60

/** Parts that a rule may have, by what it repeats: each of these meets a day again and again, so that looking for the next one ends. */
const DAYS = '(MO|TU|WE|TH|FR|SA|SU)'
const ORDINALS = `-?[1-4]${DAYS}`
const MONTH_DAYS = '-?(1\\d|2[0-8]|[1-9])'
const PARTS: Readonly<Record<string, RegExp>> = {
  DAILY: /^$/,
  WEEKLY: new RegExp(`^(BYDAY=${DAYS}(,${DAYS})*|)$`),
  MONTHLY: new RegExp(`^(BYDAY=${ORDINALS}(,${ORDINALS})*|BYMONTHDAY=${MONTH_DAYS}(,${MONTH_DAYS})*|)$`),
  YEARLY: /^$/,
}
const ANYWHERE = /^(INTERVAL=([1-9]|[1-4]\d|5[0-2])|COUNT=[1-9]\d{0,2}|UNTIL=\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(T\d{6}Z?)?|WKST=(MO|SU))$/

/**
 * Whether a text is a rule that a series may follow: RFC 5545 by days, weeks, months or years, on days of the week, on the first to
 * fourth or last such day of a month, or on days that every month has. Rules that could never meet a day (30 February) are refused:
 * looking for it would not end.
 */
export function isSeriesRule(rule: string): boolean {
  const [first = '', ...rest] = rule.split(';')
  const frequency = first.replace(/^FREQ=/, '')
  const parts = Object.hasOwn(PARTS, frequency) ? PARTS[frequency] : undefined
  const own = rest.filter((part) => !ANYWHERE.test(part))
  const names = rest.map((part) => part.split('=')[0])
  if (!first.startsWith('FREQ=') || parts === undefined || own.length > 1 || rest.includes('') || !parts.test(own[0] ?? '')) return false
  if (new Set(names).size !== names.length) return false
  try {
    ICAL.Recur.fromString(rule)
    return true
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
