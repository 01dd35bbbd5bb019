import { compareText, dateOf, formatDate, formatPeriod } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { PublicPage, PublicRelease } from '#shared/releases/public.ts'
import { LICENCE_ADDRESSES } from '#shared/releases/public.ts'
import { findingOf, summaryOf } from '#lib/features/progress/indicator/headline.ts'
import { firstCompared } from '#shared/progress/finding.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { figureView, indicatorRows } from '#lib/features/progress/rows.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PublicAddress } from './read.server.ts'

/** A level of more places than this is looked at in the open data. */
export const MOST_PLACES = 120

/** A text in the reader's language, French where there is no other. */
export const textIn = (locale: Locale, fr: string | null, en: string | null) => (languageOf(locale) === 'en' ? (en ?? fr) : fr)

/** How a release is cited: « T2 2026, version 2 ». */
export function releaseLabel({ name, edition }: Pick<PublicRelease, 'name' | 'edition'>): string {
  return edition > 1 ? `${name}, ${m.releases_edition({ edition })}` : name
}

/** What stands around every page of a release: whose it is, which one, how to take it away. */
export function frameView(page: PublicPage, address: PublicAddress, locale: Locale) {
  const { release, catalogue } = page
  const day = release.publishedAt ?? release.builtAt
  return {
    base: address.base,
    isLink: address.secret !== null,
    isIndexed: page.isIndexed,
    embedHosts: page.embedHosts,
    initiative: localName(catalogue.initiative.nameFr, catalogue.initiative.nameEn, locale),
    isDemo: catalogue.initiative.isDemo,
    release: releaseLabel(release),
    isPreliminary: release.isPreliminary,
    publishedOn: formatDate(locale, dateOf(day, page.timeZone)),
    asOf: formatDate(locale, release.asOf),
    contact: page.contact,
    contactAddress: page.contact !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(page.contact) ? page.contact : null,
    licence: page.licence,
    licenceAddress: LICENCE_ADDRESSES[page.licence],
    data: address.secret === null ? `/api/v1/public/${address.slug}/data` : `${address.base}/data`,
  }
}
export type FrameView = ReturnType<typeof frameView>

/** The place of the whole, and the first level below it in its hierarchy. */
export function placesOf({ catalogue, territories }: PublicPage, locale: Locale) {
  const top = territories.find(({ isTop }) => isTop)
  const below = catalogue.levels
    .filter(
      ({ rank, hierarchy, code }) => top !== undefined && hierarchy === top.hierarchy && rank < top.levelRank && territories.some((one) => one.level === code),
    )
    .sort((a, b) => b.rank - a.rank)[0]
  const names = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  return {
    top,
    below: below === undefined ? null : { code: below.code, name: localName(below.nameFr, below.nameEn, locale) },
    nameOf: (code: string) => names.get(code) ?? code,
  }
}

/** Indicators that lead the page: the core ones, all where none is. */
export function headlineIndicators({ catalogue }: PublicPage): Indicator[] {
  const standing = catalogue.indicators.filter(({ archivedOn }) => archivedOn === null).sort((a, b) => a.position - b.position)
  const core = standing.filter(({ isCore }) => isCore)
  return core.length > 0 ? core : standing
}

/** A finding under the name that it speaks of: without that name, as a sentence. */
function sentenceOf(finding: string, locale: Locale): string {
  const text = finding.replace(/^[^\p{L}\p{N}]+/u, '')
  return text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1)
}

/** Each indicator with its last figure, its course and one sentence made from them. */
export function cardsOf(page: PublicPage, indicators: readonly Indicator[], latest: readonly ProgressCell[], series: readonly ProgressCell[], locale: Locale) {
  const ends = new Map(page.catalogue.periods.map(({ code, endsOn }) => [code, endsOn]))
  const rows = indicatorRows(indicators, latest, series, locale, { today: page.release.asOf, endOf: (code) => ends.get(code) })
  return indicators.flatMap((indicator, index) => {
    const row = rows[index]
    if (row === undefined) return []
    const cell = latest.find((one) => one.indicator === indicator.code)
    const own = series.filter((one) => one.indicator === indicator.code)
    const first = firstCompared(cell, own)
    const told = first === null ? null : { value: first.value, period: formatPeriod(locale, first.period, 'short') }
    return [
      {
        row,
        finding: sentenceOf(findingOf(cell, '', '', told, own.filter(({ value }) => value !== null).length === 1), locale),
        // That there is no target is the word for its state already.
        summary: row.hasTarget ? summaryOf(cell, null, null, measureOf(indicator.current, locale), locale).join(' ') : '',
        remark: localName(indicator.current.definitionFr, indicator.current.definitionEn, locale),
      },
    ]
  })
}
export type PublicCard = ReturnType<typeof cardsOf>[number]

/** Places of one level beside each other, in the order of the alphabet: there is no rank. */
export function matrixOf(indicators: readonly Indicator[], cells: readonly ProgressCell[], nameOf: (code: string) => string, locale: Locale) {
  const known = new Map(indicators.map((one) => [one.code, one]))
  const places = [...new Set(cells.map(({ territory }) => territory))]
    .map((code) => ({ code, name: nameOf(code), href: null }))
    .sort((a, b) => compareText(locale)(a.name, b.name))
  const views = cells.flatMap((cell) => {
    const indicator = known.get(cell.indicator)
    return indicator === undefined
      ? []
      : [{ place: cell.territory, indicator: cell.indicator, view: figureView(cell, measureOf(indicator.current, locale), locale, indicator.current) }]
  })
  const shown = new Set(views.filter(({ view }) => view.text !== null || view.presence === 'masked').map(({ indicator }) => indicator))
  return {
    places: places.slice(0, MOST_PLACES),
    left: Math.max(0, places.length - MOST_PLACES),
    indicators: indicators
      .filter(({ code }) => shown.has(code))
      .map(({ code, current }) => ({ code, name: localName(current.nameFr, current.nameEn, locale) })),
    views,
  }
}

/** One release as the log tells it. */
export function versionView(release: PublicRelease, locale: Locale, timeZone: string) {
  return {
    number: release.number,
    label: releaseLabel(release),
    isLatest: release.isLatest,
    isPreliminary: release.isPreliminary,
    publishedOn: formatDate(locale, dateOf(release.publishedAt ?? release.builtAt, timeZone)),
    asOf: formatDate(locale, release.asOf),
    through: formatPeriod(locale, release.throughPeriod),
    reason: release.reason,
    notes: textIn(locale, release.notesFr, release.notesEn),
    checksum: release.checksum ?? '',
  }
}
