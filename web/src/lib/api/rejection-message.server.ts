import { isMessageKey, translate } from '#shared/i18n/translate.ts'
import type { Locale } from '#shared/i18n/locales.ts'

/** The sentence of a refused place of a file, in the reader's language; rules of other features keep their own sentence. */
export function rejectionMessage(code: string, locale: Locale): string {
  const own = `rejections_${code}`
  if (isMessageKey(own)) return translate(own, {}, locale)
  const general = `problems_${code}`
  return isMessageKey(general) ? translate(general, {}, locale) : translate('rejections_other', { code }, locale)
}
