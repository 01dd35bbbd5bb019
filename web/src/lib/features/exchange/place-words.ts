import { formatInteger } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'

/** A place of the file, as people look for it: « ligne 12 », with its sheet where there is one. */
export function placeWords({ sheet, row }: { readonly sheet: string | null; readonly row: number | null }, locale: Locale): string {
  const shown = row === null ? '?' : formatInteger(locale, row)
  return sheet === null ? translate('import_place', { row: shown }, locale) : translate('import_place_sheet', { sheet, row: shown }, locale)
}
