import type { Locale } from './locales.ts'

const NO_BREAK = '\u00A0'
const NARROW = '\u202F'

/**
 * Micro-typography of authored text (OQLF for fr-CA, Imprimerie nationale for fr): apostrophes,
 * ellipses and the spaces around punctuation. Placeholders `{name}` are left as they are.
 */
export function typeset(text: string, locale: Locale): string {
  const common = text.replaceAll("'", '’').replaceAll('...', '…')
  if (locale === 'en') return common
  return common
    .replace(/«[\s\u00A0\u202F]*/g, `«${NO_BREAK}`)
    .replace(/[\s\u00A0\u202F]*»/g, `${NO_BREAK}»`)
    .replace(/(?<=[\p{L}\p{N})\]}»’…%$])[ \u00A0\u202F]*:(?=\s|$)/gu, `${NO_BREAK}:`)
    .replace(/(?<=[\p{L}\p{N})\]}»’…%$?!])[ \u00A0\u202F]*([;!?])(?=[\s»)?!]|$)/gu, locale === 'fr' ? `${NARROW}$1` : '$1')
    .replace(/(?<=[\d}])[ \u202F](?=[%$€](?:\W|$))/gu, NO_BREAK)
}

/** Why a text may not be shipped as it is, or null. */
export function faultOf(text: string): string | null {
  if (text.trim() === '') return 'is empty'
  if (text.includes('"')) return 'has a straight quotation mark: write « … » in French, “…” in English'
  if (/[<>]/.test(text)) return 'has markup: messages are plain text'
  return null
}
