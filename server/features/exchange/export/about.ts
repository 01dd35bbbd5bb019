import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportFilter } from '#shared/exchange/export/contract.ts'
import { FORMAT_MARK, FORMAT_VERSION, type ExportContent, type ExportLanguage } from '#shared/exchange/export/columns.ts'
import { formatDate, formatDateTime } from '#shared/i18n/format.ts'
import { isLocale, languageOf, type Locale } from '#shared/i18n/locales.ts'
import { isMessageKey, translate } from '#shared/i18n/translate.ts'
import type { ReleaseName } from '#shared/releases/name.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { ROOT } from '#server/platform/root.ts'
import type { About } from './document.ts'

const PRODUCT = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }

/** Filters as a file names them; the format and the language are seen. */
const NAMED = [
  'by',
  'level',
  'territory',
  'partner',
  'indicator',
  'period',
  'from',
  'to',
  'category',
  'basis',
  'release',
  'asKnownOn',
] as const satisfies readonly (keyof ExportFilter)[]

/** The language asked for, else the initiative's own. */
export function exportLanguage(actor: Actor, asked: ExportLanguage | undefined): ExportLanguage {
  return asked ?? (actor.initiative.mainLanguage === 'en' ? 'en' : 'fr')
}

/** The locale in which an export speaks: the account's own where it is of that language. */
export function exportLocale(actor: Actor, language: ExportLanguage): Locale {
  if (isLocale(actor.locale) && languageOf(actor.locale) === language) return actor.locale
  return language === 'en' ? 'en' : 'fr-CA'
}

function wordFor(name: string, value: string, locale: Locale): string {
  const key = `exports_${name}_${value}`
  return isMessageKey(key) ? translate(key, {}, locale) : value
}

/** What an export says of itself: content, day, version and filters (P29). */
export function aboutExport(
  actor: Actor,
  now: Date,
  given: { content: ExportContent; language: ExportLanguage; name: string; basis: string; release: ReleaseName | null; filter: ExportFilter },
): About {
  const { content, language, name, basis, release, filter } = given
  const locale = exportLocale(actor, language)
  const filters = Object.fromEntries(
    NAMED.flatMap((key) => {
      const value = key === 'basis' ? basis : filter[key]
      return value === undefined || value === '' ? [] : [[key, value]]
    }),
  )
  const told = Object.entries(filters).map(([key, value]) => {
    const label = `exports_filter_${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
    return `${isMessageKey(label) ? translate(label, {}, locale) : key} = ${wordFor(key, value, locale)}`
  })
  const { initiative, today } = actor
  return {
    initiativeId: initiative.id,
    slug: initiative.slug,
    name,
    content,
    language,
    isDemo: initiative.isDemo,
    starts: { fiscalStartMonth: initiative.fiscalStartMonth, schoolStartMonth: initiative.schoolStartMonth },
    exportedAt: now,
    asOf: today,
    productVersion: PRODUCT.version,
    release,
    filters,
    lines: [
      `${FORMAT_MARK} ${FORMAT_VERSION} ${content} ${language}`,
      `${translate(content === 'figures' ? 'exports_about_figures' : 'exports_about_cells', {}, locale)} · ${name}`,
      translate(
        'exports_about_when',
        { at: formatDateTime(locale, now.toISOString(), initiative.timeZone), day: formatDate(locale, today), version: PRODUCT.version },
        locale,
      ),
      ...(release === null ? [] : [translate('exports_about_release', { name: release.name, edition: release.edition }, locale)]),
      `${translate('exports_about_filters', {}, locale)} ${told.join(' ; ')}`,
      ...(initiative.isDemo ? [translate('exports_about_demo', {}, locale)] : []),
    ].map((line) => line.replace(/\s*[\r\n]+\s*/g, ' ')),
  }
}
