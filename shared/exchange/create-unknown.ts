import type { ImportChoices, Repair } from './choices.ts'
import type { ImportDraft } from './draft-contract.ts'
import { suggestPeriod } from './suggest-period.ts'
import type { DefinitionInput } from '#shared/indicators/contract.ts'

/** What an indicator that a file names and nobody knows may be; the rest of its definition is written later. */
export const NEW_INDICATORS = ['persons', 'shared_persons', 'households', 'shared_households', 'things', 'ratio', 'mean', 'currency'] as const
export type NewIndicator = (typeof NEW_INDICATORS)[number]

/** Something that a person asks to make of a text of the file, with every other text that stands for it. */
export type Creation = { readonly text: string; readonly others?: readonly string[] } & (
  { readonly of: 'partner' } | { readonly of: 'indicator'; readonly as: NewIndicator }
)

/** What was made, with each text that stands for it. */
export interface MadeThing {
  readonly of: Creation['of']
  readonly text: string
  readonly others?: readonly string[] | undefined
  readonly code: string
}

/** Value of an answer that creates an indicator. */
export const createAnswer = (as: NewIndicator) => `create:${as}`

/** What an answer asks to make, null when it asks for something else. */
export function creationOf(of: 'indicator' | 'partner', text: string, answer: string): Creation | null {
  if (of === 'partner') return answer === 'create' ? { of, text } : null
  const as = NEW_INDICATORS.find((one) => createAnswer(one) === answer)
  return as === undefined ? null : { of, text, as }
}

type Shape = Pick<DefinitionInput, 'unitKind' | 'countingUnit' | 'temporalKind'> & Partial<DefinitionInput>
/** A mean that nobody says of how many: a sum over a number, both unknown. It holds for whoever gave it, and is put together with no other. */
const BARE_MEAN: Shape = { unitKind: 'ratio', countingUnit: 'things', temporalKind: 'snapshot', isProportion: false, displayFactor: '1', decimals: 1 }
const SHAPES: Readonly<Record<NewIndicator, Shape>> = {
  persons: { unitKind: 'count', countingUnit: 'persons', temporalKind: 'flow' },
  // Who chooses it has said that two partners may count the same people: their totals are ranges.
  shared_persons: { unitKind: 'count', countingUnit: 'persons', temporalKind: 'flow', overlapPartners: 'possible', overlapTerritories: 'possible' },
  households: { unitKind: 'count', countingUnit: 'households', temporalKind: 'flow' },
  shared_households: { unitKind: 'count', countingUnit: 'households', temporalKind: 'flow', overlapPartners: 'possible', overlapTerritories: 'possible' },
  things: { unitKind: 'count', countingUnit: 'things', temporalKind: 'flow' },
  ratio: {
    unitKind: 'ratio',
    countingUnit: 'persons',
    temporalKind: 'snapshot',
    // Nobody has said yet that the numerator is part of the denominator: a share above 100 % is asked about, not refused.
    isProportion: false,
    displayFactor: '100',
    decimals: 1,
    unitLabelFr: '%',
    unitLabelEn: '%',
  },
  mean: { unitKind: 'mean', countingUnit: 'things', temporalKind: 'snapshot', decimals: 1 },
  currency: { unitKind: 'currency', countingUnit: 'money', temporalKind: 'flow' },
}

/**
 * The kind of figure that somebody chose, with what the file tells of it.
 * @param currency of the initiative, for amounts
 */
export function shapeOf(as: NewIndicator, draft: Pick<ImportDraft, 'choices' | 'preview'>, currency: string) {
  const isBareMean = as === 'mean' && draft.choices.sampleN === ''
  // A percentage without its two numbers cannot be added up: only what the file says of a place holds for it.
  const partsUnknown = isBareMean || (as === 'ratio' && draft.choices.figure !== 'parts')
  return {
    ...(isBareMean ? BARE_MEAN : SHAPES[as]),
    partsUnknown,
    frequency: frequencyOf(periodTexts(draft)),
    ...(as === 'currency' ? { currencyCode: currency } : {}),
  }
}

/** Texts of the file that tell periods. */
export function periodTexts({ choices, preview }: Pick<ImportDraft, 'choices' | 'preview'>): string[] {
  const columns = preview?.columns ?? []
  if (choices.figure === 'columns' && choices.headerMeans === 'period')
    return columns.filter(({ position }) => choices.valueColumns.includes(`#${position}`)).map(({ name }) => name)
  if (choices.periodFrom === 'constant') return [choices.periodConstant]
  return columns.find(({ position }) => choices.periodFrom === `column:#${position}`)?.distinct ?? []
}

/** The column that tells places: its header, and its texts; the headers of side-by-side columns where they are the places. */
export function placesOf({ choices, preview }: Pick<ImportDraft, 'choices' | 'preview'>): { header: string; texts: string[] } {
  const columns = preview?.columns ?? []
  if (choices.figure === 'columns' && choices.headerMeans === 'territory')
    return { header: '', texts: columns.filter(({ position }) => choices.valueColumns.includes(`#${position}`)).map(({ name }) => name) }
  const column = columns.find(({ position }) => choices.territoryFrom === `column:#${position}`)
  return { header: column?.name ?? '', texts: column?.distinct ?? [] }
}

const FREQUENCIES: readonly (readonly [RegExp, DefinitionInput['frequency']])[] = [
  [/^\d{4}-Q[1-4]$/, 'quarter'],
  [/^\d{4}-S[12]$/, 'semester'],
  [/^\d{4}-?(0[1-9]|1[0-2])(-\d{2})?$/, 'month'],
  [/^\d{4}\s*[-/]\s*\d{2,4}$/, 'school_year'],
  [/^\d{4}$/, 'year'],
]

/** How often the periods of a file come; a year when they do not say. */
export function frequencyOf(texts: readonly string[]): DefinitionInput['frequency'] {
  for (const text of texts) {
    for (const one of [text.trim(), suggestPeriod(text) ?? '']) {
      const found = FREQUENCIES.find(([pattern]) => pattern.test(one))
      if (found !== undefined) return found[1]
    }
  }
  return 'year'
}

/** First day of the earliest year that a file tells of, never after today: a partner that gave its figures was there. */
export function earliestDay(texts: readonly string[], today: string): string {
  const years = texts.flatMap((text) => /\b(?:19|20)\d{2}/.exec(text)?.[0] ?? [])
  return [today, ...years.map((year) => `${year}-01-01`)].sort()[0] as string
}

/** The choices with what was made: its texts stand for it from now on. */
export function withCreated(choices: ImportChoices, made: readonly MadeThing[]): ImportChoices {
  const answers = (kind: Creation['of']): Record<string, Repair> =>
    Object.fromEntries(
      made.filter(({ of }) => of === kind).flatMap(({ text, others = [], code }) => [text, ...others].map((one) => [one, { use: code }] as const)),
    )
  const { indicators, partners } = choices.repairs
  const names = (kind: Creation['of']) => made.filter(({ of }) => of === kind).map(({ text }) => text)
  return {
    ...choices,
    made: { ...choices.made, partners: [...choices.made.partners, ...names('partner')], indicators: [...choices.made.indicators, ...names('indicator')] },
    repairs: { ...choices.repairs, indicators: { ...indicators, ...answers('indicator') }, partners: { ...partners, ...answers('partner') } },
  }
}
