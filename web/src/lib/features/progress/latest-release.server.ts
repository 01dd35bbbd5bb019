import { progressRoutes, type ProgressCell } from '#shared/progress/contract.ts'
import { formatDate } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { decimal } from '#shared/values/decimal.ts'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { hasTarget, shownStatusOf } from '#shared/progress/shown-status.ts'
import { tallyOf, type Tallied } from '#shared/progress/tally.ts'

/** What a funder reads of an initiative before opening it. */
export type LatestRelease =
  | { readonly state: 'none' | 'failed' }
  | {
      readonly state: 'told'
      readonly name: string
      readonly days: string
      /** Null when no figure is told for the whole initiative. */
      readonly tally: Tallied | null
      readonly coverage: string | null
    }

/** How many figures rest on everything that was expected, of those where something was; null when nothing was. */
export function coverageOf(cells: readonly Pick<ProgressCell, 'coverage'>[]): { readonly complete: number; readonly total: number } | null {
  const known = cells.flatMap(({ coverage }) => (coverage === null ? [] : [decimal(coverage)]))
  return known.length === 0 ? null : { complete: known.filter((share) => share.gte(1)).length, total: known.length }
}

/** The latest release of an initiative as one hat reads it: its name and days, and how many indicators of the whole stand where. */
export async function readLatestRelease(
  fetch: typeof globalThis.fetch,
  { id, hatId }: { readonly id: string; readonly hatId: string },
  locale: Locale,
): Promise<LatestRelease> {
  const asHat: typeof globalThis.fetch = (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('maillage-hat', hatId)
    return fetch(input, { ...init, headers })
  }
  try {
    const { release, asOf, cells } = await call(asHat, progressRoutes.read, { params: { initiativeId: id }, query: { basis: 'published' } })
    if (release === null) return { state: 'none' }
    const rows = cells.map((cell) => ({
      status: shownStatusOf(cell),
      reason: cell.reason,
      isFragile: cell.flags.includes('fragile'),
      hasTarget: hasTarget(cell),
    }))
    const coverage = coverageOf(cells)
    return {
      state: 'told',
      name: [
        release.name,
        ...(release.edition > 1 ? [m.releases_edition({ edition: String(release.edition) }, { locale })] : []),
        ...(release.isPreliminary ? [m.releases_preliminary({}, { locale })] : []),
      ].join(' · '),
      days: m.releases_as_of({ date: formatDate(locale, asOf) }, { locale }),
      tally: rows.length === 0 ? null : tallyOf(rows),
      coverage: coverage === null ? null : m.home_coverage({ complete: String(coverage.complete), total: String(coverage.total) }, { locale }),
    }
  } catch (cause) {
    if (cause instanceof ApiProblem) return { state: 'failed' }
    throw cause
  }
}
