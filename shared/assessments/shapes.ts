import { z } from 'zod'
import { Code } from '#shared/territories/contract.ts'
import { Figures } from './figure-shapes.ts'
import { INSTRUMENT_KEYS, ROUND_MODES } from './instrument.ts'

const text = z.string().trim()
const nullable = z.string().nullable()

export const InstrumentKeySchema = z.enum(INSTRUMENT_KEYS).meta({ id: 'InstrumentKey' })
export const RoundModeSchema = z.enum(ROUND_MODES).meta({ id: 'RoundMode' })

/** One answer: a step of the scale, or null for « I don't know ». */
const Answer = z.union([z.int().min(0).max(10), z.string().max(20)]).nullable()
export const AnswersSchema = z.record(z.string().max(40), Answer).meta({ id: 'AssessmentAnswers' })

export const Round = z
  .strictObject({
    id: z.uuid(),
    instrument: InstrumentKeySchema,
    instrumentVersion: z.int(),
    mode: RoundModeSchema,
    breakdown: z.enum(['none', 'level', 'sector']),
    phase: z.enum(['initiate', 'organize', 'sustain']),
    purpose: z.string(),
    minimum: z.int(),
    opensOn: z.string(),
    closesOn: z.string(),
    state: z.enum(['open', 'closed']),
    closedOn: nullable,
    /** 0 until something was told; 2 after a reopening that added enough. */
    edition: z.int(),
    version: z.int(),
    abilities: z.strictObject({
      answer: z.boolean(),
      invite: z.boolean(),
      fill: z.boolean(),
      close: z.boolean(),
      reopen: z.boolean(),
      share: z.boolean(),
      agree: z.boolean(),
    }),
  })
  .meta({ id: 'AssessmentRound' })
export type Round = z.infer<typeof Round>

export const RoundInput = z
  .strictObject({
    instrument: InstrumentKeySchema,
    mode: RoundModeSchema,
    breakdown: z.enum(['none', 'level', 'sector']).default('none'),
    purpose: text.min(1).max(500),
    opensOn: z.iso.date(),
    closesOn: z.iso.date(),
    /** Respondents without whom no number is told; never fewer than five. */
    minimum: z.int().min(5).max(100).default(5),
  })
  .meta({ id: 'AssessmentRoundInput' })
export type RoundInput = z.infer<typeof RoundInput>

/** A partner with its links: how many were made and how many of them were used. What was answered is nowhere beside it. */
export const Invited = z.strictObject({ partner: Code, name: z.string(), made: z.int(), used: z.int() }).meta({ id: 'InvitedPartner' })
export type Invited = z.infer<typeof Invited>

export const RoundResult = z
  .strictObject({
    roundId: z.uuid(),
    instrument: InstrumentKeySchema,
    instrumentVersion: z.int(),
    mode: RoundModeSchema.nullable(),
    edition: z.int(),
    closedOn: z.string(),
    figures: Figures,
    /** Comments that the backbone shows, in an order of chance. */
    comments: z.array(z.string()),
    agreed: z.array(
      z.strictObject({ code: z.string(), choice: z.enum(['A', 'B', 'C']), comment: nullable, decision: nullable, activityId: nullable, version: z.int() }),
    ),
    /** The decision that let funders read the scores. */
    shared: z.strictObject({ decision: z.string(), decidedOn: z.string() }).nullable(),
  })
  .meta({ id: 'AssessmentResult' })
export type RoundResult = z.infer<typeof RoundResult>

export const AssessmentComment = z
  .strictObject({ id: z.uuid(), roundId: z.uuid(), body: z.string(), state: z.enum(['to_read', 'shown', 'hidden']), version: z.int() })
  .meta({ id: 'AssessmentComment' })
export type AssessmentComment = z.infer<typeof AssessmentComment>

/** The sheet behind a link, with what its holder is told before answering. */
export const OpenSheet = z
  .strictObject({
    initiative: z.strictObject({ nameFr: z.string(), nameEn: nullable }),
    instrument: InstrumentKeySchema,
    instrumentVersion: z.int(),
    mode: RoundModeSchema,
    purpose: z.string(),
    closesOn: z.string(),
    minimum: z.int(),
    answers: AnswersSchema,
    comment: nullable,
    isSent: z.boolean(),
  })
  .meta({ id: 'AssessmentSheet' })
export type OpenSheet = z.infer<typeof OpenSheet>

export const SheetInput = z
  .strictObject({
    /** Merged into what was saved before; null says « I don't know ». */
    answers: AnswersSchema,
    comment: text.max(2000).nullish(),
    /** Without it a comment is not kept. */
    mayBeShared: z.boolean().default(false),
    /** Counts from now on; it can still be changed until the round closes. */
    send: z.boolean().default(false),
  })
  .meta({ id: 'AssessmentSheetInput' })
export type SheetInput = z.infer<typeof SheetInput>

export const GroupSheet = z
  .strictObject({ answers: AnswersSchema, proofs: z.record(z.string().max(40), z.string()), version: z.int() })
  .meta({ id: 'AssessmentGroupSheet' })
export type GroupSheet = z.infer<typeof GroupSheet>

/** A relation as the partners in it and the backbone see it. */
export const LadderPair = z
  .strictObject({
    one: Code,
    other: Code,
    /** What each side answered; null while it has not. */
    here: AnswersSchema.nullable(),
    there: AnswersSchema.nullable(),
    levelHere: z.int().nullable(),
    levelThere: z.int().nullable(),
    agreedLevel: z.int().nullable(),
    perceptionGap: z.int().nullable(),
    nonCumulative: z.boolean(),
    advice: z
      .strictObject({ kind: z.enum(['suits', 'reachable', 'begin_with']), level: z.int().nullable(), barriers: z.array(z.enum(['time', 'trust', 'turf'])) })
      .nullable(),
  })
  .meta({ id: 'LadderPair' })
export type LadderPair = z.infer<typeof LadderPair>
