import type { Activity } from '#shared/activities/contract.ts'
import { formatDate, formatDateRange } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** « du 10 juin au 30 septembre 2025 », « depuis le … », « à partir du … »; empty without any date. */
export function activityDates({ startsOn, endsOn, state }: Pick<Activity, 'startsOn' | 'endsOn' | 'state'>, locale: Locale): string {
  if (startsOn !== null && endsOn !== null) return formatDateRange(locale, startsOn, endsOn)
  if (endsOn !== null) return m.activities_until({ day: formatDate(locale, endsOn) })
  if (startsOn === null) return ''
  return state === 'planned' ? m.activities_starts({ day: formatDate(locale, startsOn) }) : m.activities_from({ day: formatDate(locale, startsOn) })
}
