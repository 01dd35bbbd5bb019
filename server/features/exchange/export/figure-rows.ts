import { FIGURE_COLUMNS, wordOf, type ExportLanguage } from '#shared/exchange/export/columns.ts'
import { observationStatus } from '#shared/exchange/export/obs-status.ts'
import { displayedValue } from '#shared/observations/value.ts'
import { canonicalText, Decimal, toText } from '#shared/values/decimal.ts'
import type { ExportFigure, Row } from './document.ts'
import type { VersionFacts } from './queries.ts'

const canonical = (text: string | null) => (text === null ? null : canonicalText(text))

/** A name in a language, the other one's where there is none. */
export function named(fr: string | null, en: string | null, language: ExportLanguage): string | null {
  return language === 'en' ? (en ?? fr) : fr
}

/** A value as people read it: multiplied by its factor, rounded to the decimals that are shown. */
export function asDisplayed(value: string | null, { displayFactor, decimals }: Pick<VersionFacts, 'displayFactor' | 'decimals'>): string | null {
  return value === null ? null : toText(new Decimal(value).times(displayFactor).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP))
}

/** One figure under the columns of an export of figures. */
export function figureRow({ row, version, place, partner, period }: ExportFigure, language: ExportLanguage): Row {
  const bool = row.boolValue === null ? null : row.boolValue ? '1' : '0'
  const word = (column: string, code: string) => wordOf(column, code, language)
  const cells: Readonly<Record<string, string | null>> = {
    indicator: version.indicator,
    indicator_name: named(version.nameFr, version.nameEn, language),
    unit_kind: word('unit_kind', version.unitKind),
    unit: named(version.unitLabelFr, version.unitLabelEn, language),
    territory: place.code,
    territory_name: named(place.nameFr, place.nameEn, language),
    territory_level: place.level,
    partner: partner?.code ?? null,
    partner_name: partner?.name ?? null,
    period: period.code,
    period_start: period.startsOn,
    period_end: period.endsOn,
    category: row.category,
    presence: word('presence', row.presence),
    presence_reason: row.presenceReason,
    value: version.unitKind === 'milestone' ? bool : canonical(row.value),
    numerator: canonical(row.numerator),
    denominator: canonical(row.denominator),
    n: canonical(row.sampleN),
    displayed_value: version.unitKind === 'milestone' ? null : asDisplayed(displayedValue(row), version),
    achieved_on: row.achievedOn,
    amount_original: canonical(row.amountOriginal),
    currency: row.currencyCode,
    fx_rate: canonical(row.fxRate),
    fx_date: row.fxDate,
    direct_total: row.isDirectTotal ? '1' : null,
    state: word('state', row.state),
    obs_status: observationStatus(row.presence, row.isExcused ? [...row.flags, 'S'] : row.flags, row.state === 'validated' || row.state === 'published'),
    flags: row.flags.length === 0 ? null : row.flags.join('|'),
    comment: row.comment,
    figure_version: String(row.version),
    changed_at: row.changedAt.toISOString(),
  }
  return FIGURE_COLUMNS.map(({ id }) => cells[id] ?? null)
}
