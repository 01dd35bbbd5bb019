import { z } from 'zod'

import { Phase } from '#shared/initiatives/contract.ts'
import { Condition, IndicatorCode } from '#shared/indicators/contract.ts'
import { Code } from '#shared/territories/contract.ts'
import { NoteAttachment } from './attachments.ts'
import { Coauthor, NoteWriter } from './coauthors.ts'
import { AttachedTrial } from './trials.ts'
import { ATTRIBUTIONS, CAUSES, NOTE_STATES, NOTE_TYPES, RUNGS } from './life.ts'

export const NoteType = z.enum(NOTE_TYPES).meta({ id: 'NoteType' })
export const NoteState = z.enum(NOTE_STATES).meta({ id: 'NoteState' })
export const NoteVisibility = z.enum(RUNGS).meta({ id: 'NoteVisibility' })
export const NoteAttribution = z.enum(ATTRIBUTIONS).meta({ id: 'NoteAttribution' })
export const NoteCause = z.enum(CAUSES).meta({ id: 'NoteCause' })
export const CommentKind = z.enum(['question', 'us_too', 'idea', 'thanks', 'offer_of_help']).meta({ id: 'CommentKind' })
export type CommentKind = z.infer<typeof CommentKind>
export const AdaptationDecision = z.enum(['adapt', 'stop', 'continue', 'extend', 'retry']).meta({ id: 'AdaptationDecision' })
export const CheckResult = z.enum(['helped', 'partly', 'no', 'too_early']).meta({ id: 'CheckResult' })

export const nullable = z.string().nullable()
const prose = z.string().trim().max(10_000)
const day = z.iso.date()

/** What a note is about. `name` in the two languages where the thing has two. */
export const NoteLink = z
  .strictObject({
    kind: z.enum(['goal', 'activity', 'indicator', 'condition', 'stage', 'territory']),
    /** Code of an indicator, territory, condition or stage; identifier of a goal or activity. */
    key: z.string(),
    nameFr: nullable,
    nameEn: nullable,
    period: nullable,
  })
  .meta({ id: 'NoteLink' })
export type NoteLink = z.infer<typeof NoteLink>

/** Who signs, as the author wants readers to know it; `a_partner` names nobody. */
export const NoteSignature = z
  .strictObject({
    kind: z.enum(['named_person', 'named_partner', 'a_partner', 'former_partner', 'initiative']),
    person: nullable,
    partnerCode: nullable,
    partnerName: nullable,
  })
  .meta({ id: 'NoteSignature' })
export type NoteSignature = z.infer<typeof NoteSignature>

/** `dueOn` is a month where it would tell the day of sharing of a note that names nobody. */
const FollowUp = z.strictObject({ step: z.enum(['discuss', 'decide', 'check', 'close']), dueOn: nullable, isDue: z.boolean() }).nullable()

const face = {
  id: z.uuid(),
  type: NoteType,
  title: z.string(),
  language: z.string(),
  visibility: NoteVisibility,
  state: NoteState,
  /** First day in the circle: a day, never a time; only its month (`YYYY-MM`) for readers of a note that names nobody. */
  sharedOn: nullable,
  signature: NoteSignature,
  links: z.array(NoteLink),
  causes: z.array(NoteCause),
  followUp: FollowUp,
  isMine: z.boolean(),
  /** The author named me, under this hat; false for everybody else, the author too. */
  isCowritten: z.boolean(),
  isHidden: z.boolean(),
}

export const NoteSummary = z
  .strictObject({
    ...face,
    /** Somebody else writes it too: known to those who write it, false for everybody else. */
    isTogether: z.boolean(),
    extract: z.string(),
    /** A failure that nobody has answered for 14 days; said to the backbone alone. */
    awaitsAnswer: z.boolean(),
    commentCount: z.int(),
    adaptationCount: z.int(),
  })
  .meta({ id: 'NoteSummary' })
export type NoteSummary = z.infer<typeof NoteSummary>

export const FollowUpCheck = z
  .strictObject({ id: z.uuid(), checkedOn: z.string(), result: CheckResult, evidence: NoteLink.nullable(), note: nullable, next: nullable })
  .meta({ id: 'FollowUpCheck' })

export const Adaptation = z
  .strictObject({
    id: z.uuid(),
    decision: AdaptationDecision,
    text: z.string(),
    decidedOn: z.string(),
    decidedIn: nullable,
    ownerName: nullable,
    ownerPartnerCode: nullable,
    ownerPartnerName: nullable,
    /** Somebody carries it and this reader is not told who: the note names nobody. */
    isOwnerKept: z.boolean(),
    dueOn: nullable,
    /** Day of the check: the due day, else 90 days after the decision. */
    checkOn: z.string(),
    checks: z.array(FollowUpCheck),
    version: z.int(),
    abilities: z.strictObject({ change: z.boolean(), check: z.boolean() }),
  })
  .meta({ id: 'Adaptation' })
export type Adaptation = z.infer<typeof Adaptation>

export const NoteComment = z
  .strictObject({
    id: z.uuid(),
    kind: CommentKind,
    body: z.string(),
    language: z.string(),
    saidOn: z.string(),
    signature: z.strictObject({ kind: z.enum(['named_person', 'named_partner', 'a_partner', 'former_partner', 'backbone']), name: nullable }),
    isMine: z.boolean(),
  })
  .meta({ id: 'NoteComment' })
export type NoteComment = z.infer<typeof NoteComment>

export const Note = z
  .strictObject({
    ...face,
    whatHappened: z.string(),
    whatWasExpected: nullable,
    why: nullable,
    whatWeLearned: nullable,
    whatWeWouldDo: nullable,
    /** Of the circle, and never beside a partner's name: null for funders and for other readers of a named note. */
    failureKind: z.enum(['preventable', 'complex', 'trial']).nullable(),
    /** A day, or only its month (`YYYY-MM`) when the note names nobody. */
    happenedOn: nullable,
    editedOn: nullable,
    noAdaptationReason: nullable,
    /** The trial whose outcome this is, as declared beforehand. */
    trial: AttachedTrial.nullable(),
    /** Pictures and documents, with the note alone: a list, a report or an export has none. */
    attachments: z.array(NoteAttachment),
    adaptations: z.array(Adaptation),
    /** What the circle answers; empty for funders. */
    comments: z.array(NoteComment),
    /** For the author and the backbone. */
    hiddenReason: nullable,
    /** For the backbone when the author ticked that it may make contact, and for nobody else. */
    contact: z.strictObject({ partnerCode: nullable, partnerName: nullable }).nullable(),
    /** For the author alone. */
    own: z
      .strictObject({
        attribution: NoteAttribution,
        backboneMayContact: z.boolean(),
        publicAskedOn: nullable,
        isCollectiveAgreed: z.boolean(),
        trialId: z.uuid().nullable(),
      })
      .nullable(),
    /** For the author and the co-authors alone: with whom they write, and how many former texts they may read. */
    writing: z.strictObject({ author: NoteWriter, coauthors: z.array(Coauthor), formerVersions: z.int() }).nullable(),
    /** Second acts that wait for the backbone: to publish, to let the note speak for the initiative. */
    awaits: z.array(z.enum(['public', 'initiative'])),
    version: z.int(),
    abilities: z.strictObject({
      edit: z.boolean(),
      attach: z.boolean(),
      nameCoauthors: z.boolean(),
      leave: z.boolean(),
      share: z.boolean(),
      narrow: z.boolean(),
      withdraw: z.boolean(),
      hide: z.boolean(),
      unhide: z.boolean(),
      agree: z.boolean(),
      comment: z.boolean(),
      discuss: z.boolean(),
      decide: z.boolean(),
      close: z.boolean(),
    }),
  })
  .meta({ id: 'Note' })
export type Note = z.infer<typeof Note>

export const NoteLinkInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('goal'), key: z.uuid() }),
    z.strictObject({ kind: z.literal('activity'), key: z.uuid() }),
    z.strictObject({ kind: z.literal('indicator'), key: IndicatorCode, period: z.string().trim().max(30).nullish() }),
    z.strictObject({ kind: z.literal('condition'), key: Condition }),
    z.strictObject({ kind: z.literal('stage'), key: Phase }),
    z.strictObject({ kind: z.literal('territory'), key: Code }),
  ])
  .meta({ id: 'NoteLinkInput' })
export type NoteLinkInput = z.infer<typeof NoteLinkInput>

const content = {
  type: NoteType,
  title: z.string().trim().min(1).max(120),
  whatHappened: prose.min(1),
  whatWasExpected: prose.nullish(),
  why: prose.nullish(),
  causes: z.array(NoteCause).max(9).optional(),
  whatWeLearned: prose.nullish(),
  whatWeWouldDo: prose.nullish(),
  failureKind: z.enum(['preventable', 'complex', 'trial']).nullish(),
  happenedOn: day.nullish(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional(),
  attribution: NoteAttribution.optional(),
  backboneMayContact: z.boolean().optional(),
  links: z.array(NoteLinkInput).max(12).optional(),
  /** A trial that I declared: this note tells how it ended. */
  trialId: z.uuid().nullish(),
}

/** Three fields are enough: type, title, what happened. There is deliberately none for who is responsible. */
export const NoteInput = z
  .strictObject({
    ...content,
    /** First audience, chosen by the author: nothing by default. Funders and the public take further acts. */
    visibility: z.enum(['private', 'partner', 'circle']).default('private'),
  })
  .meta({ id: 'NoteInput' })
export type NoteInput = z.infer<typeof NoteInput>

export const NoteChange = z.strictObject(content).partial().meta({ id: 'NoteChange' })
export type NoteChange = z.infer<typeof NoteChange>

/** Filters of the list: never by partner, author or attribution (domain 4.5). */
export const NoteFilter = z
  .strictObject({
    /** `shared`: what others share with me; `mine`: what I write under this hat, alone or with others; `hidden`: hidden by the backbone, for the backbone. */
    view: z.enum(['shared', 'mine', 'hidden']).default('shared'),
    type: NoteType.optional(),
    condition: Condition.optional(),
    stage: Phase.optional(),
    indicator: IndicatorCode.optional(),
    territory: Code.optional(),
    cause: NoteCause.optional(),
    state: NoteState.optional(),
    period: z.string().trim().max(30).optional(),
    followUp: z.literal('open').optional(),
    /** Words looked for in French and in English. */
    q: z.string().trim().max(200).optional(),
    after: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  })
  .meta({ id: 'NoteFilter' })
export type NoteFilter = z.infer<typeof NoteFilter>

export const AdaptationInput = z
  .strictObject({
    decision: AdaptationDecision,
    text: z.string().trim().min(1).max(4000),
    decidedOn: day,
    decidedIn: z.string().trim().max(200).nullish(),
    ownerName: z.string().trim().max(200).nullish(),
    ownerPartnerCode: Code.nullish(),
    dueOn: day.nullish(),
  })
  .meta({ id: 'AdaptationInput' })
export type AdaptationInput = z.infer<typeof AdaptationInput>
export const AdaptationChange = AdaptationInput.partial().meta({ id: 'AdaptationChange' })
export type AdaptationChange = z.infer<typeof AdaptationChange>

export const CheckInput = z
  .strictObject({
    checkedOn: day,
    result: CheckResult,
    evidenceIndicator: IndicatorCode.nullish(),
    note: z.string().trim().max(4000).nullish(),
    next: z.string().trim().max(4000).nullish(),
  })
  .meta({ id: 'CheckInput' })
export type CheckInput = z.infer<typeof CheckInput>

export const CommentInput = z
  .strictObject({
    kind: CommentKind,
    body: z.string().trim().max(4000).default(''),
    language: z
      .string()
      .regex(/^[a-z]{2,3}$/)
      .optional(),
    signature: z.enum(['named_person', 'named_partner', 'a_partner', 'backbone']).optional(),
  })
  .meta({ id: 'CommentInput' })
export type CommentInput = z.infer<typeof CommentInput>

/** Who reads at each rung today, exactly; `public` is everybody and has no number. */
export const Audience = z
  .strictObject({
    rung: NoteVisibility,
    organisations: z.int().nullable(),
    people: z.int().nullable(),
    /** Readers below the rung of funders, the asker left out, who also hold a hat of a funder or work for the organisation of one; absent where there is none. */
    alsoFunders: z.strictObject({ people: z.int(), funders: z.array(z.string()) }).optional(),
  })
  .meta({ id: 'NoteAudience' })
export type Audience = z.infer<typeof Audience>

const choice = z.strictObject({ key: z.string(), nameFr: z.string(), nameEn: nullable })
/** What a note may be linked to, and how its author may sign. */
export const NoteChoices = z
  .strictObject({
    goals: z.array(choice),
    activities: z.array(choice),
    indicators: z.array(choice),
    territories: z.array(choice.extend({ level: z.string() })),
    periods: z.array(z.string()),
    partners: z.array(choice),
    attributions: z.array(NoteAttribution),
    audience: z.array(Audience),
    partnerName: nullable,
  })
  .meta({ id: 'NoteChoices' })
export type NoteChoices = z.infer<typeof NoteChoices>

export const one = z.strictObject({ initiativeId: z.uuid(), noteId: z.uuid() })
export const base = '/api/v1/initiatives/:initiativeId/notes'
