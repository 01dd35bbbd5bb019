import { z } from 'zod'
import { DimensionFigure } from '#shared/assessments/figure-shapes.ts'
import { RoundModeSchema, type Round, type RoundResult } from '#shared/assessments/shapes.ts'
import { changeOf } from '#shared/assessments/scoring.ts'

/** The five conditions, as the overview names them, with the dimension of instrument 1 that speaks of each. */
export const CONDITION_DIMENSIONS = {
  agenda: 'common_agenda',
  activities: 'mutually_reinforcing_activities',
  measurement: 'shared_measurement',
  communication: 'continuous_communication',
  backbone: 'backbone_support',
} as const
export type Condition = keyof typeof CONDITION_DIMENSIONS

/** What partners say of one condition; without a score where the round gives none. */
export const SaidFigure = z
  .strictObject({
    /** 0–100; null when the round gives no number. */
    score: DimensionFigure.shape.score,
    expected: DimensionFigure.shape.expected,
    standing: DimensionFigure.shape.standing,
    /** Between partners, unnamed; never for funders. */
    spread: DimensionFigure.shape.spread,
    before: z.number().nullable(),
    /** Points since the round before that was asked with the same words in the same way; below five it is stable. */
    change: z.strictObject({ points: z.number(), direction: z.enum(['up', 'down', 'stable']) }).nullable(),
  })
  .meta({ id: 'SaidFigure' })
export type SaidFigure = z.infer<typeof SaidFigure>

/** Instrument 1 beside the records: the last closed round that this hat may read. */
export const SaidFacts = z
  .strictObject({
    /** The round that was told last; null while none is, or for a hat to which none was given. */
    round: z
      .strictObject({
        id: z.uuid(),
        closedOn: z.string(),
        /** What the round expected is that of the phase it was opened in; null for funders. */
        phase: z.enum(['initiate', 'organize', 'sustain']).nullable(),
        mode: RoundModeSchema.nullable(),
        respondents: z.int().nullable(),
        partners: z.int().nullable(),
        /** Why it tells no number. */
        hidden: z.enum(['too_few_respondents', 'too_few_partners']).nullable(),
        /** Day of the round that changes are counted from. */
        beforeOn: z.string().nullable(),
      })
      .nullable(),
    conditions: z.strictObject({
      agenda: SaidFigure.nullable(),
      activities: SaidFigure.nullable(),
      measurement: SaidFigure.nullable(),
      communication: SaidFigure.nullable(),
      backbone: SaidFigure.nullable(),
    }),
    /** Participation, empowerment and equity, across the five: apart from them, never averaged with them. */
    principles: SaidFigure.nullable(),
    /** A round that is being answered: its closing day and nothing else. Null for funders. */
    openUntil: z.string().nullable(),
  })
  .meta({ id: 'SaidFacts' })
export type SaidFacts = z.infer<typeof SaidFacts>

type Told = Pick<RoundResult, 'roundId' | 'closedOn' | 'mode' | 'instrumentVersion' | 'figures'>

function said(figure: RoundResult['figures']['principles'] | undefined, before: RoundResult['figures']['principles'] | undefined): SaidFigure | null {
  if (figure === null || figure === undefined) return null
  const { score, expected, standing, spread } = figure
  const earlier = score === null ? null : (before?.score ?? null)
  return { score, expected, standing, spread, before: earlier, change: score === null || earlier === null ? null : changeOf(earlier, score) }
}

/**
 * What partners said last of each condition, beside the round before (domain 2.0 and 2.1). The last round counts even when it tells
 * nothing: an older number in its place would pass for today's.
 * @param results told rounds of instrument 1, oldest first, as the hat may read them
 * @param rounds rounds that the hat may read, for the phase and the open one; empty for funders
 */
export function saidOf(results: readonly Told[], rounds: readonly Pick<Round, 'id' | 'instrument' | 'phase' | 'state' | 'closesOn'>[]): SaidFacts {
  const last = results.at(-1)
  const openUntil = rounds.find((round) => round.instrument === 'five_conditions' && round.state === 'open')?.closesOn ?? null
  const nothing = { agenda: null, activities: null, measurement: null, communication: null, backbone: null }
  if (last === undefined) return { round: null, conditions: nothing, principles: null, openUntil }
  const before = results
    .slice(0, -1)
    .findLast(
      (one) => one.instrumentVersion === last.instrumentVersion && one.mode === last.mode && one.closedOn < last.closedOn && one.figures.hidden === null,
    )
  const dimension = (round: Told | undefined, key: string) => round?.figures.dimensions.find((one) => one.key === key)
  const of = (condition: Condition) => said(dimension(last, CONDITION_DIMENSIONS[condition]), dimension(before, CONDITION_DIMENSIONS[condition]))
  return {
    round: {
      id: last.roundId,
      closedOn: last.closedOn,
      phase: rounds.find(({ id }) => id === last.roundId)?.phase ?? null,
      mode: last.mode,
      respondents: last.figures.respondents,
      partners: last.figures.partners,
      hidden: last.figures.hidden,
      beforeOn: before?.closedOn ?? null,
    },
    conditions: {
      agenda: of('agenda'),
      activities: of('activities'),
      measurement: of('measurement'),
      communication: of('communication'),
      backbone: of('backbone'),
    },
    principles: said(last.figures.principles, before?.figures.principles),
    openUntil,
  }
}
