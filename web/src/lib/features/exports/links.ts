import { m } from '#shared/i18n/paraglide/messages.js'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'

/** Filters of an export; those that are blank ask for nothing. */
export type ExportQuery = Readonly<Record<string, string | undefined>>

/** The address of a file: a plain link, which needs no script. */
export function exportHref(initiativeId: string, query: ExportQuery, part: '' | '/template' = ''): string {
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as [string, string]]))
  return `/api/v1/initiatives/${initiativeId}/exports${part}?${new URLSearchParams(asked)}`
}

/** Every format in which a content can be had, as links. */
export function formatLinks(initiativeId: string, locale: Locale, query: ExportQuery): { label: string; href: string }[] {
  const language = languageOf(locale)
  const href = (format: string, other: ExportQuery = {}) => exportHref(initiativeId, { format, language, ...query, ...other })
  return [
    { label: m.exports_xlsx(), href: href('xlsx') },
    { label: m.exports_csv_fr(), href: href('csv', { language: 'fr' }) },
    { label: m.exports_csv_en(), href: href('csv', { language: 'en' }) },
    { label: m.exports_json(), href: href('json') },
    { label: m.exports_datapackage(), href: href('datapackage') },
    ...(query.content === 'figures'
      ? [
          { label: m.exports_dhis2(), href: href('dhis2') },
          { label: m.exports_dhis2csv(), href: href('dhis2csv') },
        ]
      : []),
  ]
}
