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

/** Choices of a list, in its order. */
export function choices(words: Readonly<Record<string, () => string>>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label: label() }))
}
