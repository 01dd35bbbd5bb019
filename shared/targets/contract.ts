import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode, indicatorParams, text, textFr } from '#shared/indicators/fields.ts'
import { BaselineInput, decision, TargetPointInput } from '#shared/indicators/points.ts'
import { IndicatorDetail } from '#shared/indicators/shapes.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

const nullable = z.string().nullable()
const versionNumber = z.int().min(1)

/** Starting points or targets that somebody proposes; they act when a lead approves (domain 5, row 15). */
export const TargetProposal = z
  .strictObject({
    id: z.uuid(),
    versionNumber,
    kind: z.enum(['baselines', 'targets']),
    baselines: z.array(BaselineInput),
    /** Every point that should hold; those that stand and are not named would be replaced. */
    points: z.array(TargetPointInput),
    reasonFr: z.string(),
    reasonEn: nullable,
    decision: nullable,
    decidedBy: nullable,
    decidedOn: nullable,
    state: z.enum(['proposed', 'approved', 'declined', 'withdrawn']),
    proposedBy: nullable,
    partnerCode: nullable,
    proposedOn: z.string(),
    answeredBy: nullable,
    answeredOn: nullable,
    answer: nullable,
    version: z.int(),
    abilities: z.strictObject({ answer: z.boolean(), withdraw: z.boolean() }),
  })
  .meta({ id: 'TargetProposal' })
export type TargetProposal = z.infer<typeof TargetProposal>

const proposed = { versionNumber: versionNumber.optional(), reasonFr: textFr, reasonEn: text.nullish(), ...decision }
export const ProposalInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('baselines'), baselines: z.array(BaselineInput).min(1).max(500), ...proposed }),
    z.strictObject({ kind: z.literal('targets'), points: z.array(TargetPointInput).max(200), ...proposed }),
  ])
  .meta({ id: 'ProposalInput' })
export type ProposalInput = z.infer<typeof ProposalInput>

const proposalParams = indicatorParams.extend({ proposalId: z.uuid() })
const ofIndicator = '/api/v1/initiatives/:initiativeId/indicators/:indicator/proposals'

export const proposalRoutes = {
  list: route({
    id: 'targets.proposals',
    method: 'GET',
    path: ofIndicator,
    summary: 'Proposed baselines and targets, open ones first',
    params: indicatorParams,
    response: z.strictObject({ items: z.array(TargetProposal) }),
  }),
  propose: route({
    id: 'targets.propose',
    method: 'POST',
    path: ofIndicator,
    summary: 'Propose baselines or targets, with a public reason; a lead approves',
    params: indicatorParams,
    body: ProposalInput,
    status: 201,
    response: TargetProposal,
  }),
  answer: route({
    id: 'targets.answerProposal',
    method: 'POST',
    path: `${ofIndicator}/:proposalId/answer`,
    summary: 'Approve a proposal, which makes it act, or decline it (leads, If-Match)',
    params: proposalParams,
    body: z.strictObject({ state: z.enum(['approved', 'declined']), answer: text.nullish() }),
    response: IndicatorDetail,
  }),
  withdraw: route({
    id: 'targets.withdrawProposal',
    method: 'POST',
    path: `${ofIndicator}/:proposalId/withdrawal`,
    summary: 'Take one’s own open proposal back (If-Match)',
    params: proposalParams,
    response: TargetProposal,
  }),
}

/** What waits for an answer of the backbone, by indicator. */
export const waitingRoute = route({
  id: 'targets.waiting',
  method: 'GET',
  path: '/api/v1/initiatives/:initiativeId/definition-questions',
  summary: 'Indicators whose proposals or comments wait for an answer',
  params: initiativeParams,
  response: z.strictObject({
    items: z.array(z.strictObject({ indicator: IndicatorCode, proposals: z.int(), comments: z.int() }).meta({ id: 'DefinitionQuestions' })),
  }),
})

/** Who owes a figure, where and when, with names. */
export const Assignment = z
  .strictObject({
    id: z.uuid(),
    indicator: IndicatorCode,
    territoryCode: Code,
    partnerCode: nullable,
    validFrom: z.string(),
    validTo: nullable,
    periodFilter: z.array(z.string()).nullable(),
    paused: z.boolean(),
  })
  .meta({ id: 'Assignment' })
export type Assignment = z.infer<typeof Assignment>

/** What hangs in the air: nobody owes it, who owes it is gone, or no goal asks for it. */
export const AssignmentOrphans = z
  .strictObject({ unowed: z.array(IndicatorCode), ofPartnersGone: z.array(Assignment), withoutGoal: z.array(IndicatorCode) })
  .meta({ id: 'AssignmentOrphans' })
export type AssignmentOrphans = z.infer<typeof AssignmentOrphans>

const endings = z
  .array(z.string().regex(/^(Q[1-4]|S[12]|0[1-9]|1[0-2])$/))
  .max(12)
  .nullish()
const ofInitiative = '/api/v1/initiatives/:initiativeId/assignments'

export const assignmentRoutes = {
  list: route({
    id: 'targets.assignments',
    method: 'GET',
    path: ofInitiative,
    summary: 'Who owes which figure where, with what nobody owes',
    params: initiativeParams,
    query: z.strictObject({
      indicator: IndicatorCode.optional(),
      partner: Code.optional(),
      territory: Code.optional(),
      /** `ended` adds what is over to what holds or is to come. */
      ended: z.enum(['true']).optional(),
    }),
    response: z.strictObject({ items: z.array(Assignment), orphans: AssignmentOrphans }),
  }),
  assign: route({
    id: 'targets.assign',
    method: 'POST',
    path: ofInitiative,
    summary: 'Expect figures of every indicator, partner and territory named; what is expected already is left as it is',
    params: initiativeParams,
    body: z.strictObject({
      indicators: z.array(IndicatorCode).min(1).max(100),
      /** Empty: of the initiative itself. */
      partners: z.array(Code).max(500),
      territories: z.array(Code).min(1).max(1000),
      /** Each partner only where it works. */
      onlyCovered: z.boolean().default(false),
      validFrom: z.iso.date(),
      validTo: z.iso.date().nullish(),
      periodFilter: endings,
    }),
    response: z.strictObject({ created: z.int(), kept: z.int() }),
  }),
  change: route({
    id: 'targets.changeAssignments',
    method: 'PATCH',
    path: ofInitiative,
    summary: 'Pause, resume or end what is expected, or narrow its periods, many at once',
    params: initiativeParams,
    body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(2000), paused: z.boolean().optional(), validTo: z.iso.date().nullish(), periodFilter: endings }),
    response: z.strictObject({ changed: z.int() }),
  }),
}
