import type { Definition } from '#shared/indicators/definition.ts'
import { suppressionByDefault } from '#shared/indicators/definition-faults.ts'
import type { DefinitionInput, IndicatorVersion } from '#shared/indicators/contract.ts'

/** A definition as the columns of a version. */
export function versionValues(definition: DefinitionInput) {
  const d = definition
  return {
    name_fr: d.nameFr, name_en: d.nameEn ?? null, definition_fr: d.definitionFr, definition_en: d.definitionEn ?? null, formula_fr: d.formulaFr ?? null, formula_en: d.formulaEn ?? null,
    purpose_fr: d.purposeFr, purpose_en: d.purposeEn ?? null, limits_fr: d.limitsFr ?? null, limits_en: d.limitsEn ?? null, conditions: d.conditions, result_type: d.resultType ?? null,
    unit_kind: d.unitKind, counting_unit: d.countingUnit, temporal_kind: d.temporalKind, accumulation: d.accumulation, tracked_accumulation: d.trackedAccumulation,
    periods_distinct: d.periodsDistinct, direction: d.direction, maintain_lo: d.maintainLo ?? null, maintain_hi: d.maintainHi ?? null, containment: d.containment,
    is_proportion: d.isProportion, parts_unknown: d.partsUnknown, denominator_shared: d.denominatorShared, complete_list: d.completeList,
    display_factor: d.displayFactor, decimals: d.decimals, unit_label_fr: d.unitLabelFr ?? null, unit_label_en: d.unitLabelEn ?? null, currency_code: d.currencyCode ?? null,
    index_min: d.indexMin ?? null, index_max: d.indexMax ?? null, frequency: d.frequency, every_n_years: d.everyNYears ?? null,
    status_periods: d.statusPeriods === undefined || d.statusPeriods === null || d.statusPeriods.length === 0 ? null : d.statusPeriods,
    overlap_partners: d.overlapPartners, overlap_territories: d.overlapTerritories, tolerance: d.tolerance ?? null, on_track_ratio: d.onTrackRatio, watch_ratio: d.watchRatio,
    min_coverage: d.minCoverage, min_denominator: d.minDenominator, due_days: d.dueDays, source_kind: d.sourceKind, source_fr: d.sourceFr ?? null, source_en: d.sourceEn ?? null,
    licence: d.licence ?? null, responsible: d.responsible ?? null, suppression_applies: d.suppressionApplies ?? suppressionByDefault(d),
  }
}

/** The part of a version that arithmetic reads. */
export function definitionOf(version: IndicatorVersion): Definition & { readonly direction: IndicatorVersion['direction'] } {
  const {
    unitKind, countingUnit, temporalKind, accumulation, trackedAccumulation, periodsDistinct, partsUnknown, denominatorShared, completeList, overlapPartners, overlapTerritories,
    minCoverage, minDenominator, direction,
  } = version
  return {
    unitKind, countingUnit, temporalKind, accumulation, trackedAccumulation, periodsDistinct, partsUnknown, denominatorShared, completeList, overlapPartners, overlapTerritories,
    minCoverage, minDenominator, direction,
  }
}
