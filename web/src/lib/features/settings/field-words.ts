import type { DefinitionField } from '#shared/indicators/meaning.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { ACCUMULATIONS, CONDITIONS, COUNTED, DIRECTIONS, FREQUENCIES, OVERLAPS, RESULTS, SOURCES, TEMPORAL_KINDS, UNIT_KINDS } from './indicator-words.ts'

/** Fields of a definition in words, as their form names them. */
export const FIELD_WORDS: Readonly<Record<DefinitionField, () => string>> = {
  nameFr: m.indicators_name_fr,
  nameEn: m.indicators_name_en,
  definitionFr: m.indicators_definition_fr,
  definitionEn: m.indicators_definition_en,
  formulaFr: m.indicators_formula_fr,
  formulaEn: m.indicators_formula_en,
  purposeFr: m.indicators_purpose_fr,
  purposeEn: m.indicators_purpose_en,
  limitsFr: m.indicators_caveat_fr,
  limitsEn: m.indicators_caveat_en,
  conditions: m.indicators_conditions,
  resultType: m.indicators_result,
  unitKind: m.indicators_kind,
  countingUnit: m.indicators_counts,
  temporalKind: m.indicators_temporal,
  accumulation: m.indicators_accumulation,
  trackedAccumulation: m.indicators_tracked,
  periodsDistinct: m.indicators_distinct,
  direction: m.indicators_direction,
  maintainLo: m.indicators_maintain_lo,
  maintainHi: m.indicators_maintain_hi,
  containment: m.indicators_containment,
  isProportion: m.indicators_is_proportion,
  partsUnknown: m.indicators_parts_unknown,
  denominatorShared: m.indicators_denominator_shared,
  completeList: m.indicators_complete_list,
  displayFactor: m.indicators_factor,
  decimals: m.indicators_decimals,
  unitLabelFr: m.indicators_unit_fr,
  unitLabelEn: m.indicators_unit_en,
  currencyCode: m.indicators_currency,
  indexMin: m.indicators_index_min,
  indexMax: m.indicators_index_max,
  frequency: m.indicators_frequency,
  everyNYears: m.indicators_every_n,
  statusPeriods: m.indicators_status_periods,
  overlapPartners: m.indicators_overlap,
  overlapTerritories: m.indicators_overlap_places,
  tolerance: m.indicators_tolerance,
  onTrackRatio: m.indicators_on_track,
  watchRatio: m.indicators_watch,
  minCoverage: m.indicators_min_coverage,
  minDenominator: m.indicators_min_denominator,
  dueDays: m.indicators_due_days,
  sourceKind: m.indicators_source_kind,
  sourceFr: m.indicators_source_fr,
  sourceEn: m.indicators_source_en,
  licence: m.indicators_licence,
  responsible: m.indicators_responsible,
  suppressionApplies: m.indicators_masks,
}

/** Words of the fields that hold a choice. */
const CHOSEN: Readonly<Partial<Record<DefinitionField, Readonly<Record<string, () => string>>>>> = {
  resultType: RESULTS,
  unitKind: Object.fromEntries(Object.entries(UNIT_KINDS).map(([kind, words]) => [kind, words.label])),
  countingUnit: COUNTED,
  temporalKind: TEMPORAL_KINDS,
  accumulation: ACCUMULATIONS,
  trackedAccumulation: ACCUMULATIONS,
  direction: DIRECTIONS,
  frequency: FREQUENCIES,
  overlapPartners: OVERLAPS,
  overlapTerritories: OVERLAPS,
  sourceKind: SOURCES,
}

/** A stored value of a field as a reader reads it; `number` writes the figures. */
export function fieldValue(field: DefinitionField, value: string | null, number: (text: string) => string): string {
  if (value === null) return m.versions_nothing()
  if (value === 'true') return m.trial_yes()
  if (value === 'false') return m.trial_no()
  const chosen = CHOSEN[field]?.[value]
  if (chosen !== undefined) return chosen()
  if (field === 'conditions')
    return value
      .split(', ')
      .map((part) => CONDITIONS[part as keyof typeof CONDITIONS]?.() ?? part)
      .join(', ')
  return /^-?\d+(\.\d+)?$/.test(value) ? number(value) : value
}
