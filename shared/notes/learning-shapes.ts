import { z } from 'zod'
import { HINT_KINDS } from './language-hints.ts'
import { Audience, Note, NoteLink, nullable } from './shapes.ts'

const share = nullable
export const NoteMeasures = z
  .strictObject({
    /** Twelve months, or everything since the start. */
    over: z.enum(['year', 'all']),
    /** The end of the last complete quarter, as of which they are for everybody outside the backbone; null: as they stand now. */
    asOf: nullable,
    /** Null below five notes. Shares are 0–1, exact decimals as text. */
    measures: z
      .strictObject({
        failureShare: share,
        candourShare: share,
        failureAdaptedShare: share,
        medianDaysToAdaptation: share,
        medianDaysOfFailures: share,
        undecided: z.int(),
        undecidedFailures: z.int(),
        followUpShare: share,
        helpedShare: share,
        /** Outside the backbone, the quarter of the partners that it reaches: 0, 0.25, 0.5 or 0.75. */
        voiceBreadth: share,
        isVoiceBreadthAtLeast: z.boolean(),
      })
      .nullable(),
    /** For the backbone alone. */
    prompts: z
      .strictObject({
        /** « Aucun échec nommé depuis un an : que ne dit-on pas? » */
        isSilentAboutFailures: z.boolean(),
        /** No failure has been shared this year: the backbone is invited to go first. */
        inviteFirstFailure: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'NoteMeasures' })
export type NoteMeasures = z.infer<typeof NoteMeasures>

export const DraftCheck = z
  .strictObject({
    /** Links that could tell who wrote: fewer than three active partners, of each (`alone`) or of all together. `wider` is one level up. */
    recognisable: z.array(
      z.strictObject({
        kind: z.enum(['territory', 'activity', 'indicator']),
        key: z.string(),
        alone: z.boolean(),
        nameFr: nullable,
        nameEn: nullable,
        wider: nullable,
        widerNameFr: nullable,
        widerNameEn: nullable,
      }),
    ),
    /** Names, addresses and numbers by which somebody could be recognised, and wordings that could be put otherwise: suggestions only. */
    hints: z.array(z.strictObject({ kind: z.enum(HINT_KINDS), text: z.string() })),
  })
  .meta({ id: 'NoteDraftCheck' })
export type DraftCheck = z.infer<typeof DraftCheck>

/** What waits after a note; it names neither who told it nor of which kind it is. */
export const FollowUpItem = z
  .strictObject({
    noteId: z.uuid(),
    title: z.string(),
    language: z.string(),
    step: z.enum(['discuss', 'decide', 'check']),
    dueOn: nullable,
    isDue: z.boolean(),
    /** The step is for this hat: an adaptation for the partner that owns it, everything else for the backbone; never for who told. */
    isYours: z.boolean(),
    /** `isOwnerKept`: somebody carries it, and this reader is not told who. */
    adaptation: z.strictObject({ id: z.uuid(), text: z.string(), owner: nullable, isOwnerKept: z.boolean(), decidedOn: z.string() }).nullable(),
  })
  .meta({ id: 'NoteFollowUp' })
export type FollowUpItem = z.infer<typeof FollowUpItem>

/** What was learned in one year, as one audience may read it. */
export const LearningReport = z
  .strictObject({
    year: z.int(),
    /** Years in which something was shared that this hat reads, latest first. */
    years: z.array(z.int()),
    audience: z.enum(['circle', 'funder', 'public']),
    measures: NoteMeasures.shape.measures,
    /** The day as of which the measures are, whoever asks: a report is handed on. */
    measuresAsOf: z.string(),
    /** Failures first; without what the circle answered. */
    notes: z.array(Note),
  })
  .meta({ id: 'LearningReport' })
export type LearningReport = z.infer<typeof LearningReport>

/** What readers of a rung would get, and how many they are. */
export const NotePreview = z
  .strictObject({
    /** With the attribution applied, and nothing that is the author's alone. */
    note: Note,
    audience: Audience,
    /** The author ticked that it may make contact: the backbone would also read the name of the organisation. */
    backboneLearnsPartner: z.boolean(),
    /** Links that this rung does not get, because they could tell who wrote. */
    keptBack: z.array(NoteLink),
    check: DraftCheck,
  })
  .meta({ id: 'NotePreview' })
export type NotePreview = z.infer<typeof NotePreview>
