import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { ContributionKind } from '#shared/partners/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

/** Days without an agreement after which the two sides turn to the neutral person of their conflict protocol (situation 10). */
export const CONTEST_DAYS = 30

/** Longest comment that a release carries beside a figure. */
export const MOST_CARRIED = 500

/** That a figure or a contribution is in discussion. The circle reads that much; what is said is for the two sides. */
export const Contest = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(['figure', 'contribution']),
    /** The partner whose it is; of a figure only the two sides are told. */
    partner: Code.nullable(),
    partnerName: z.string().nullable(),
    /** Null for whoever may not read the figure. */
    observationId: z.uuid().nullable(),
    figure: z.strictObject({ indicator: IndicatorCode, territory: z.string(), period: z.string(), category: z.string() }).nullable(),
    contributionId: z.uuid().nullable(),
    contribution: z.strictObject({ kind: ContributionKind, descriptionFr: z.string().nullable(), descriptionEn: z.string().nullable() }).nullable(),
    openedOn: z.string(),
    /** Days since it was opened, or until it was settled. */
    days: z.int(),
    /** Open for too long: time for the neutral person. */
    isLong: z.boolean(),
    resolvedOn: z.string().nullable(),
    resolvedSide: z.enum(['partner', 'backbone']).nullable(),
    version: z.int(),
    abilities: z.strictObject({ read: z.boolean(), reply: z.boolean(), resolve: z.boolean() }),
  })
  .meta({ id: 'Contest' })
export type Contest = z.infer<typeof Contest>

export const ContestMessage = z
  .strictObject({
    id: z.uuid(),
    side: z.enum(['partner', 'backbone']),
    name: z.string().nullable(),
    body: z.string(),
    saidAt: z.string(),
    isResolution: z.boolean(),
    /** True: the partner asks that releases carry this beside its figure; false: that they no longer do. */
    isCarried: z.boolean().nullable(),
  })
  .meta({ id: 'ContestMessage' })

export const ContestThread = z
  .strictObject({
    ...Contest.shape,
    messages: z.array(ContestMessage),
    /** What releases built until the discussion is settled carry beside the figure, in its partner's words. */
    carried: z.string().nullable(),
    /** Whether this hat may ask for it: a contributor of the partner, of an undivided figure. */
    mayCarry: z.boolean(),
  })
  .meta({ id: 'ContestThread' })
export type ContestThread = z.infer<typeof ContestThread>

const text = z.string().trim().min(1).max(4000)
const contestParams = initiativeParams.extend({ contestId: z.uuid() })

export const contestRoutes = {
  list: route({
    id: 'contests.list',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/contests',
    summary: 'Figures and contributions in discussion; settled ones for the two sides',
    params: initiativeParams,
    query: z.strictObject({ indicator: IndicatorCode.optional(), partner: Code.optional() }),
    response: z.strictObject({ items: z.array(Contest) }),
  }),
  read: route({
    id: 'contests.read',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/contests/:contestId',
    summary: 'What is said about a figure or contribution in discussion: for its partner and the backbone',
    params: contestParams,
    response: ContestThread,
  }),
  open: route({
    id: 'contests.open',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/contests',
    summary: 'Say that one’s own figure or contribution is wrongly shown',
    status: 201,
    params: initiativeParams,
    body: z
      .strictObject({ observationId: z.uuid().optional(), contributionId: z.uuid().optional(), body: text })
      .refine((given) => (given.observationId === undefined) !== (given.contributionId === undefined), { path: ['observationId'] }),
    response: ContestThread,
  }),
  reply: route({
    id: 'contests.reply',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/contests/:contestId/messages',
    summary: 'Answer in a discussion; its partner may ask that releases carry the words beside the figure, or no longer do (isCarried)',
    params: contestParams,
    body: z
      .strictObject({ body: text, isCarried: z.boolean().optional() })
      .refine(({ body, isCarried }) => isCarried !== true || body.length <= MOST_CARRIED, { path: ['body'] }),
    response: ContestThread,
  }),
  resolve: route({
    id: 'contests.resolve',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/contests/:contestId/resolution',
    summary: 'Settle a discussion, with what was agreed: either side',
    params: contestParams,
    body: z.strictObject({ note: text }),
    response: ContestThread,
  }),
}
