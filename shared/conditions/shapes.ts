import { z } from 'zod'

import { DecimalText, IndicatorCode } from '#shared/indicators/contract.ts'
import { Code } from '#shared/territories/contract.ts'
import { BACKBONE_ELEMENTS, BACKBONE_FORMS, BACKBONE_FUNCTIONS, REVIEW_STANDINGS } from './backbone.ts'

export const text = z.string().trim().max(4000)
const nullable = z.string().nullable()
const horizon = z.union([z.literal(6), z.literal(12), z.literal(36)])

export const EndorsementState = z.enum(['asked', 'endorsed', 'reservations']).meta({ id: 'EndorsementState' })

export const EndorsementCount = z
  .strictObject({
    asked: z.int(),
    endorsed: z.int(),
    reservations: z.int(),
    total: z.int(),
    /** Endorsed ÷ asked in all, 0–1 as text; null when nobody was asked. */
    ratio: nullable,
  })
  .meta({ id: 'EndorsementCount' })

export const Endorsement = z
  .strictObject({
    partnerCode: Code,
    partnerName: z.string(),
    state: EndorsementState,
    reservations: nullable,
    answeredOn: nullable,
    /** Noted by the backbone for a partner that answered elsewhere. */
    recordedOnBehalf: z.boolean(),
    version: z.int(),
    abilities: z.strictObject({ answer: z.boolean() }),
  })
  .meta({ id: 'Endorsement' })
export type Endorsement = z.infer<typeof Endorsement>

export const AgendaVersion = z
  .strictObject({
    id: z.uuid(),
    number: z.int(),
    visionFr: z.string(),
    visionEn: nullable,
    problemStatementFr: nullable,
    problemStatementEn: nullable,
    principlesFr: nullable,
    principlesEn: nullable,
    approachFr: nullable,
    approachEn: nullable,
    publishedOn: nullable,
    /** The last one that was published. */
    isCurrent: z.boolean(),
    missing: z.array(z.string()),
    endorsements: EndorsementCount,
    /** Who answered what: for the circle; null for funders. */
    answers: z.array(Endorsement).nullable(),
    version: z.int(),
    /** `anyway`: practice rules advise here, one more click goes on (D41). */
    abilities: z.strictObject({ edit: z.boolean(), publish: z.boolean(), anyway: z.boolean() }),
  })
  .meta({ id: 'AgendaVersion' })
export type AgendaVersion = z.infer<typeof AgendaVersion>

export const AgendaVersionInput = z
  .strictObject({
    visionFr: text.min(1),
    visionEn: text.nullish(),
    problemStatementFr: text.nullish(),
    problemStatementEn: text.nullish(),
    principlesFr: text.nullish(),
    principlesEn: text.nullish(),
    approachFr: text.nullish(),
    approachEn: text.nullish(),
  })
  .meta({ id: 'AgendaVersionInput' })
export type AgendaVersionInput = z.infer<typeof AgendaVersionInput>
export const AgendaVersionChange = AgendaVersionInput.partial().meta({ id: 'AgendaVersionChange' })
export type AgendaVersionChange = z.infer<typeof AgendaVersionChange>

/** Practice rules advise in an informal initiative: `anyway` goes on despite what is missing (D41). */
export const anyway = z.boolean().default(false)

export const Population = z
  .strictObject({
    id: z.uuid(),
    labelFr: z.string(),
    labelEn: nullable,
    ageRange: nullable,
    territoryCode: nullable,
    estimatedSize: z.int().nullable(),
    sizeSource: nullable,
    sizeYear: z.int().nullable(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'Population' })
export type Population = z.infer<typeof Population>

export const PopulationInput = z
  .strictObject({
    labelFr: text.min(1).max(200),
    labelEn: text.max(200).nullish(),
    ageRange: text.max(60).nullish(),
    territoryCode: Code.nullish(),
    estimatedSize: z.int().min(0).nullish(),
    sizeSource: text.max(300).nullish(),
    sizeYear: z.int().min(1900).max(2200).nullish(),
  })
  .meta({ id: 'PopulationInput' })
export type PopulationInput = z.infer<typeof PopulationInput>
export const PopulationChange = PopulationInput.partial().meta({ id: 'PopulationChange' })
export type PopulationChange = z.infer<typeof PopulationChange>

/** An indicator that a picture speaks of, with the figure it imagines, in storage units (a share is 0.619). */
const PictureIndicator = z.strictObject({ code: IndicatorCode, expected: DecimalText.nullable() }).meta({ id: 'PictureIndicator' })

export const SuccessPicture = z
  .strictObject({
    id: z.uuid(),
    goalId: z.uuid(),
    horizonMonths: horizon,
    descriptionFr: z.string(),
    descriptionEn: nullable,
    dueOn: nullable,
    reviewedOn: nullable,
    state: z.enum(['reviewed', 'due', 'coming', 'undated']),
    /** « Où devrions-nous être? »: compared with actual figures (S02). */
    indicators: z.array(PictureIndicator),
    version: z.int(),
  })
  .meta({ id: 'SuccessPicture' })
export type SuccessPicture = z.infer<typeof SuccessPicture>

export const SuccessPictureInput = z
  .strictObject({ horizonMonths: horizon, descriptionFr: text.min(1), descriptionEn: text.nullish(), indicators: z.array(PictureIndicator).max(20).optional() })
  .meta({ id: 'SuccessPictureInput' })
export type SuccessPictureInput = z.infer<typeof SuccessPictureInput>
export const SuccessPictureChange = z
  .strictObject({
    descriptionFr: text.min(1).optional(),
    descriptionEn: text.nullish(),
    /** What is left out of the list leaves the picture; without a list they stay. */
    indicators: z.array(PictureIndicator).max(20).optional(),
    /** Day on which the partners looked back at it. */
    reviewedOn: z.iso.date().nullish(),
  })
  .meta({ id: 'SuccessPictureChange' })
export type SuccessPictureChange = z.infer<typeof SuccessPictureChange>

export const Goal = z
  .strictObject({
    id: z.uuid(),
    parentGoalId: nullable,
    statementFr: z.string(),
    statementEn: nullable,
    populationId: nullable,
    territoryCode: nullable,
    targetDate: nullable,
    amount: nullable,
    notFeasibleAlone: z.boolean(),
    notFeasibleWhyFr: nullable,
    notFeasibleWhyEn: nullable,
    indicatorCodes: z.array(z.string()),
    state: z.enum(['draft', 'adopted']),
    adoptedOn: nullable,
    adoptedByName: nullable,
    /** Parts that are still missing before adoption (S01). */
    missing: z.array(z.string()),
    /** The date is more than 36 months away and no first step is nearer: advice only (S03). */
    needsFirstStep: z.boolean(),
    pictures: z.array(SuccessPicture),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean(), adopt: z.boolean(), anyway: z.boolean() }),
  })
  .meta({ id: 'Goal' })
export type Goal = z.infer<typeof Goal>

export const GoalInput = z
  .strictObject({
    statementFr: text.min(1),
    statementEn: text.nullish(),
    parentGoalId: z.uuid().nullish(),
    populationId: z.uuid().nullish(),
    territoryCode: Code.nullish(),
    targetDate: z.iso.date().nullish(),
    amount: DecimalText.nullish(),
    notFeasibleAlone: z.boolean().optional(),
    notFeasibleWhyFr: text.nullish(),
    notFeasibleWhyEn: text.nullish(),
    indicatorCodes: z.array(IndicatorCode).max(50).optional(),
  })
  .meta({ id: 'GoalInput' })
export type GoalInput = z.infer<typeof GoalInput>
/** An adopted goal keeps its five parts, but `anyway` in an informal initiative. */
export const GoalChange = GoalInput.partial().extend({ anyway: z.boolean().optional() }).meta({ id: 'GoalChange' })
export type GoalChange = z.infer<typeof GoalChange>

export const BackboneProfile = z
  .strictObject({
    id: z.uuid(),
    form: z.enum(BACKBONE_FORMS),
    elements: z.array(z.enum(BACKBONE_ELEMENTS)),
    fullTimeEquivalents: nullable,
    budget: nullable,
    currencyCode: nullable,
    validFrom: z.string(),
    validTo: nullable,
    noteFr: nullable,
    noteEn: nullable,
    version: z.int(),
  })
  .meta({ id: 'BackboneProfile' })
export type BackboneProfile = z.infer<typeof BackboneProfile>

export const BackboneProfileInput = z
  .strictObject({
    form: z.enum(BACKBONE_FORMS),
    elements: z.array(z.enum(BACKBONE_ELEMENTS)).max(7).optional(),
    fullTimeEquivalents: DecimalText.nullish(),
    budget: DecimalText.nullish(),
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullish(),
    noteFr: text.nullish(),
    noteEn: text.nullish(),
  })
  .meta({ id: 'BackboneProfileInput' })
export type BackboneProfileInput = z.infer<typeof BackboneProfileInput>
export const BackboneProfileChange = BackboneProfileInput.partial().meta({ id: 'BackboneProfileChange' })
export type BackboneProfileChange = z.infer<typeof BackboneProfileChange>

export const ReviewStanding = z.enum(REVIEW_STANDINGS).meta({ id: 'ReviewStanding' })
export const BackboneReviewInput = z.strictObject({ standing: ReviewStanding, note: text.nullish() }).meta({ id: 'BackboneReviewInput' })
export type BackboneReviewInput = z.infer<typeof BackboneReviewInput>

export const BackboneFunction = z
  .strictObject({
    id: z.uuid(),
    function: z.enum(BACKBONE_FUNCTIONS),
    partnerCode: nullable,
    partnerName: nullable,
    holderName: nullable,
    deputyName: nullable,
    validFrom: z.string(),
    validTo: nullable,
    isCurrent: z.boolean(),
    /** How the holder sees it, the last time; null while nobody said, and for funders. */
    review: z.strictObject({ standing: ReviewStanding, note: nullable, reviewedOn: z.string() }).nullable(),
    version: z.int(),
    /** The holder reviews what it holds; the backbone notes what it was told. */
    abilities: z.strictObject({ review: z.boolean() }),
  })
  .meta({ id: 'BackboneFunction' })
export type BackboneFunction = z.infer<typeof BackboneFunction>

export const BackboneFunctionInput = z
  .strictObject({
    function: z.enum(BACKBONE_FUNCTIONS),
    partnerCode: Code.nullish(),
    holderName: text.max(120).nullish(),
    deputyName: text.max(120).nullish(),
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullish(),
  })
  .meta({ id: 'BackboneFunctionInput' })
export type BackboneFunctionInput = z.infer<typeof BackboneFunctionInput>
export const BackboneFunctionChange = BackboneFunctionInput.partial().meta({ id: 'BackboneFunctionChange' })
export type BackboneFunctionChange = z.infer<typeof BackboneFunctionChange>

export const Backbone = z
  .strictObject({
    profiles: z.array(BackboneProfile),
    functions: z.array(BackboneFunction),
    covered: z.array(z.enum(BACKBONE_FUNCTIONS)),
    gaps: z.array(z.enum(BACKBONE_FUNCTIONS)),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'Backbone' })
export type Backbone = z.infer<typeof Backbone>

/** What serves no goal: activities planned or under way, and indicators (S05). */
export const Orphans = z
  .strictObject({ activities: z.array(z.strictObject({ id: z.uuid(), nameFr: z.string(), nameEn: nullable })), indicators: z.array(z.string()) })
  .meta({ id: 'Orphans' })
export type Orphans = z.infer<typeof Orphans>

export const base = '/api/v1/initiatives/:initiativeId'
export const withId = <Name extends string>(name: Name) =>
  z.strictObject({ initiativeId: z.uuid(), [name]: z.uuid() } as { initiativeId: z.ZodUUID } & Record<Name, z.ZodUUID>)
export const agendaParams = withId('agendaId')
export const goalParams = withId('goalId')
