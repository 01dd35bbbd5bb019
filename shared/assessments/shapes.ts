import { z } from 'zod'
import { StageCodeSchema } from '#shared/stages/contract.ts'
import { Code } from '#shared/territories/contract.ts'
import { Figures } from './figure-shapes.ts'
import { INSTRUMENT_KEYS, ROUND_MODES } from './instrument.ts'
import { MAX_PARTIES, MIN_PARTIES } from './parties.ts'

const text = z.string().trim()
const nullable = z.string().nullable()

export const InstrumentKeySchema = z.enum(INSTRUMENT_KEYS).meta({ id: 'InstrumentKey' })
export const RoundModeSchema = z.enum(ROUND_MODES).meta({ id: 'RoundMode' })

/** One answer: a step of the scale, or null for « I don't know ». */
const Answer = z.union([z.int().min(0).max(10), z.string().max(20)]).nullable()
export const AnswersSchema = z.record(z.string().max(40), Answer).meta({ id: 'AssessmentAnswers' })

/** A side of a partnership that fills one agreed sheet. */
export const Party = z.strictObject({ nameFr: z.string(), nameEn: nullable }).meta({ id: 'AssessmentParty' })
export type Party = z.infer<typeof Party>

/** Whether the link of a party was made, and its sheet sent; what it says is told when the round closes. */
export const PartyLink = z
  .strictObject({ party: z.int(), nameFr: z.string(), nameEn: nullable, isMade: z.boolean(), isSent: z.boolean() })
  .meta({ id: 'AssessmentPartyLink' })
export type PartyLink = z.infer<typeof PartyLink>

export const Round = z
  .strictObject({
    id: z.uuid(),
    instrument: InstrumentKeySchema,
    instrumentVersion: z.int(),
    mode: RoundModeSchema,
    breakdown: z.enum(['none', 'level', 'sector']),
    phase: z.enum(['initiate', 'organize', 'sustain']),
    /** Of mobilisation: the stage that it asks about. */
    stage: StageCodeSchema.nullable(),
    /** Of a diagnostic that is run by party, in the order in which they were entered. */
    parties: z.array(Party),
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
      inviteParty: z.boolean(),
      close: z.boolean(),
      moveDay: z.boolean(),
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
    /** Asked of mobilisation, and kept of no other instrument. */
    stage: StageCodeSchema.nullish(),
    /** Of the diagnostic in consensus: each fills one sheet; without them the whole group fills one. */
    parties: z
      .array(z.strictObject({ nameFr: text.min(1).max(80), nameEn: text.min(1).max(80).nullish() }))
      .min(MIN_PARTIES)
      .max(MAX_PARTIES)
      .optional(),
    purpose: text.min(1).max(500),
    opensOn: z.iso.date(),
    closesOn: z.iso.date(),
    /** Respondents without whom no number is told; never fewer than five. */
    minimum: z.int().min(5).max(100).default(5),
    /** Opens a diagnostic without what it is about, in an informal initiative (D41). */
    anyway: z.boolean().optional(),
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
    stage: StageCodeSchema.nullable(),
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
    /** Today where the round is: a device's own day may be another. */
    today: z.string(),
    minimum: z.int(),
    answers: AnswersSchema,
    comment: nullable,
    isSent: z.boolean(),
    /** The party whose sheet it is: then its answers are known as that party's. */
    party: z.strictObject({ nameFr: z.string(), nameEn: nullable, people: z.int().nullable() }).nullable(),
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
    /** How many filled the sheet of a party, which it says when it sends; kept of no other sheet. */
    people: z.int().min(1).max(500).nullish(),
    /** Of one save, made on the device: sent again under it, it changes nothing. */
    key: z.uuid().optional(),
    /** Counts from now on; it can still be changed until the round closes. */
    send: z.boolean().default(false),
  })
  .meta({ id: 'AssessmentSheetInput' })
export type SheetInput = z.infer<typeof SheetInput>

export const GroupSheet = z
  .strictObject({ answers: AnswersSchema, proofs: z.record(z.string().max(40), z.string()), version: z.int() })
  .meta({ id: 'AssessmentGroupSheet' })
export type GroupSheet = z.infer<typeof GroupSheet>

const LadderAdvice = z
  .strictObject({ kind: z.enum(['suits', 'reachable', 'begin_with']), level: z.int().nullable(), barriers: z.array(z.enum(['time', 'trust', 'turf'])) })
  .nullable()

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
    /** What fits the wish of each side, beside what stands in its way. */
    adviceHere: LadderAdvice,
    adviceThere: LadderAdvice,
  })
  .meta({ id: 'LadderPair' })
export type LadderPair = z.infer<typeof LadderPair>
