/** The part of an indicator version that arithmetic reads. */
export interface Definition {
  readonly unitKind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  readonly countingUnit: 'persons' | 'households' | 'organisations' | 'places' | 'events' | 'things' | 'money'
  readonly temporalKind: 'flow' | 'stock' | 'snapshot'
  readonly accumulation: 'per_period' | 'year_to_date' | 'since_start'
  readonly trackedAccumulation: 'per_period' | 'year_to_date' | 'since_start'
  readonly periodsDistinct: boolean
  readonly partsUnknown: boolean
  readonly denominatorShared: boolean
  readonly completeList: boolean
  readonly overlapPartners: 'none' | 'possible' | 'unknown'
  readonly overlapTerritories: 'none' | 'possible' | 'unknown'
  readonly minCoverage: string
  readonly minDenominator: number
}

/** What the rules of aggregation read of a version. */
export type Aggregated = Omit<Definition, 'minCoverage' | 'minDenominator' | 'completeList'>

/** How figures are put together along one axis (domain 3.4). */
export type AggregationRule = 'sum' | 'range' | 'ratio_of_sums' | 'weighted_mean' | 'share' | 'last' | 'none'

/** Whether figures are numbers of people, who may be counted twice. */
export function countsPeople(definition: Pick<Definition, 'unitKind' | 'countingUnit'>): boolean {
  return definition.unitKind === 'count' && (definition.countingUnit === 'persons' || definition.countingUnit === 'households')
}

/** The rule over partners or territories: one territory and period from several figures. */
export function ruleOverPlaces(definition: Aggregated, axis: 'partners' | 'territories'): AggregationRule {
  switch (definition.unitKind) {
    case 'count':
      return countsPeople(definition) && (axis === 'partners' ? definition.overlapPartners : definition.overlapTerritories) !== 'none' ? 'range' : 'sum'
    case 'currency':
      return 'sum'
    case 'ratio':
      return definition.partsUnknown ? 'none' : 'ratio_of_sums'
    case 'mean':
      return 'weighted_mean'
    case 'milestone':
      return 'share'
    case 'index':
      return 'none'
  }
}

/** The rule over periods: one figure of a year from those of its quarters. */
export function ruleOverPeriods(definition: Aggregated): AggregationRule {
  if (definition.unitKind === 'milestone' || definition.unitKind === 'index' || definition.partsUnknown) return 'last'
  if (definition.temporalKind !== 'flow' || definition.accumulation !== 'per_period') return 'last'
  switch (definition.unitKind) {
    case 'count':
      return countsPeople(definition) && !definition.periodsDistinct ? 'none' : 'sum'
    case 'currency':
      return 'sum'
    case 'ratio':
      return 'ratio_of_sums'
    case 'mean':
      return 'weighted_mean'
  }
}

/** Kinds that are never put together: each figure is its territory's own (D29). */
export function isNeverAggregated(definition: Pick<Definition, 'unitKind' | 'partsUnknown'>): boolean {
  return definition.unitKind === 'index' || (definition.unitKind === 'ratio' && definition.partsUnknown)
}
