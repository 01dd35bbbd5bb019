import { LOCALES, type Locale } from '#shared/i18n/locales.ts'

/** Each language by its own name: never translated. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { 'fr-CA': 'Français (Québec)', fr: 'Français', en: 'English' }

/** The same page in another language: path and query kept. */
export function inLanguage(url: Pick<URL, 'pathname' | 'search'>, locale: Locale): string {
  const rest = url.pathname.split('/').slice(2).join('/')
  return `/${locale}${rest === '' ? '' : `/${rest}`}${url.search}`
}

/** The languages to offer beside this one, and the one that the header shows first: the other wording family. */
export function otherLanguages(locale: Locale): readonly Locale[] {
  return LOCALES.filter((one) => one !== locale)
}

export function nearestOther(locale: Locale): Locale {
  return locale === 'en' ? 'fr-CA' : 'en'
}
