import { formatDate, formatInteger, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Release } from '#shared/releases/contract.ts'

/** State of a release in words. */
export function stateOf({ state, isLatest, done, total }: Pick<Release, 'state' | 'isLatest' | 'done' | 'total'>): string {
  if (state === 'building') return total === 0 ? m.releases_state_starting() : m.releases_state_building({ done, total })
  if (state === 'ready') return m.releases_state_ready()
  if (state === 'published') return isLatest ? m.releases_state_latest() : m.releases_state_published()
  return m.releases_state_failed()
}

/** A release as a list names it. */
export function releaseView(release: Release, locale: Locale) {
  return {
    number: release.number,
    name: release.name,
    edition: release.edition > 1 ? m.releases_edition({ edition: release.edition }) : null,
    remarks: [...(release.isPreliminary ? [m.releases_preliminary()] : []), ...(release.isPublic && release.isLatest ? [m.releases_public()] : [])].join(' · '),
    state: release.state,
    stateText: stateOf(release),
    through: formatPeriod(locale, release.throughPeriod),
    asOf: formatDate(locale, release.asOf),
    figures: formatInteger(locale, release.cellCount),
  }
}
