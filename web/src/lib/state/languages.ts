import type { Locale } from '#shared/i18n/locales.ts'
import { pageAddress } from './page-address.ts'

/** Each language by its own name: never translated. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { 'fr-CA': 'Français (Québec)', fr: 'Français', en: 'English' }

/** The same page in another language: path and query kept. */
export function inLanguage(url: Pick<URL, 'pathname' | 'search'>, locale: Locale): string {
  return pageAddress(url).replace(/^\/[^/?]*/, `/${locale}`)
}

/** The language that the head of a page offers first: the other wording family. */
export function nearestOther(locale: Locale): Locale {
  return locale === 'en' ? 'fr-CA' : 'en'
}
