import { formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { periodKindOf, periodOf, shiftPeriod, type Frequency, type YearStarts } from '#shared/values/period.ts'
import type { Option } from '#lib/ui/field.ts'

/** How far back a starting point and how far ahead a target may lie, in periods of the frequency. */
const BACK: Partial<Record<Frequency, number>> = { month: 36, quarter: 20, semester: 12 }
const AHEAD: Partial<Record<Frequency, number>> = { month: 36, quarter: 24, semester: 12 }

/** Periods to choose from around a day, newest first; empty for an indicator measured at will. */
export function periodChoices(frequency: Frequency, today: string, starts: YearStarts, locale: Locale): Option[] {
  const kind = periodKindOf(frequency)
  if (kind === 'ad_hoc') return []
  const now = periodOf(kind, today, starts)
  const [back, ahead] = [BACK[frequency] ?? 12, AHEAD[frequency] ?? 12]
  return Array.from({ length: back + ahead + 1 }, (_, index) => shiftPeriod(now, ahead - index, starts).code).map((code) => ({
    value: code,
    label: formatPeriod(locale, code),
  }))
}
