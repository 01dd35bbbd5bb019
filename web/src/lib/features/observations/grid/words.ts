import { multiplyText } from '#shared/i18n/decimal-text.ts'
import { formatMeasure, formatNumber } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { CheckWarning } from '#shared/observations/checks.ts'
import { warningSentence } from '../warning-sentence.ts'
import type { Part, Series } from './model.ts'

/** Why a cell is refused, by code; a code without a sentence says that the value does not fit, never nothing. */
const FAULTS: Readonly<Record<string, () => string>> = {
  above_whole: m.entry_fault_above_whole,
  achieved_on_in_future: m.entry_fault_achieved_on_in_future,
  achieved_on_required: m.entry_fault_achieved_on_required,
  achieved_on_without_yes: m.entry_fault_achieved_on_without_yes,
  categories_above_total: m.entry_fault_categories_above_total,
  currency_without_decimals: m.entry_fault_currency_without_decimals,
  denominator_not_positive: m.entry_fault_denominator_not_positive,
  denominator_required: m.entry_fault_denominator_required,
  conflict: m.entry_fault_move_not_allowed,
  emptied: m.entry_fault_emptied,
  figure_with_absence: m.entry_fault_figure_with_absence,
  four_eyes: m.problems_four_eyes,
  invalid_period: m.entry_fault_invalid_period,
  move_not_allowed: m.entry_fault_move_not_allowed,
  negative: m.entry_fault_negative,
  not_a_date: m.grid_fault_not_a_date,
  not_allowed: m.problems_not_allowed,
  not_a_number: m.entry_fault_not_a_number,
  not_an_integer: m.entry_fault_not_an_integer,
  not_for_this_kind: m.entry_fault_not_for_this_kind,
  not_yes_or_no: m.grid_fault_not_yes_or_no,
  number_ambiguous: m.entry_fault_number_ambiguous,
  numerator_above_denominator: m.entry_fault_numerator_above_denominator,
  numerator_required: m.entry_fault_numerator_required,
  observation_published: m.grid_state_published,
  outside_range: m.entry_fault_outside_range,
  partner_left: m.entry_fault_partner_left,
  partner_not_yours: m.entry_fault_partner_not_yours,
  partner_on_population_indicator: m.entry_fault_partner_on_population_indicator,
  period_locked: m.entry_fault_period_locked,
  rate_not_positive: m.entry_fault_rate_not_positive,
  rate_required: m.entry_fault_rate_required,
  reason_required: m.grid_fault_reason_required,
  review_started: m.entry_fault_review_started,
  sample_below_one: m.entry_fault_sample_below_one,
  too_many_digits: m.entry_fault_too_many_digits,
  unknown_reference: m.entry_fault_unknown_reference,
  value_required: m.entry_fault_value_required,
}

export const faultWord = (code: string): string => (FAULTS[code] ?? m.grid_fault_other)()

const PARTS: Readonly<Record<Part, () => string>> = {
  value: m.entry_value,
  numerator: m.entry_numerator,
  denominator: m.entry_denominator,
  sampleN: m.entry_sample,
  done: m.grid_done,
  achievedOn: m.entry_achieved_on,
}

export const partWord = (part: Part): string => PARTS[part]()
export const yesNo = () => ({ yes: m.entry_yes(), no: m.entry_no() })

/** A stored number of a series as it is shown, with its unit. */
export function measured(text: string, series: Series, locale: Locale): string {
  if (series.unit === '' || series.unit === series.currency) return formatNumber(locale, multiplyText(text, series.factor))
  return formatMeasure(locale, text, { displayFactor: series.factor, decimals: series.decimals, unitLabel: series.unit })
}

/** What is unusual in a figure, with the numbers that say so. */
export function warningWord(warning: CheckWarning, series: Series, locale: Locale): string {
  const unit = series.kind === 'currency' ? { currencyCode: series.currency } : { unitLabel: series.resultUnit }
  return warningSentence(warning, { displayFactor: series.factor, decimals: series.decimals, ...unit }, locale)
}
