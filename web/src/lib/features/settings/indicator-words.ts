import type { DefinitionInput } from '#shared/indicators/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** Kinds of unit in plain words, each with an example. */
export const UNIT_KINDS: Readonly<Record<DefinitionInput['unitKind'], { label: () => string; hint: () => string }>> = {
  count: { label: m.indicators_kind_count, hint: m.indicators_kind_count_hint },
  ratio: { label: m.indicators_kind_ratio, hint: m.indicators_kind_ratio_hint },
  mean: { label: m.indicators_kind_mean, hint: m.indicators_kind_mean_hint },
  index: { label: m.indicators_kind_index, hint: m.indicators_kind_index_hint },
  currency: { label: m.indicators_kind_currency, hint: m.indicators_kind_currency_hint },
  milestone: { label: m.indicators_kind_milestone, hint: m.indicators_kind_milestone_hint },
}

export const COUNTED: Readonly<Record<DefinitionInput['countingUnit'], () => string>> = {
  persons: m.indicators_counts_persons,
  households: m.indicators_counts_households,
  organisations: m.indicators_counts_organisations,
  places: m.indicators_counts_places,
  events: m.indicators_counts_events,
  things: m.indicators_counts_things,
  money: m.indicators_counts_money,
}

export const FREQUENCIES: Readonly<Record<DefinitionInput['frequency'], () => string>> = {
  month: m.indicator_frequency_month,
  quarter: m.indicator_frequency_quarter,
  semester: m.indicator_frequency_semester,
  year: m.indicator_frequency_year,
  school_year: m.indicator_frequency_school_year,
  fiscal_year: m.indicator_frequency_fiscal_year,
  every_n_years: m.indicator_frequency_every_n_years,
  ad_hoc: m.indicator_frequency_ad_hoc,
}

export const DIRECTIONS: Readonly<Record<DefinitionInput['direction'], () => string>> = {
  increase: m.indicators_direction_increase,
  decrease: m.indicators_direction_decrease,
  maintain: m.indicators_direction_maintain,
}

export const OVERLAPS: Readonly<Record<DefinitionInput['overlapPartners'], () => string>> = {
  none: m.indicators_overlap_none,
  possible: m.indicators_overlap_possible,
  unknown: m.indicators_overlap_unknown,
}

export const TEMPORAL_KINDS: Readonly<Record<DefinitionInput['temporalKind'], () => string>> = {
  flow: m.indicators_temporal_flow,
  stock: m.indicators_temporal_stock,
  snapshot: m.indicators_temporal_snapshot,
}

export const ACCUMULATIONS: Readonly<Record<DefinitionInput['accumulation'], () => string>> = {
  per_period: m.indicators_accumulation_per_period,
  year_to_date: m.indicators_accumulation_year_to_date,
  since_start: m.indicators_accumulation_since_start,
}

/** Display factors in words: storage is never multiplied. */
export const FACTORS: Readonly<Record<string, () => string>> = {
  '1': m.indicators_factor_1,
  '100': m.indicators_factor_100,
  '1000': m.indicators_factor_1000,
  '10000': m.indicators_factor_10000,
  '100000': m.indicators_factor_100000,
}

export const CONDITIONS: Readonly<Record<DefinitionInput['conditions'][number], () => string>> = {
  common_agenda: m.dashboard_condition_common_agenda,
  mutually_reinforcing_activities: m.dashboard_condition_mutually_reinforcing_activities,
  shared_measurement: m.dashboard_condition_shared_measurement,
  continuous_communication: m.dashboard_condition_continuous_communication,
  backbone_support: m.dashboard_condition_backbone_support,
}

export const SOURCES: Readonly<Record<DefinitionInput['sourceKind'], () => string>> = {
  partner: m.indicators_source_partner,
  official: m.indicators_source_official,
  survey: m.indicators_source_survey,
  administrative: m.indicators_source_administrative,
}

export const RESULTS: Readonly<Record<'how_much' | 'how_well' | 'better_off', () => string>> = {
  how_much: m.indicators_result_how_much,
  how_well: m.indicators_result_how_well,
  better_off: m.indicators_result_better_off,
}

/** Choices of a list, in its order. */
export function choices(words: Readonly<Record<string, () => string>>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label: label() }))
}
