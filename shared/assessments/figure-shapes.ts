import { z } from 'zod'

/** What a closed round tells: shapes shared by the API, the stored result and the pages. */

const nullable = z.string().nullable()
const number = z.number().nullable()

export const Level = z.enum(['high', 'medium', 'low']).meta({ id: 'AssessmentLevel' })
export type Level = z.infer<typeof Level>

export const DimensionFigure = z
  .strictObject({
    key: z.string(),
    respondents: z.int().nullable(),
    /** 0–100; null when it would speak of a few. */
    score: number,
    /** In words, where a number would be everybody's own answer. */
    level: Level.nullable(),
    /** What the phase of the initiative expects. */
    expected: number,
    gap: number,
    standing: z.enum(['on_cue', 'to_strengthen', 'priority']).nullable(),
    /** One dot a partner, unnamed, to the nearest five points; with five partners or more. */
    spread: z
      .strictObject({ dots: z.array(z.number()), min: z.number(), max: z.number(), deviation: z.number(), divergence: z.enum(['high', 'medium', 'low']) })
      .nullable(),
    state: z.enum(['met', 'partial', 'absent']).nullable(),
  })
  .meta({ id: 'DimensionFigure' })
export type DimensionFigure = z.infer<typeof DimensionFigure>

export const ItemFigure = z
  .strictObject({
    code: z.string(),
    /** 0–100, to the nearest five points. */
    score: number,
    /** The nearest word of the scale alone: one to four people left it open. */
    isApproximate: z.boolean(),
    gap: number,
    /** Share of those who did not know, to the nearest 5 %. */
    unknownShare: number,
    counts: z.strictObject({ A: z.int(), B: z.int(), C: z.int() }).nullable(),
    index: number,
    flag: z.enum(['split', 'weakness', 'strength']).nullable(),
    /** Share of answers 4 and 5 (trust pulse). */
    favourableShare: number,
    level: Level.nullable(),
    /** What a group answered together, and its proof. */
    answer: z.union([z.number(), z.string()]).nullable(),
    proof: nullable,
  })
  .meta({ id: 'ItemFigure' })
export type ItemFigure = z.infer<typeof ItemFigure>

export const GroupFigure = z
  .strictObject({
    key: z.string(),
    dimensions: z.array(z.strictObject({ key: z.string(), score: z.number() })),
    /** How the group divides, item by item (diagnostic); an item that would speak of a few is left out. */
    items: z.array(z.strictObject({ code: z.string(), counts: z.strictObject({ A: z.int(), B: z.int(), C: z.int() }), index: z.number() })).optional(),
  })
  .meta({ id: 'GroupFigure' })
export type GroupFigure = z.infer<typeof GroupFigure>

/** The agreed sheet of one party: an answer a statement, so that nothing of it is a share. */
export const PartyFigure = z
  .strictObject({
    nameFr: z.string(),
    nameEn: nullable,
    /** How many filled it together; null when it was not sent. */
    people: z.int().nullable(),
    answers: z.record(z.string(), z.enum(['A', 'B', 'C']).nullable()),
    /** Index of each requirement of which it answered a statement. */
    dimensions: z.array(z.strictObject({ key: z.string(), score: z.number() })),
  })
  .meta({ id: 'PartyFigure' })
export type PartyFigure = z.infer<typeof PartyFigure>

export const LadderFigure = z
  .strictObject({
    /** Pairs that both sides answered. */
    pairs: z.int(),
    /** How many stand on each level, from 0 to 4. */
    counts: z.array(z.int()),
    shareCoordinating: number,
    /** Of the pairs at level 2 and above, the share between partners of different territory levels. */
    shareAcrossLevels: number,
  })
  .meta({ id: 'LadderFigure' })
export type LadderFigure = z.infer<typeof LadderFigure>

export const Figures = z
  .strictObject({
    hidden: z.enum(['too_few_respondents', 'too_few_partners']).nullable(),
    respondents: z.int().nullable(),
    partners: z.int().nullable(),
    overall: number,
    dimensions: z.array(DimensionFigure),
    principles: DimensionFigure.nullable(),
    items: z.array(ItemFigure),
    /** Items to discuss first. */
    first: z.array(z.string()),
    groups: z.array(GroupFigure),
    /** In the order in which they were entered, of a round that was run by party. */
    parties: z.array(PartyFigure).optional(),
    preconditions: z.strictObject({ isReady: z.boolean(), next: z.array(z.string()), suitsOtherForm: z.boolean() }).nullable(),
    ladder: LadderFigure.nullable(),
  })
  .meta({ id: 'AssessmentFigures' })
export type Figures = z.infer<typeof Figures>
