import { ruleOverPlaces } from './definition.ts'
import { definitionChanges, type DefinitionField, type DefinitionLike } from './meaning.ts'
import type { DefinitionInput } from './shapes.ts'

/** Fields that change the size of the figures themselves: limits from before would speak of other numbers. */
const SIZE: ReadonlySet<DefinitionField> = new Set([
  'unitKind',
  'countingUnit',
  'temporalKind',
  'accumulation',
  'isProportion',
  'partsUnknown',
  'currencyCode',
  'indexMin',
  'indexMax',
  'frequency',
  'everyNYears',
] satisfies DefinitionField[])

/** What speaks against keeping the limits of plausible values under a new definition; nothing: they are kept unless somebody says no. */
export function againstLimits(before: DefinitionLike, after: DefinitionLike): DefinitionField[] {
  return definitionChanges(before, after).flatMap(({ field }) => (SIZE.has(field) ? [field] : []))
}

/** Whether people counted twice still make a range of a total (domain 3.4): else an estimate of them is read by nothing. */
export function readsOverlaps(definition: Parameters<typeof ruleOverPlaces>[0]): boolean {
  return (['partners', 'territories'] as const).some((axis) => ruleOverPlaces(definition, axis) === 'range')
}

/** Ends of period codes that a frequency has. */
const ENDINGS: Partial<Record<DefinitionInput['frequency'], RegExp>> = { month: /^(0[1-9]|1[0-2])$/, quarter: /^Q[1-4]$/, semester: /^S[12]$/ }

/** Whether an assignment narrowed to some periods would bind nobody: the frequency has none of them. */
export function bindsNothing(periodFilter: readonly string[] | null, frequency: DefinitionInput['frequency']): boolean {
  const has = ENDINGS[frequency]
  return periodFilter !== null && periodFilter.every((ending) => has === undefined || !has.test(ending))
}
