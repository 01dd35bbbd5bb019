import { formatDate, formatDateTime } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { ReportLanguage, ReportSummary, ReportVersion } from '#shared/reports/contract.ts'
import { versionName, type SectionKind } from '#shared/reports/sections.ts'
import { localName } from '#lib/state/local-name.ts'

/** What each section is called, on the page and where it is put together. */
export const SECTION_WORDS: Readonly<Record<SectionKind, () => string>> = {
  summary: m.reports_section_summary,
  figures: m.reports_section_figures,
  indicators: m.reports_section_indicators,
  equity: m.reports_section_equity,
  notes: m.reports_section_notes,
  changes: m.reports_section_changes,
  method: m.reports_section_method,
  annex: m.reports_section_annex,
}

/** What each section holds beside what is written for it. */
export const SECTION_HINTS: Readonly<Record<SectionKind, () => string>> = {
  summary: m.reports_hint_summary,
  figures: m.reports_hint_figures,
  indicators: m.reports_hint_indicators,
  equity: m.reports_hint_equity,
  notes: m.reports_hint_notes,
  changes: m.reports_hint_changes,
  method: m.reports_hint_method,
  annex: m.reports_hint_annex,
}

export const LANGUAGE_WORDS: Readonly<Record<ReportLanguage, () => string>> = { fr: m.reports_language_fr, en: m.reports_language_en }

/** A release as it is cited. */
export function releaseText(release: { readonly name: string; readonly edition: number }): string {
  return release.edition > 1 ? `${release.name}, ${m.releases_edition({ edition: release.edition })}` : release.name
}

/** A frozen version as a list and its own page name it. */
export function versionView(version: ReportVersion, locale: Locale) {
  return {
    id: version.id,
    address: versionName(version),
    title: localName(version.titleFr, version.titleEn, locale),
    label: m.reports_version_label({ number: version.number, date: formatDate(locale, version.frozenOn) }),
    release: releaseText(version.release),
    reason: version.reason,
    languages: version.languages,
    hasNotes: version.hasNotes,
    indicatorCount: version.indicatorCount,
    paper: version.paper === 'A4' ? m.reports_paper_a4() : m.reports_paper_letter(),
    checksum: version.checksum,
  }
}

/** A report as the list shows it. */
export function reportView(report: ReportSummary, locale: Locale, timeZone: string) {
  return {
    id: report.id,
    title: localName(report.titleFr, report.titleEn, locale),
    changedAt: report.changedAt === null ? '' : formatDateTime(locale, report.changedAt, timeZone),
    versions: report.versions.map((version) => versionView(version, locale)),
  }
}
