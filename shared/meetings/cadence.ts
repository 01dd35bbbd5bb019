import { addMonths, daysBetween } from '#shared/values/calendar-date.ts'

/** How regularly updates were written (S40): one a month is the aim. */
export interface Cadence {
  readonly monthsAsked: number
  /** Months of the window with at least one update. */
  readonly monthsKept: number
  readonly lastOn: string | null
  readonly daysSinceLast: number | null
  /** More than 45 days without one: time to write. */
  readonly isSilent: boolean
}

const SILENT_DAYS = 45

/**
 * Cadence over the last complete months.
 * @param dates days on which an update was published
 * @param months length of the window; the current month is not part of it
 */
export function updateCadence(dates: readonly string[], today: string, months = 12): Cadence {
  const published = dates.filter((date) => date <= today).sort()
  const firstOfMonth = `${today.slice(0, 7)}-01`
  const window = Array.from({ length: months }, (_, index) => addMonths(firstOfMonth, index - months).slice(0, 7))
  const kept = new Set(published.map((date) => date.slice(0, 7)))
  const lastOn = published.at(-1) ?? null
  const daysSinceLast = lastOn === null ? null : daysBetween(lastOn, today)
  return {
    monthsAsked: months,
    monthsKept: window.filter((month) => kept.has(month)).length,
    lastOn,
    daysSinceLast,
    isSilent: daysSinceLast === null || daysSinceLast > SILENT_DAYS,
  }
}
