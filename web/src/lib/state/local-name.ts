import { languageOf, type Locale } from '#shared/i18n/locales.ts'

/** A name stored in French and perhaps English, for this reader; French where there is no English. */
export function localName(french: string, english: string | null, locale: Locale): string {
  return languageOf(locale) === 'en' && english !== null && english !== '' ? english : french
}
