import { canonicalText } from '#shared/values/decimal.ts'
import type { DefinitionInput } from './shapes.ts'
import { isUnwritten } from './unwritten.ts'

export type DefinitionField = keyof DefinitionInput

/**
 * What a change of a field does:
 * - wording: nothing to the figures; an edit, with its trace
 * - sense: the text that says what is counted; a typo or a translation is an edit, anything more a new version
 * - setting: how figures are judged, not what they are; a lead's edit
 * - totals: how figures are put together and which way is better, never what is stored; a lead's edit with its reason while nothing was
 *   published, afterwards a new version
 * - meaning: figures before and after no longer compare; a new version
 */
export type FieldKind = 'wording' | 'sense' | 'setting' | 'totals' | 'meaning'

export const FIELD_KINDS: Readonly<Record<DefinitionField, FieldKind>> = {
  nameFr: 'wording',
  nameEn: 'wording',
  definitionFr: 'sense',
  definitionEn: 'sense',
  formulaFr: 'sense',
  formulaEn: 'sense',
  purposeFr: 'wording',
  purposeEn: 'wording',
  limitsFr: 'wording',
  limitsEn: 'wording',
  conditions: 'wording',
  resultType: 'wording',
  unitKind: 'meaning',
  countingUnit: 'totals',
  temporalKind: 'totals',
  accumulation: 'totals',
  trackedAccumulation: 'totals',
  periodsDistinct: 'totals',
  direction: 'totals',
  maintainLo: 'totals',
  maintainHi: 'totals',
  containment: 'totals',
  isProportion: 'meaning',
  partsUnknown: 'meaning',
  denominatorShared: 'totals',
  completeList: 'setting',
  displayFactor: 'meaning',
  decimals: 'wording',
  unitLabelFr: 'wording',
  unitLabelEn: 'wording',
  currencyCode: 'meaning',
  indexMin: 'meaning',
  indexMax: 'meaning',
  frequency: 'meaning',
  everyNYears: 'meaning',
  statusPeriods: 'setting',
  overlapPartners: 'totals',
  overlapTerritories: 'totals',
  tolerance: 'setting',
  onTrackRatio: 'setting',
  watchRatio: 'setting',
  minCoverage: 'setting',
  minDenominator: 'setting',
  dueDays: 'setting',
  sourceKind: 'meaning',
  sourceFr: 'wording',
  sourceEn: 'wording',
  licence: 'wording',
  responsible: 'wording',
  suppressionApplies: 'setting',
}
export const DEFINITION_FIELDS = Object.keys(FIELD_KINDS) as readonly DefinitionField[]

/** Fields that targets were set by: while some stand, changing one would turn them round. */
export const AIM_FIELDS: ReadonlySet<DefinitionField> = new Set(['direction', 'maintainLo', 'maintainHi', 'containment'] satisfies DefinitionField[])

/** A definition as it is stored or given, field by field. */
export type DefinitionLike = Readonly<Partial<Record<DefinitionField, string | number | boolean | readonly string[] | null | undefined>>>

/** One field that differs; values as text, null where there is none. */
export interface DefinitionChange {
  readonly field: DefinitionField
  readonly from: string | null
  readonly to: string | null
  /** `unpublished`: a lead's edit while no release told a figure, then a version. */
  readonly needs: 'edit' | 'lead_edit' | 'unpublished' | 'version'
}

/** A field's value as comparable text: no trailing zeros, lists joined, empty as null. */
export function fieldText(value: DefinitionLike[DefinitionField]): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return value.length === 0 ? null : [...value].sort().join(', ')
  return /^-?\d+\.\d+$/.test(value) ? canonicalText(value) : value
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
/** Letters without their accents: an accent forgotten is a typo. */
const bare = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '')

/** Letters to add, remove or replace to go from one word to another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/** Whether two words are one word spelled twice: accents, or one letter in a word of at least five. */
function isSameWord(a: string, b: string): boolean {
  if (bare(a) === bare(b)) return true
  if (/\p{N}/u.test(a + b)) return false
  return Math.min(a.length, b.length) >= 5 && distance(bare(a), bare(b)) === 1
}

/**
 * Whether a text was only corrected: the same words in the same order, numbers untouched, spelling,
 * punctuation and capitals free. « de 0 à 5 ans » to « de 0 à 6 ans » is no correction, nor is a word more.
 */
export function isCorrection(from: string, to: string): boolean {
  const [before, after] = [wordsOf(from), wordsOf(to)]
  // « 1,5 » and « 15 » have other words; « -5 » and « 5 » do not: signs and comparisons count too.
  const signs = (text: string) => (text.match(/[<>≤≥=%÷×+]|[-−](?=\d)/g) ?? []).join('')
  return before.length === after.length && signs(from) === signs(to) && before.every((word, index) => isSameWord(word, after[index] as string))
}

function needsOf(field: DefinitionField, from: string | null, to: string | null): DefinitionChange['needs'] {
  switch (FIELD_KINDS[field]) {
    case 'wording':
      return 'edit'
    case 'setting':
      return 'lead_edit'
    case 'totals':
      return 'unpublished'
    case 'meaning':
      return 'version'
    case 'sense':
      // What an import left to be written means nothing yet.
      return from === null || (isUnwritten(from) && to !== null) || (to !== null && isCorrection(from, to)) ? 'edit' : 'version'
  }
}

/** Fields that differ between two definitions, in the order of the form, with what each change needs (domain 3.2, situation 3). */
export function definitionChanges(before: DefinitionLike, after: DefinitionLike): DefinitionChange[] {
  return DEFINITION_FIELDS.flatMap((field) => {
    const [from, to] = [fieldText(before[field]), fieldText(after[field])]
    return from === to ? [] : [{ field, from, to, needs: needsOf(field, from, to) }]
  })
}

/** French texts without their English: what a reader of English reads in French. */
export function missingTranslations(definition: DefinitionLike): DefinitionField[] {
  return DEFINITION_FIELDS.filter((field) => {
    if (!field.endsWith('En')) return false
    return fieldText(definition[field]) === null && fieldText(definition[`${field.slice(0, -2)}Fr` as DefinitionField]) !== null
  })
}
