import { m } from '#shared/i18n/paraglide/messages.js'
import { formatMonth } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Option } from '#lib/ui/field.ts'

const ZONES = [
  'America/Toronto',
  'America/Halifax',
  'America/St_Johns',
  'America/Winnipeg',
  'America/Edmonton',
  'America/Vancouver',
  'America/Iqaluit',
  'Africa/Bamako',
  'Africa/Abidjan',
  'Africa/Dakar',
  'Africa/Niamey',
  'Europe/Paris',
  'Europe/Brussels',
  'Indian/Reunion',
  'America/Martinique',
  'Pacific/Noumea',
]
const CURRENCIES = ['CAD', 'XOF', 'EUR', 'USD']

const withCurrent = (values: readonly string[], current: string) => (values.includes(current) || current === '' ? values : [current, ...values])

/** Time zones of the places where initiatives are, and the one in use. */
export function timeZones(current: string): Option[] {
  return withCurrent(ZONES, current).map((value) => ({ value, label: value.replaceAll('_', ' ') }))
}

export function currencies(current: string): Option[] {
  return withCurrent(CURRENCIES, current).map((value) => ({ value, label: value }))
}

/** The twelve months by name. */
export function months(locale: Locale): Option[] {
  return Array.from({ length: 12 }, (_, index) => ({
    value: String(index + 1),
    label: formatMonth(locale, `2001-${String(index + 1).padStart(2, '0')}`).replace(/\s*2001\s*/, ''),
  }))
}

export function contentLanguages(): Option[] {
  return [
    { value: 'fr', label: m.settings_language_fr() },
    { value: 'en', label: m.settings_language_en() },
  ]
}
