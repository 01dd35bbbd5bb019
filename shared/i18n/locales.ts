/** Languages of the interface; the first is the one that others fall back to. */
export const LOCALES = ['fr-CA', 'fr', 'en'] as const
export type Locale = (typeof LOCALES)[number]
export const BASE_LOCALE: Locale = 'fr-CA'

export function isLocale(text: string | undefined): text is Locale {
  return LOCALES.some((locale) => locale === text)
}

/** The wording family of a locale: content is stored in French and English. */
export function languageOf(locale: Locale): 'fr' | 'en' {
  return locale === 'en' ? 'en' : 'fr'
}

/**
 * The best locale for an `Accept-Language` header: French of Canada, of elsewhere, English; fr-CA when
 * nothing fits or the header is absent.
 */
export function negotiateLocale(header: string | null): Locale {
  const wishes = (header ?? '')
    .split(',')
    .map((part, index) => {
      const [tag = '', ...settings] = part.trim().toLowerCase().split(';')
      const quality = settings.map((setting) => /^\s*q=([\d.]+)$/.exec(setting)?.[1]).find((found) => found !== undefined)
      return { tag, quality: quality === undefined ? 1 : Number(quality), index }
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
  for (const { tag } of wishes) {
    if (tag === 'fr-ca' || tag === '*') return 'fr-CA'
    if (tag === 'fr' || tag.startsWith('fr-')) return 'fr'
    if (tag === 'en' || tag.startsWith('en-')) return 'en'
  }
  return BASE_LOCALE
}
