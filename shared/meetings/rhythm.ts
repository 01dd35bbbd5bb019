/** Rhythms that a form offers; the API takes any other rule of RFC 5545 that counts in days. */
export const RHYTHMS = ['weekly', 'every_two_weeks', 'monthly', 'every_two_months', 'quarterly'] as const
export type Rhythm = (typeof RHYTHMS)[number]

const DAY_NAMES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const
const MONTHS: Readonly<Record<Rhythm, number>> = { weekly: 0, every_two_weeks: 0, monthly: 1, every_two_months: 2, quarterly: 3 }

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
