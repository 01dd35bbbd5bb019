/** The seven instruments (domain 2): their keys are those of every round and every result. */
export const INSTRUMENT_KEYS = [
  'five_conditions',
  'preconditions',
  'partnership_diagnostic',
  'collaboration_ladder',
  'joining_assessment',
  'mobilisation_factors',
  'trust_pulse',
] as const
export type InstrumentKey = (typeof INSTRUMENT_KEYS)[number]

/** How a round is answered: without names, as one sheet that a group fills together, or by named partners. */
export const ROUND_MODES = ['anonymous', 'group_consensus', 'named'] as const
export type RoundMode = (typeof ROUND_MODES)[number]

/** A phase of the initiative, after which the expected levels are read. */
export type Phase = 'initiate' | 'organize' | 'sustain'

/** A text in both languages. */
export interface Both {
  readonly fr: string
  readonly en: string
}

/** What an item is answered with; null says « I don't know ». */
export type AnswerValue = number | string | null

/** One answer of a scale, with its words. */
export interface ScaleStep extends Both {
  readonly value: AnswerValue
}

/** One statement of an instrument. */
export interface Item extends Both {
  readonly code: string
  readonly dimension: string
  /** Level that each phase expects (five conditions). */
  readonly expected?: Readonly<Record<Phase, number>>
  /** Belongs to the « principes » score (five conditions). */
  readonly equityLens?: boolean
  /** Words of the three answers (diagnostic). */
  readonly options?: Readonly<Record<'A' | 'B' | 'C', Both>>
  /** A « no » here is to be settled before anything else (joining). */
  readonly dealBreaker?: boolean
  /** Its own answers, where they are not those of the instrument (ladder). */
  readonly scale?: readonly ScaleStep[]
}

/** A part of an instrument: a condition, a requirement, a factor. */
export interface Dimension extends Both {
  readonly key: string
}

/** One version of one instrument. A new wording is a new version: what was answered keeps the words it was asked with. */
export interface Instrument {
  readonly key: InstrumentKey
  readonly version: number
  readonly name: Both
  readonly scale: readonly ScaleStep[]
  readonly dimensions: readonly Dimension[]
  readonly items: readonly Item[]
  /** Modes that it may be run in, the first proposed; none where it is one organisation's own affair, outside of rounds. */
  readonly modes: readonly RoundMode[]
  /** What one answer counts for: a partner, once however many people it sends, or each person. */
  readonly unit: 'partner' | 'respondent'
  /** Never shown to funders, whatever is decided (domain 2.0). */
  readonly neverForFunders: boolean
  /** Minutes that it takes, said on its first page. */
  readonly minutes: number
}

/** Items of one dimension, in their order. */
export function itemsOf(instrument: Instrument, dimension: string): readonly Item[] {
  return instrument.items.filter((item) => item.dimension === dimension)
}

/** Answers that an item admits. */
export function scaleOf(instrument: Instrument, item: Item): readonly ScaleStep[] {
  return item.scale ?? instrument.scale
}
