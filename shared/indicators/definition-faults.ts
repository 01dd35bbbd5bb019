import { Decimal } from '#shared/values/decimal.ts'
import type { DefinitionInput } from './contract.ts'

/** One fault between the fields of a definition: a JSON Pointer inside it, and why. */
export interface DefinitionFault {
  readonly pointer: string
  readonly code: 'required' | 'not_for_this_kind' | 'reversed' | 'outside_range' | 'not_positive' | 'unknown_period'
}

/** Endings of period codes by frequency: what `statusPeriods` may name. */
const ENDINGS: Partial<Record<DefinitionInput['frequency'], RegExp>> = { quarter: /^Q[1-4]$/, semester: /^S[12]$/, month: /^(0[1-9]|1[0-2])$/ }

/**
 * Rules between the fields of a definition (domain 3.2, 3.3), all faults at once: what each unit kind
 * needs, ranges in order, shares between 0 and 1.
 */
export function definitionFaults(definition: DefinitionInput, scope: 'population' | 'performance'): DefinitionFault[] {
  const faults: DefinitionFault[] = []
  const refuse = (field: keyof DefinitionInput, code: DefinitionFault['code']) => void faults.push({ pointer: `/${field}`, code })
  const given = (field: keyof DefinitionInput) => definition[field] !== undefined && definition[field] !== null && definition[field] !== false
  const number = (
    field: 'maintainLo' | 'maintainHi' | 'indexMin' | 'indexMax' | 'onTrackRatio' | 'watchRatio' | 'minCoverage' | 'displayFactor' | 'tolerance',
  ) => {
    const text = definition[field]
    return text === undefined || text === null ? null : new Decimal(text)
  }
  const need = (field: keyof DefinitionInput, when: boolean) => {
    if (when && !given(field)) refuse(field, 'required')
    if (!when && given(field)) refuse(field, 'not_for_this_kind')
  }
  const { unitKind, direction, frequency, temporalKind, accumulation, trackedAccumulation } = definition

  need('resultType', scope === 'performance')
  for (const field of ['maintainLo', 'maintainHi'] as const) need(field, direction === 'maintain')
  for (const field of ['indexMin', 'indexMax'] as const) need(field, unitKind === 'index')
  need('currencyCode', unitKind === 'currency')
  need('everyNYears', frequency === 'every_n_years')
  if (definition.partsUnknown && unitKind !== 'ratio') refuse('partsUnknown', 'not_for_this_kind')
  if (definition.denominatorShared && unitKind !== 'ratio') refuse('denominatorShared', 'not_for_this_kind')
  if (definition.isProportion && unitKind !== 'ratio' && unitKind !== 'milestone') refuse('isProportion', 'not_for_this_kind')
  if ((unitKind === 'currency') !== (definition.countingUnit === 'money')) refuse('countingUnit', 'not_for_this_kind')

  const reversed = (low: Decimal | null, high: Decimal | null) => low !== null && high !== null && low.gt(high)
  if (reversed(number('maintainLo'), number('maintainHi'))) refuse('maintainHi', 'reversed')
  if (reversed(number('indexMin'), number('indexMax'))) refuse('indexMax', 'reversed')
  if (reversed(number('watchRatio'), number('onTrackRatio'))) refuse('watchRatio', 'reversed')
  for (const field of ['onTrackRatio', 'watchRatio', 'minCoverage'] as const) {
    const share = number(field)
    if (share !== null && (share.lt(0) || share.gt(1))) refuse(field, 'outside_range')
  }
  if (number('displayFactor')?.lte(0) === true) refuse('displayFactor', 'not_positive')
  if (number('tolerance')?.lt(0) === true) refuse('tolerance', 'outside_range')

  if (accumulation !== 'per_period' && temporalKind !== 'flow') refuse('accumulation', 'not_for_this_kind')
  if (trackedAccumulation !== accumulation && (accumulation !== 'per_period' || temporalKind !== 'flow')) refuse('trackedAccumulation', 'not_for_this_kind')
  const ending = ENDINGS[frequency]
  if ((definition.statusPeriods ?? []).some((text) => ending?.test(text) !== true)) refuse('statusPeriods', 'unknown_period')
  return faults
}

/** Masking of small numbers is the rule where people or households are counted (domain 3.2). */
export function suppressionByDefault(definition: Pick<DefinitionInput, 'countingUnit'>): boolean {
  return definition.countingUnit === 'persons' || definition.countingUnit === 'households'
}
