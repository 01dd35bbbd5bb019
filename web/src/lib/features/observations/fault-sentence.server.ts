import type { Locale } from '#shared/i18n/locales.ts'
import { isMessageKey, translate, type MessageKey } from '#shared/i18n/translate.ts'

/** The sentence of a row's fault; a code without one says that the value does not fit, never nothing. */
export function faultSentence(code: string, locale: Locale): string {
  const key = `entry_fault_${code}`
  if (isMessageKey(key)) return translate(key, {}, locale)
  const problem = `problems_${code}`
  return isMessageKey(problem) ? translate(problem as MessageKey, {}, locale) : translate('problems_field_invalid', {}, locale)
}
