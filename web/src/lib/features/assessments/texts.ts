import type { AnswerValue, Both, Dimension, Instrument, Item } from '#shared/assessments/instrument.ts'
import { scaleOf } from '#shared/assessments/instrument.ts'
import type { Round } from '#shared/assessments/shapes.ts'
import { formatNumber } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Option } from '#lib/ui/field.ts'

/** A text of an instrument for this reader. */
export const textOf = (both: Both, locale: Locale): string => (languageOf(locale) === 'en' ? both.en : both.fr)

/** Name of a dimension; « principes » is one across them. */
export function dimensionName(instrument: Instrument, key: string, locale: Locale): string {
  const dimension: Dimension | undefined = instrument.dimensions.find((one) => one.key === key)
  return dimension === undefined ? m.assessments_principles() : textOf(dimension, locale)
}

/** A form's value of « I don't know »: an empty one would be no answer yet. */
export const UNKNOWN = 'unknown'

/** Choices of an item, with « I don't know » where the scale has it. */
export function optionsOf(instrument: Instrument, item: Item, locale: Locale): Option[] {
  const steps = scaleOf(instrument, item).map((step) => {
    const wording = item.options?.[step.value as 'A']
    const label = wording === undefined ? textOf(step, locale) : textOf(wording, locale)
    return { value: step.value === null ? UNKNOWN : String(step.value), label }
  })
  return steps.some(({ value }) => value === UNKNOWN) ? steps : [...steps, { value: UNKNOWN, label: m.assessments_unknown_answer() }]
}

/** What a form sends for an item, as the API takes it; undefined leaves it as it was. */
export function answerFrom(instrument: Instrument, item: Item, sent: string): AnswerValue | undefined {
  if (sent === '') return undefined
  if (sent === UNKNOWN) return null
  return scaleOf(instrument, item).find((step) => String(step.value) === sent)?.value
}

/** How a saved answer stands in a form; empty when there is none. */
export const typedAnswer = (value: AnswerValue | undefined): string => (value === undefined ? '' : value === null ? UNKNOWN : String(value))

/** A score for people: one digit after the point, none where it is zero. */
export const scoreText = (locale: Locale, score: number): string => formatNumber(locale, String(Math.round(score * 10) / 10))

/** A severity of 0 to 100 on its own scale of 0 to 3. */
export const severityText = (locale: Locale, severity: number): string => formatNumber(locale, String(Math.round((severity * 3) / 10) / 10))

export const FLAG_WORDS = { split: m.assessments_flag_split, weakness: m.assessments_flag_weakness, strength: m.assessments_flag_strength } as const
export const STANDING_WORDS = {
  on_cue: m.assessments_standing_on_cue,
  to_strengthen: m.assessments_standing_to_strengthen,
  priority: m.assessments_standing_priority,
} as const
export const ADVICE_WORDS = {
  settle_first: m.joining_advice_settle_first,
  find_out: m.joining_advice_find_out,
  join: m.joining_advice_join,
  join_with_conditions: m.joining_advice_join_with_conditions,
  abstain: m.joining_advice_abstain,
} as const
export const STATE_WORDS = { met: m.assessments_condition_met, partial: m.assessments_condition_partial, absent: m.assessments_condition_absent } as const
export const LEVEL_WORDS = { high: m.assessments_level_high, medium: m.assessments_level_medium, low: m.assessments_level_low } as const
export const DIVERGENCE_WORDS = { high: m.assessments_divergence_high, medium: m.assessments_divergence_medium, low: m.assessments_divergence_low } as const
export const MODE_WORDS = {
  anonymous: m.assessments_mode_anonymous,
  group_consensus: m.assessments_mode_group_consensus,
  named: m.assessments_mode_named,
} as const
/** How a round is answered, in words: a consensus of the whole group, or of each party. */
export const modeWord = ({ mode, parties }: Pick<Round, 'mode' | 'parties'>): string => (parties.length > 0 ? m.assessments_mode_parties() : MODE_WORDS[mode]())
export const LADDER_WORDS = [m.assessments_ladder_0, m.assessments_ladder_1, m.assessments_ladder_2, m.assessments_ladder_3, m.assessments_ladder_4] as const
export const BARRIER_WORDS = { time: m.assessments_barrier_time, trust: m.assessments_barrier_trust, turf: m.assessments_barrier_turf } as const

/** The question that the results of an instrument answer. */
export const QUESTIONS: Readonly<Record<string, () => string>> = {
  five_conditions: m.assessments_results_title,
  trust_pulse: m.assessments_results_title_trust,
  collaboration_ladder: m.assessments_results_title_ladder,
  partnership_diagnostic: m.assessments_results_title_diagnostic,
  preconditions: m.assessments_results_title_preconditions,
}
