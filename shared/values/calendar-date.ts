/** Calendar dates are text, `YYYY-MM-DD`: no clock, no time zone (P10). */

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const pad = (value: number, width: number) => String(value).padStart(width, '0')

/** Text of a date; the caller gives a day that exists. */
export function calendarDate(year: number, month: number, day: number): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

/** Year, month and day, or null when the text is no day of the calendar. */
export function partsOf(date: string): { year: number; month: number; day: number } | null {
  const match = PATTERN.exec(date)
  if (match === null) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? { year, month, day } : null
}

function dayNumber(date: string): number {
  const parts = partsOf(date)
  if (parts === null) throw new RangeError(`not a calendar date: ${date}`)
  return Math.round(Date.UTC(parts.year, parts.month - 1, parts.day) / 86_400_000)
}

/** The date so many days later (or earlier). @throws on text that is no date */
export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * 86_400_000).toISOString().slice(0, 10)
}

/** The date so many months later; the last day of a shorter month. @throws on text that is no date */
export function addMonths(date: string, months: number): string {
  const parts = partsOf(date)
  if (parts === null) throw new RangeError(`not a calendar date: ${date}`)
  const index = parts.year * 12 + parts.month - 1 + months
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1]
  return calendarDate(year, month, Math.min(parts.day, daysIn(year, month)))
}

/** Whole days from one date to another, negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** Whether a day, or a month of which no more is told (`YYYY-MM`), lies within a span or meets it; both days of the span belong to it. */
export function meetsSpan(dayOrMonth: string, from: string, to: string): boolean {
  const { length } = dayOrMonth
  return dayOrMonth >= from.slice(0, length) && dayOrMonth <= to.slice(0, length)
}
