import { m } from '#shared/i18n/paraglide/messages.js'
import type { Locale } from '#shared/i18n/locales.ts'
import { ruleOverPeriods, ruleOverPlaces, type Aggregated } from './definition.ts'

export type Axis = 'partners' | 'territories' | 'periods'
/** The axes in the order in which figures are put together. */
export const AXES: readonly Axis[] = ['partners', 'territories', 'periods']

const countsPeople = ({ countingUnit }: Aggregated) => countingUnit === 'persons' || countingUnit === 'households'

/** « personnes » or « ménages », where they are counted. */
function people(version: Aggregated, locale: Locale): string {
  return version.countingUnit === 'households' ? m.aggregation_households({}, { locale }) : m.aggregation_persons({}, { locale })
}

function overPlaces(version: Aggregated, axis: 'partners' | 'territories', locale: Locale): string {
  const here = { locale }
  switch (version.unitKind) {
    case 'count': {
      const isRange = ruleOverPlaces(version, axis) === 'range'
      if (isRange) {
        const overlap = axis === 'partners' ? version.overlapPartners : version.overlapTerritories
        const input = { people: people(version, locale) }
        return overlap === 'unknown' ? m.aggregation_range_unknown(input, here) : m.aggregation_range_possible(input, here)
      }
      // Places stay apart, but what each of them shows may already be a range.
      if (axis === 'territories' && countsPeople(version) && version.overlapPartners !== 'none') return m.aggregation_sum_of_ranges({}, here)
      if (countsPeople(version)) return m.aggregation_sum_of_people({ people: people(version, locale) }, here)
      return version.temporalKind === 'stock' ? m.aggregation_sum_of_stocks({}, here) : m.aggregation_sum({}, here)
    }
    case 'currency':
      return version.temporalKind === 'stock' ? m.aggregation_sum_of_stocks({}, here) : m.aggregation_sum_of_money({}, here)
    case 'ratio':
      if (version.partsUnknown) return m.aggregation_parts_unknown({}, here)
      return version.denominatorShared && axis === 'partners' ? m.aggregation_shared_denominator({}, here) : m.aggregation_ratio({}, here)
    case 'mean':
      return m.aggregation_mean({}, here)
    case 'milestone':
      return m.aggregation_share({}, here)
    case 'index':
      return m.aggregation_index({}, here)
  }
}

function overPeriods(version: Aggregated, locale: Locale): string {
  const here = { locale }
  const rule = ruleOverPeriods(version)
  switch (rule) {
    case 'sum':
      if (version.trackedAccumulation === 'since_start') return m.aggregation_running_since_start({}, here)
      if (version.trackedAccumulation === 'year_to_date') return m.aggregation_running_year({}, here)
      return version.unitKind === 'currency' ? m.aggregation_sum_nominal({}, here) : m.aggregation_sum_of_periods({}, here)
    case 'ratio_of_sums':
      return m.aggregation_ratio({}, here)
    case 'weighted_mean':
      return m.aggregation_mean({}, here)
    case 'last':
      if (version.unitKind === 'milestone') return m.aggregation_last_state({}, here)
      if (version.temporalKind === 'flow' && version.accumulation !== 'per_period') return m.aggregation_last_total({}, here)
      return version.temporalKind === 'stock' ? m.aggregation_last_stock({}, here) : m.aggregation_last({}, here)
    default:
      return m.aggregation_people_of_periods({ people: people(version, locale) }, here)
  }
}

/**
 * How figures are put together along an axis, in one sentence of plain language: the rule of domain 3.4
 * for the version's kind of unit and settings, as `ruleOverPlaces` and `ruleOverPeriods` apply it.
 */
export function aggregationSentence(version: Aggregated, axis: Axis, locale: Locale): string {
  return axis === 'periods' ? overPeriods(version, locale) : overPlaces(version, axis, locale)
}
