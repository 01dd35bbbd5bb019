import type { DefinitionInput } from '#shared/indicators/contract.ts'
import type { DataElement } from './metadata.ts'

/** Why a data element has no indicator: people's own records, a value that is no figure, an aggregation without a rule here. */
export type NotDefined = 'tracker' | 'value_type' | 'aggregation_type'

type Meaning = Pick<DefinitionInput, 'unitKind' | 'temporalKind'> &
  Partial<Pick<DefinitionInput, 'partsUnknown' | 'isProportion' | 'displayFactor' | 'decimals'>>

const NUMBERS = new Set(['NUMBER', 'INTEGER', 'INTEGER_POSITIVE', 'INTEGER_ZERO_OR_POSITIVE', 'PERCENTAGE', 'UNIT_INTERVAL'])
const YES_NO = new Set(['BOOLEAN', 'TRUE_ONLY'])

/**
 * How a data element's figures add up, from what DHIS2 says of them and nothing else. A share without its
 * parts is never added up; an average without its number of answers is never averaged again.
 */
function meaningOf({ valueType, aggregationType }: Pick<DataElement, 'valueType' | 'aggregationType'>): Meaning | NotDefined {
  if (YES_NO.has(valueType)) return { unitKind: 'milestone', temporalKind: 'flow', isProportion: true, displayFactor: '100' }
  if (!NUMBERS.has(valueType)) return 'value_type'
  if (valueType === 'PERCENTAGE') return { unitKind: 'ratio', temporalKind: 'snapshot', partsUnknown: true, displayFactor: '100', decimals: 1 }
  if (valueType === 'UNIT_INTERVAL') return { unitKind: 'ratio', temporalKind: 'snapshot', partsUnknown: true, displayFactor: '1', decimals: 2 }
  switch (aggregationType) {
    case 'SUM':
      return { unitKind: 'count', temporalKind: 'flow' }
    // Added up over places, never over time.
    case 'AVERAGE_SUM_ORG_UNIT':
    case 'LAST':
    case 'LAST_IN_PERIOD':
      return { unitKind: 'count', temporalKind: 'stock' }
    case 'AVERAGE':
      return { unitKind: 'mean', temporalKind: 'flow', decimals: 1 }
    case 'LAST_AVERAGE_ORG_UNIT':
    case 'LAST_IN_PERIOD_AVERAGE_ORG_UNIT':
      return { unitKind: 'mean', temporalKind: 'snapshot', decimals: 1 }
    default:
      return 'aggregation_type'
  }
}

const FREQUENCIES: Readonly<Record<string, DefinitionInput['frequency']>> = {
  Monthly: 'month',
  Quarterly: 'quarter',
  SixMonthly: 'semester',
  Yearly: 'year',
  FinancialApril: 'fiscal_year',
  FinancialJuly: 'fiscal_year',
  FinancialSep: 'fiscal_year',
  FinancialOct: 'fiscal_year',
  FinancialNov: 'fiscal_year',
}

/** How often a data set is filled in; monthly where nothing says so. */
export function frequencyOf(periodType: string | undefined): DefinitionInput['frequency'] {
  return FREQUENCIES[periodType ?? ''] ?? 'month'
}

/** The definition of a data element as an indicator's first version, or why it has none. */
export function defineDataElement(element: DataElement, periodType: string | undefined): Omit<DefinitionInput, 'resultType'> | NotDefined {
  if (element.domainType === 'TRACKER') return 'tracker'
  const meaning = meaningOf(element)
  if (typeof meaning === 'string') return meaning
  const { id, name, aggregationType, valueType, description } = element
  const how = `${id}, ${valueType}, ${aggregationType}`
  return {
    nameFr: (element.nameFr ?? name).slice(0, 200),
    ...(element.nameFr === null && element.nameEn === null ? {} : { nameEn: (element.nameEn ?? name).slice(0, 200) }),
    definitionFr: (description === '' ? `Élément de données DHIS2 (${how}).` : `${description} — DHIS2 (${how}).`).slice(0, 4000),
    definitionEn: (description === '' ? `DHIS2 data element (${how}).` : `${description} — DHIS2 (${how}).`).slice(0, 4000),
    purposeFr: 'À préciser : repris de DHIS2.',
    purposeEn: 'To be said: taken over from DHIS2.',
    conditions: ['shared_measurement'],
    unitKind: meaning.unitKind,
    // DHIS2 does not say what is counted: its sums are followed as it makes them, and small numbers are masked all the same.
    countingUnit: 'events',
    temporalKind: meaning.temporalKind,
    accumulation: 'per_period',
    trackedAccumulation: 'per_period',
    periodsDistinct: false,
    direction: 'increase',
    containment: false,
    isProportion: meaning.isProportion ?? false,
    partsUnknown: meaning.partsUnknown ?? false,
    denominatorShared: false,
    completeList: false,
    displayFactor: meaning.displayFactor ?? '1',
    decimals: meaning.decimals ?? 0,
    frequency: frequencyOf(periodType),
    overlapPartners: 'none',
    overlapTerritories: 'none',
    onTrackRatio: '0.9',
    watchRatio: '0.7',
    minCoverage: '0.8',
    minDenominator: 20,
    dueDays: 20,
    sourceKind: 'administrative',
    sourceFr: 'DHIS2',
    sourceEn: 'DHIS2',
    suppressionApplies: true,
  }
}
