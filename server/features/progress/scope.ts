import type { KnownPeriod } from '#shared/progress/assemble.ts'
import type { BaselineRule, Place, Rules } from '#shared/progress/rules.ts'
import { decimal, decimalOrNull, divide, toText } from '#shared/values/decimal.ts'
import type { PeriodKind } from '#shared/values/period.ts'
import type { BaselineRow, PeriodRow, PlaceRow, Scope, VersionRow } from './queries.ts'

/** Rows of the database as the rules of progress read them. */
export function readPeriods(rows: readonly PeriodRow[]): KnownPeriod[] {
  return rows.map((row) => ({ id: row.id, kind: row.kind as PeriodKind, code: row.code, startsOn: row.starts_on, endsOn: row.ends_on }))
}

/** Territories with the days on which their shape changed. */
export function readPlaces(rows: readonly PlaceRow[], breaks: Scope['breaks']): Place[] {
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    level: row.level,
    isTop: row.is_top,
    isAboveTop: row.is_above_top,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    breaks: breaks.length === 0 ? [] : breaks.filter((one) => one.territory_id === row.id).map((one) => one.occurred_on),
  }))
}

function baselineRule(row: BaselineRow, periods: ReadonlyMap<string, KnownPeriod>): BaselineRule | null {
  const value = row.numerator !== null && row.denominator !== null ? divide(decimal(row.numerator), decimal(row.denominator)) : decimalOrNull(row.value)
  if (value === null) return null
  return {
    territoryId: row.territory_id,
    category: row.category,
    value,
    text: toText(value),
    period: row.period_id === null ? null : (periods.get(row.period_id) ?? null),
  }
}

/** Versions with their thresholds, targets and baselines parsed once. */
export function readRules(versions: readonly VersionRow[], baselines: readonly BaselineRow[], known: readonly KnownPeriod[]): Rules[] {
  const periods = new Map(known.map((period) => [period.id, period]))
  const byVersion = Map.groupBy(baselines, (row) => row.version_id)
  return versions.map((row) => ({
    versionId: row.id,
    indicatorId: row.indicator_id,
    indicator: row.code,
    scope: row.scope,
    validFrom: row.valid_from,
    definition: {
      unitKind: row.unit_kind,
      countingUnit: row.counting_unit,
      temporalKind: row.temporal_kind,
      accumulation: row.accumulation,
      trackedAccumulation: row.tracked_accumulation,
      periodsDistinct: row.periods_distinct,
      partsUnknown: row.parts_unknown,
      denominatorShared: row.denominator_shared,
      completeList: row.complete_list,
      overlapPartners: row.overlap_partners,
      overlapTerritories: row.overlap_territories,
      minCoverage: row.min_coverage,
      minDenominator: row.min_denominator,
      direction: row.direction,
    },
    frequency: row.frequency,
    everyNYears: row.every_n_years,
    statusPeriods: row.status_periods,
    dueDays: row.due_days,
    tolerance: decimalOrNull(row.tolerance),
    onTrackRatio: decimal(row.on_track_ratio),
    watchRatio: decimal(row.watch_ratio),
    minCoverage: decimal(row.min_coverage),
    band: row.maintain_lo === null || row.maintain_hi === null ? null : [decimal(row.maintain_lo), decimal(row.maintain_hi)],
    containment: row.containment,
    targets: (row.targets ?? [])
      .flatMap((target) => {
        const period = periods.get(target.period_id)
        return period === undefined
          ? []
          : [
              {
                scope: target.scope,
                territoryId: target.territory_id,
                partnerId: target.partner_id,
                category: target.category,
                value: decimal(target.value),
                period,
                decidedOn: target.decided_on,
                supersededOn: target.superseded_on,
              },
            ]
      })
      .sort((a, b) => (a.period.endsOn < b.period.endsOn ? -1 : a.period.endsOn > b.period.endsOn ? 1 : 0)),
    overlaps: (row.overlaps ?? []).map((one) => ({
      territoryId: one.territory_id,
      rate: one.rate,
      estimatedOn: one.estimated_on,
      appliesFrom: one.applies_from,
      appliesTo: one.applies_to,
    })),
    baselines: new Map(
      (byVersion.get(row.id) ?? []).flatMap((baseline) => {
        const rule = baselineRule(baseline, periods)
        return rule === null ? [] : [[`${rule.territoryId} ${rule.category}`, rule] as const]
      }),
    ),
    placed: new Map(),
  }))
}
