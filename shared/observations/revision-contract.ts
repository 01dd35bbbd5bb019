import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Presence } from '#shared/progress/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { ObservationInput } from './contract.ts'
import { REVISION_REASONS } from './life-cycle.ts'

export const RevisionReason = z.enum(REVISION_REASONS).meta({ id: 'RevisionReason' })
export const RevisionState = z.enum(['pending', 'approved', 'refused', 'withdrawn']).meta({ id: 'RevisionState' })
export type RevisionState = z.infer<typeof RevisionState>

/** A figure without its key, as history keeps it. */
export const FigureContent = z
  .strictObject({
    presence: Presence,
    presenceReason: z.string().nullable(),
    value: z.string().nullable(),
    numerator: z.string().nullable(),
    denominator: z.string().nullable(),
    sampleN: z.string().nullable(),
    boolValue: z.boolean().nullable(),
    achievedOn: z.string().nullable(),
    amountOriginal: z.string().nullable(),
    currencyCode: z.string().nullable(),
    fxRate: z.string().nullable(),
    fxDate: z.string().nullable(),
  })
  .meta({ id: 'FigureContent' })
export type FigureContent = z.infer<typeof FigureContent>

/** What a validated figure would become. */
export const FigureChange = ObservationInput.pick({
  presence: true,
  presenceReason: true,
  value: true,
  numerator: true,
  denominator: true,
  sampleN: true,
  boolValue: true,
  achievedOn: true,
  amountOriginal: true,
  currencyCode: true,
  fxRate: true,
  fxDate: true,
}).meta({ id: 'FigureChange' })
export type FigureChange = z.infer<typeof FigureChange>

export const RevisionRequest = z
  .strictObject({
    id: z.uuid(),
    observationId: z.uuid(),
    indicator: IndicatorCode,
    territory: Code,
    territoryName: z.string(),
    partner: z.string().nullable(),
    partnerName: z.string().nullable(),
    period: z.string(),
    category: z.string(),
    old: FigureContent,
    new: FigureContent,
    reason: RevisionReason,
    note: z.string(),
    state: RevisionState,
    requestedBy: z.string().nullable(),
    requestedAt: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    decisionNote: z.string().nullable(),
    /** Asked and approved by the one person who acts as the backbone. */
    samePerson: z.boolean(),
    version: z.int(),
    abilities: z.array(z.enum(['approve', 'refuse', 'withdraw'])),
  })
  .meta({ id: 'RevisionRequest' })
export type RevisionRequest = z.infer<typeof RevisionRequest>

const ROOT = '/api/v1/initiatives/:initiativeId/revision-requests'

export const revisionRoutes = {
  list: route({
    id: 'revisions.list',
    method: 'GET',
    path: ROOT,
    summary: 'Changes that were asked of validated figures, latest first',
    params: initiativeParams,
    query: z.strictObject({ state: RevisionState.optional(), limit: z.coerce.number().int().min(1).max(500).default(200) }),
    response: z.strictObject({ items: z.array(RevisionRequest) }),
  }),
  create: route({
    id: 'revisions.create',
    method: 'POST',
    path: ROOT,
    summary: 'Ask for a change of a validated or published figure, with the reason',
    params: initiativeParams,
    body: z.strictObject({
      observationId: z.uuid(),
      /** Version of the figure that the caller saw. */
      version: z.int(),
      figure: FigureChange,
      reason: RevisionReason,
      note: z.string().trim().min(1).max(2000),
    }),
    status: 201,
    response: z.strictObject({ id: z.uuid(), version: z.int() }),
  }),
  decide: route({
    id: 'revisions.decide',
    method: 'POST',
    path: `${ROOT}/:requestId/decision`,
    summary: 'Approve or refuse a change, another person than its author; or withdraw one’s own',
    params: initiativeParams.extend({ requestId: z.uuid() }),
    body: z.strictObject({ decision: z.enum(['approve', 'refuse', 'withdraw']), note: z.string().trim().max(2000).optional() }),
    response: z.strictObject({ state: RevisionState, version: z.int() }),
  }),
}
