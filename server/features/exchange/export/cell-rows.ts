import { CELL_COLUMNS, wordOf, type ExportLanguage } from '#shared/exchange/export/columns.ts'
import { observationStatus, SUPPRESSED } from '#shared/exchange/export/obs-status.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { toldTrend } from '#shared/progress/told-trend.ts'
import type { Row } from './document.ts'
import { asDisplayed, named } from './figure-rows.ts'
import type { PartnerFacts, PeriodFacts, PlaceFacts, VersionFacts } from './queries.ts'

/** What the codes of cells stand for. */
export interface CellBooks {
  readonly versions: readonly VersionFacts[]
  readonly places: ReadonlyMap<string, PlaceFacts>
  readonly partners: ReadonlyMap<string, PartnerFacts>
  readonly periods: ReadonlyMap<string, PeriodFacts>
}

function versionOn(versions: readonly VersionFacts[], day: string | undefined): VersionFacts | undefined {
  return versions.findLast(({ validFrom }) => day === undefined || validFrom <= day) ?? versions[0]
}

/**
 * Cells under the columns of an export of totals. Where people may be counted twice the value is blank: bounds, and the
 * estimate where one was measured, never a sum alone (domain 8, situation 5).
 */
export function cellRows(cells: readonly ProgressCell[], books: CellBooks, basis: string, language: ExportLanguage): Row[] {
  const byIndicator = Map.groupBy(books.versions, ({ indicator }) => indicator)
  const word = (column: string, code: string | null) => (code === null ? null : wordOf(column, code, language))
  return cells.map((cell) => {
    const period = books.periods.get(cell.period)
    const version = versionOn(byIndicator.get(cell.indicator) ?? [], period?.endsOn)
    const place = books.places.get(cell.territory)
    const isRanged = cell.lower !== null && cell.upper !== null && cell.lower !== cell.upper
    const isHidden = cell.mask !== undefined && cell.mask !== 'none'
    const estimate = isRanged && cell.flags.includes('overlap_estimated') ? cell.value : null
    const shown = isRanged ? estimate : cell.value
    const texts: Readonly<Record<string, string | null>> = {
      indicator: cell.indicator,
      indicator_name: version === undefined ? null : named(version.nameFr, version.nameEn, language),
      unit_kind: word('unit_kind', version?.unitKind ?? null),
      unit: version === undefined ? null : named(version.unitLabelFr, version.unitLabelEn, language),
      territory: cell.territory,
      territory_name: place === undefined ? null : named(place.nameFr, place.nameEn, language),
      territory_level: cell.level,
      partner: cell.partner,
      partner_name: cell.partner === null ? null : (books.partners.get(cell.partner)?.name ?? null),
      period: cell.period,
      period_start: period?.startsOn ?? null,
      period_end: period?.endsOn ?? null,
      category: cell.category,
      presence: word('presence', cell.presence),
      value: isRanged ? null : cell.value,
      mask: isHidden ? 's' : null,
      lower: isRanged ? cell.lower : null,
      upper: isRanged ? cell.upper : null,
      estimate,
      additivity: word('additivity', cell.additivity),
      numerator: cell.numerator,
      denominator: cell.denominator,
      n: cell.n,
      displayed_value: version === undefined ? null : asDisplayed(shown, version),
      coverage: cell.coverage,
      baseline: cell.baseline,
      target: cell.target,
      expected: cell.expected,
      progress: cell.progress,
      status: word('status', cell.status),
      status_reason: cell.reason,
      trend: word('trend', version === undefined ? null : toldTrend(cell, version)),
      previous: isRanged ? null : cell.previous,
      previous_period: cell.previousPeriod,
      obs_status: isHidden ? SUPPRESSED : observationStatus(cell.presence, cell.flags, basis !== 'provisional'),
      flags: cell.flags.length === 0 ? null : cell.flags.join('|'),
    }
    return CELL_COLUMNS.map(({ id }) => texts[id] ?? null)
  })
}
