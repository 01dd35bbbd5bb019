import { suppressionByDefault } from '#shared/indicators/definition-faults.ts'
import type { DefinitionInput } from '#shared/indicators/contract.ts'
import { faultFor, type Fault } from '#lib/ui/field.ts'

/** What a first definition starts from. */
export const NEW_DEFINITION: Readonly<Record<string, string>> = {
  resultType: 'how_much',
  countingUnit: 'persons',
  temporalKind: 'flow',
  accumulation: 'per_period',
  trackedAccumulation: 'per_period',
  overlapPartners: 'none',
  overlapTerritories: 'none',
  conditions: 'shared_measurement',
  onTrackRatio: '90',
  watchRatio: '70',
  minCoverage: '80',
  minDenominator: '20',
  dueDays: '20',
  isCore: 'on',
}

/** Fields that a first definition can do without, by the summary that they wait behind. */
export const GROUPS = {
  english: ['nameEn', 'definitionEn', 'purposeEn', 'unitLabelEn'],
  texts: ['formulaFr', 'formulaEn', 'limitsFr', 'limitsEn', 'sourceFr', 'sourceEn', 'responsible', 'licence'],
  totals: ['accumulation', 'trackedAccumulation', 'periodsDistinct', 'displayFactor', 'containment'],
  judging: [
    'code',
    'conditions',
    'dimensionCodes',
    'sourceKind',
    'decimals',
    'onTrackRatio',
    'watchRatio',
    'minCoverage',
    'tolerance',
    'minDenominator',
    'dueDays',
    'statusPeriods',
    'completeList',
    'suppressionApplies',
  ],
} as const

type Values = Readonly<Record<string, string | undefined>>
const isPercent = ({ unitKind, displayFactor = '' }: Values) => unitKind === 'ratio' && (displayFactor === '' || displayFactor === '100')

/** What a field holds when nobody chose otherwise, where other fields decide it; blank is always that. */
const DERIVED: Readonly<Record<string, (values: Values) => string>> = {
  unitLabelEn: (values) => (isPercent(values) ? '%' : ''),
  displayFactor: ({ unitKind }) => (unitKind === 'ratio' ? '100' : '1'),
  decimals: (values) => (isPercent(values) ? '1' : '0'),
  sourceKind: ({ scope }) => (scope === 'population' ? 'official' : 'partner'),
}

function isDefault(name: string, values: Values): boolean {
  const value = values[name] ?? ''
  // A new definition does not ask: what it counts decides.
  if (name === 'suppressionApplies')
    return !('masksByChoice' in values) || (value !== '') === suppressionByDefault({ countingUnit: values.countingUnit as DefinitionInput['countingUnit'] })
  return value === (DERIVED[name]?.(values) ?? NEW_DEFINITION[name] ?? '') || (value === '' && name in DERIVED)
}

/** Whether a group is shown open: something of it is refused, or was chosen. */
export const isGroupOpen = (group: keyof typeof GROUPS, values: Values, faults: readonly Fault[]): boolean =>
  GROUPS[group].some((name) => faultFor(faults, name) !== undefined || !isDefault(name, values))
