import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Slug } from '#shared/initiatives/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { Amount } from '#shared/values/amount.ts'
import { base, DecisionModeName, nullable, text, Threshold } from './contract.ts'
import { POSITIONS } from './decision.ts'

const Result = z.enum(['carried', 'not_carried'])
const day = z.iso.date()

export const DecisionPosition = z
  .strictObject({
    seatId: z.uuid(),
    holderName: nullable,
    partnerCode: nullable,
    partnerName: nullable,
    /** Null: this seat has not said anything. */
    position: z.enum(POSITIONS).nullable(),
    reason: nullable,
    abilities: z.strictObject({ take: z.boolean() }),
  })
  .meta({ id: 'DecisionPosition' })
export type DecisionPosition = z.infer<typeof DecisionPosition>

export const Decision = z
  .strictObject({
    id: z.uuid(),
    titleFr: z.string(),
    titleEn: nullable,
    textFr: nullable,
    textEn: nullable,
    mode: DecisionModeName,
    result: Result.nullable(),
    decidedOn: nullable,
    /** Since when funders read it. */
    publishedOn: nullable,
    /** Since when everybody reads it, on the public page; null, as at first: nobody from outside does. */
    publicOn: nullable,
    /** For the circle; funders read what was decided, not by whom (domain 5, row 8). */
    details: z
      .strictObject({
        bodyId: z.uuid(),
        bodyNameFr: z.string(),
        bodyNameEn: nullable,
        askedOn: z.string(),
        /** Other ways that were weighed. */
        options: z.array(z.string()),
        fallbackThreshold: z.string(),
        delegateName: nullable,
        delegatePartnerCode: nullable,
        delegatePartnerName: nullable,
        limitText: nullable,
        limitAmount: nullable,
        amount: nullable,
        votingSeats: z.int(),
        tally: z.strictObject({ for: z.int(), canLiveWith: z.int(), against: z.int(), abstain: z.int(), cast: z.int(), share: nullable }),
        /** What the positions would give now; null for a delegated decision. */
        wouldBe: Result.nullable(),
        positions: z.array(DecisionPosition),
      })
      .nullable(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean(), close: z.boolean(), publish: z.boolean(), show: z.boolean() }),
  })
  .meta({ id: 'Decision' })
export type Decision = z.infer<typeof Decision>

/** What everybody reads of a decision: never who said what, nor how many. */
export const PublicDecision = z
  .strictObject({ id: z.uuid(), titleFr: z.string(), titleEn: nullable, textFr: nullable, textEn: nullable, result: Result, decidedOn: z.string() })
  .meta({ id: 'PublicDecision' })
export type PublicDecision = z.infer<typeof PublicDecision>

const fields = {
  titleFr: text.min(1).max(300),
  titleEn: text.max(300).nullish(),
  textFr: text.nullish(),
  textEn: text.nullish(),
  options: z.array(text.min(1).max(300)).max(20).optional(),
  mode: DecisionModeName.optional(),
  fallbackThreshold: Threshold.optional(),
  delegateName: text.max(120).nullish(),
  delegatePartnerCode: Code.nullish(),
  limitText: text.max(500).nullish(),
  limitAmount: Amount.nullish(),
  amount: Amount.nullish(),
  askedOn: day.optional(),
}
export const DecisionInput = z.strictObject({ bodyId: z.uuid(), ...fields }).meta({ id: 'DecisionInput' })
export type DecisionInput = z.infer<typeof DecisionInput>
/** Before the result everything; after it, only whether funders read it. */
export const DecisionChange = z
  .strictObject({ ...fields, published: z.boolean().optional() })
  .partial()
  .meta({ id: 'DecisionChange' })
export type DecisionChange = z.infer<typeof DecisionChange>

const decisionParams = z.strictObject({ initiativeId: z.uuid(), decisionId: z.uuid() })

export const decisionRoutes = {
  list: route({
    id: 'governance.decisions',
    method: 'GET',
    path: `${base}/decisions`,
    summary: 'Decisions, open ones first, then the newest; published ones for funders',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Decision), abilities: z.strictObject({ create: z.boolean() }) }),
  }),
  read: route({
    id: 'governance.decision',
    method: 'GET',
    path: `${base}/decisions/:decisionId`,
    summary: 'One decision with the position of each voting seat',
    params: decisionParams,
    response: Decision,
  }),
  create: route({
    id: 'governance.addDecision',
    method: 'POST',
    path: `${base}/decisions`,
    summary: 'Put a decision to a body, in its own mode unless another is named',
    params: initiativeParams,
    body: DecisionInput,
    status: 201,
    response: Decision,
  }),
  change: route({
    id: 'governance.changeDecision',
    method: 'PATCH',
    path: `${base}/decisions/:decisionId`,
    summary: 'Change a decision before its result, or publish it after (If-Match)',
    params: decisionParams,
    body: DecisionChange,
    response: Decision,
  }),
  takePosition: route({
    id: 'governance.takePosition',
    method: 'PUT',
    path: `${base}/decisions/:decisionId/positions/:seatId`,
    summary: 'Record the position of a voting seat, or take it back; a contributor for the seats of its own partner',
    params: z.strictObject({ initiativeId: z.uuid(), decisionId: z.uuid(), seatId: z.uuid() }),
    body: z.strictObject({ position: z.enum(POSITIONS).nullable(), reason: text.max(1000).nullish() }),
    response: Decision,
  }),
  close: route({
    id: 'governance.closeDecision',
    method: 'POST',
    path: `${base}/decisions/:decisionId/result`,
    summary: 'State the result: from the positions, or what the delegate decided within the limits (If-Match)',
    params: decisionParams,
    body: z.strictObject({ decidedOn: day.optional(), delegateResult: Result.optional() }),
    response: Decision,
  }),
  show: route({
    id: 'governance.showDecision',
    method: 'PUT',
    path: `${base}/decisions/:decisionId/public`,
    summary: 'Show a decision to everybody on the public page, or take it back at once; a lead (If-Match)',
    params: decisionParams,
    body: z.strictObject({ isPublic: z.boolean() }),
    response: Decision,
  }),
  public: route({
    id: 'governance.publicDecisions',
    method: 'GET',
    path: '/api/v1/public/:slug/decisions',
    summary: 'Decisions that a lead showed to everybody, the newest first: what was decided and when',
    params: z.strictObject({ slug: Slug }),
    response: z.strictObject({ items: z.array(PublicDecision) }),
  }),
}
