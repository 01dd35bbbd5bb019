import { formatMeasure, formatNumber } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { aggregationSentence, AXES } from '#shared/indicators/sentence.ts'
import { readTyped, toStorage } from '#shared/observations/typed.ts'
import type { Figure } from '#shared/progress/components.ts'
import { trySample, type SampleFigure } from '#shared/progress/sample.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { DefinitionDraft } from './definition-form.server.ts'

/** The little world of a trial; a population's figure is its territory's own. */
const SIZE = { partners: 3, territories: 2, periods: 2 } as const

type Kind = DefinitionDraft['unitKind']
/** A first part and, for some kinds, a second: by territory, partner, period. */
const EXAMPLES: Readonly<Record<Kind, { first: readonly string[]; second: readonly string[] }>> = {
  count: { first: ['120', '130', '80', '90', '45', '40', '60', '70', '30', '25', '', ''], second: [] },
  ratio: {
    first: ['3', '6', '12', '15', '9', '10', '60', '64', '20', '24', '', ''],
    second: ['10', '12', '60', '60', '60', '60', '100', '100', '40', '40', '', ''],
  },
  mean: {
    first: ['100', '98', '150', '140', '120', '118', '90', '95', '110', '105', '', ''],
    second: ['10', '12', '40', '38', '20', '20', '15', '15', '30', '32', '', ''],
  },
  index: { first: ['52', '55', '61', '60', '48', '50', '70', '72', '66', '64', '', ''], second: [] },
  currency: { first: ['1200', '1500', '800', '900', '450', '400', '2000', '2100', '300', '250', '', ''], second: [] },
  milestone: { first: ['yes', 'yes', 'no', 'yes', 'no', 'no', 'yes', 'yes', 'no', 'yes', '', ''], second: [] },
}

const hasSecond = (kind: Kind, partsUnknown: boolean) => (kind === 'ratio' && !partsUnknown) || kind === 'mean'
const nameOf = (territory: number, partner: number, period: number) => `s-${territory}-${partner}-${period}`

export interface SampleCell {
  readonly name: string
  readonly first: string
  readonly second: string
}
export interface SampleView {
  readonly kind: Kind
  readonly hasSecond: boolean
  /** By territory, then by partner, then by period. */
  readonly cells: readonly (readonly (readonly SampleCell[])[])[]
  readonly rows: readonly { readonly label: string; readonly figures: readonly string[]; readonly isWhole: boolean }[]
  readonly total: string
  readonly running: readonly string[] | null
  readonly sentences: readonly { readonly axis: string; readonly sentence: string }[]
}

type Rule = Parameters<typeof trySample>[0]
const ruleOf = (draft: DefinitionDraft): Rule => ({ ...draft, completeList: false, minCoverage: '0', minDenominator: 0 })

/** How figures of this definition are put together, a sentence an axis; a population has no partners to add up. */
export function sentencesOf(draft: Parameters<typeof aggregationSentence>[0], scope: string, locale: Locale): SampleView['sentences'] {
  const labels = { partners: m.aggregation_axis_partners(), territories: m.aggregation_axis_territories(), periods: m.aggregation_axis_periods() }
  return AXES.filter((axis) => axis !== 'partners' || scope === 'performance').map((axis) => ({
    axis: labels[axis],
    sentence: aggregationSentence(draft, axis, locale),
  }))
}

function measureOf(draft: DefinitionDraft, locale: Locale) {
  if (draft.unitKind === 'milestone') return { displayFactor: '100', decimals: 0, unitLabel: '%' }
  const unitLabel = (languageOf(locale) === 'en' ? draft.unitLabelEn : null) ?? draft.unitLabelFr
  return { displayFactor: draft.displayFactor, decimals: draft.decimals, unitLabel: unitLabel ?? null, currencyCode: draft.currencyCode ?? null }
}

/**
 * Puts the figures of a trial together by the product's own rules and writes what comes out; cells that nobody
 * filled in start from an example. Nothing is kept.
 * @param sent what the form sent, by field name
 */
export function sampleView(draft: DefinitionDraft, scope: string, sent: Readonly<Record<string, string>>, locale: Locale): SampleView {
  const second = hasSecond(draft.unitKind, draft.partsUnknown)
  const example = EXAMPLES[draft.unitKind]
  const counted = (count: number) => Array.from({ length: count }, (_, index) => index)
  // Figures typed for another kind of unit mean nothing for this one.
  const isTyped = sent['s-kind'] === draft.unitKind && Object.keys(sent).some((name) => name.startsWith('s-0-'))
  const cells = counted(SIZE.territories).map((territory) =>
    counted(scope === 'population' ? 1 : SIZE.partners).map((partner) =>
      counted(SIZE.periods).map((period): SampleCell => {
        const name = nameOf(territory, partner, period)
        const at = (territory * SIZE.partners + partner) * SIZE.periods + period
        return isTyped
          ? { name, first: sent[`${name}-a`] ?? '', second: sent[`${name}-b`] ?? '' }
          : { name, first: example.first[at] ?? '', second: second ? (example.second[at] ?? '') : '' }
      }),
    ),
  )
  const number = (text: string, factor: string) => {
    const read = readTyped(text, null)
    return read.kind === 'number' ? toStorage(read.text, factor) : null
  }
  const isParts = draft.unitKind === 'ratio' && !draft.partsUnknown
  const figures = cells.flatMap((row, territory) =>
    row.flatMap((list) =>
      list.map((cell, period): SampleFigure => ({
        territory,
        period,
        value: isParts || draft.unitKind === 'milestone' ? null : number(cell.first, draft.displayFactor),
        numerator: isParts ? number(cell.first, '1') : null,
        denominator: isParts ? number(cell.second, '1') : null,
        n: draft.unitKind === 'mean' ? number(cell.second, '1') : null,
        bool: draft.unitKind === 'milestone' && cell.first !== '' ? cell.first === 'yes' : null,
      })),
    ),
  )
  const result = trySample(ruleOf(draft), figures, SIZE)
  const measure = measureOf(draft, locale)
  const shown = (value: string | null) => (value === null ? m.trial_none() : formatMeasure(locale, value, measure))
  const figureText = ({ value, lower, upper, numerator, denominator }: Pick<Figure, 'value' | 'lower' | 'upper' | 'numerator' | 'denominator'>) => {
    if (lower !== null && upper !== null && lower !== upper) return m.trial_range({ lower: shown(lower), upper: shown(upper) })
    if (draft.unitKind === 'milestone' && numerator !== null && denominator !== null)
      return m.trial_of({ yes: formatNumber(locale, numerator), all: formatNumber(locale, denominator) })
    return shown(value)
  }
  return {
    kind: draft.unitKind,
    hasSecond: second,
    cells,
    rows: [
      ...result.places.map((row, index) => ({ label: m.trial_territory({ number: index + 1 }), figures: row.map(figureText), isWhole: false })),
      { label: m.trial_whole(), figures: result.whole.map(figureText), isWhole: true },
    ],
    total: figureText({ ...result.total, lower: result.totalRange?.lower ?? null, upper: result.totalRange?.upper ?? null }),
    running: result.running?.map(shown) ?? null,
    sentences: sentencesOf(draft, scope, locale),
  }
}
