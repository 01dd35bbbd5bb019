import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Slug } from '#shared/initiatives/contract.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { AnswersSchema } from './shapes.ts'

const nullable = z.string().nullable()
const text = z.string().trim()

/** How an organisation finds a criterion: fit and what is known of it, in percent. Of what is shared, only a fit that speaks of all its statements. */
const JoiningCriterion = z.strictObject({ key: z.string(), fit: z.number().nullable(), known: z.number().nullable() })

/** What can be told of a sheet without an answer of it. */
export const JoiningSummary = z
  .strictObject({
    fit: z.number().nullable(),
    known: z.number(),
    advice: z.enum(['settle_first', 'find_out', 'join', 'join_with_conditions', 'abstain']),
    criteria: z.array(JoiningCriterion),
  })
  .meta({ id: 'JoiningSummary' })
export type JoiningSummary = z.infer<typeof JoiningSummary>

export const SharedSummary = z
  .strictObject({ id: z.uuid(), organization: z.string(), message: nullable, summary: JoiningSummary, sharedOn: z.string() })
  .meta({ id: 'SharedJoiningSummary' })
export type SharedSummary = z.infer<typeof SharedSummary>

export const JoiningInvitation = z
  .strictObject({ id: z.uuid(), label: z.string(), madeOn: z.string(), expiresOn: z.string(), isUsed: z.boolean() })
  .meta({ id: 'JoiningInvitation' })
export type JoiningInvitation = z.infer<typeof JoiningInvitation>

/** By item, how much it matters to the organisation: 1 to 3, 2 unless it says. */
const Weights = z.record(z.string().max(40), z.int().min(1).max(3))

/** What the holder of a link sees. */
export const JoiningSheet = z
  .strictObject({
    initiative: z.strictObject({ nameFr: z.string(), nameEn: nullable }),
    /** False of a link to begin with: there is no sheet yet. */
    isBegun: z.boolean(),
    answers: AnswersSchema,
    weights: Weights,
    /** Null while nothing is answered. */
    summary: JoiningSummary.nullable(),
    /** What sharing would tell: coarser than the summary, so that no answer is worked out of it. */
    toShare: JoiningSummary.nullable(),
    /** Items not known yet, and those to settle before anything else. */
    questions: z.array(z.string()),
    toSettle: z.array(z.string()),
    /** Null when it is kept. */
    deleteOn: nullable,
    /** What was shared, as the backbone reads it. */
    shared: z.strictObject({ organization: z.string(), message: nullable, summary: JoiningSummary, sharedOn: z.string() }).nullable(),
  })
  .meta({ id: 'JoiningSheet' })
export type JoiningSheet = z.infer<typeof JoiningSheet>

const base = '/api/v1/initiatives/:initiativeId/joining'
const held = '/api/v1/joining/:slug'
const heldParams = z.strictObject({ slug: Slug })

export const joiningRoutes = {
  list: route({
    id: 'joining.list',
    method: 'GET',
    path: base,
    summary: 'Links made for organisations that wonder whether to join, and the summaries that some chose to share',
    params: initiativeParams,
    response: z.strictObject({ invitations: z.array(JoiningInvitation), summaries: z.array(SharedSummary) }),
  }),
  invite: route({
    id: 'joining.invite',
    method: 'POST',
    path: base,
    summary: 'Make a link for an organisation that is outside; it is said once and begins once',
    params: initiativeParams,
    body: z.strictObject({ label: text.min(1).max(200) }),
    status: 201,
    response: z.strictObject({ link: nullable }),
    saidOnce: ['link'],
  }),
  begin: route({
    id: 'joining.begin',
    method: 'POST',
    path: `${held}/beginning`,
    summary: 'Begin with the link in the header: it ends, and another one opens the sheet, which is said once',
    params: heldParams,
    body: z.strictObject({}),
    status: 201,
    response: z.strictObject({ link: nullable }),
    saidOnce: ['link'],
  }),
  read: route({ id: 'joining.read', method: 'GET', path: held, summary: 'What the link in the header opens', params: heldParams, response: JoiningSheet }),
  save: route({
    id: 'joining.save',
    method: 'PUT',
    path: held,
    summary: 'Save answers and how much each matters; the sheet goes after ninety days unless it is kept',
    params: heldParams,
    body: z.strictObject({ answers: AnswersSchema, weights: Weights.default({}), keep: z.boolean().default(false) }),
    response: JoiningSheet,
  }),
  share: route({
    id: 'joining.share',
    method: 'PUT',
    path: `${held}/summary`,
    summary: 'Share the summary of today with the backbone: never an answer',
    params: heldParams,
    body: z.strictObject({ organization: text.min(1).max(200), message: text.max(1000).nullish() }),
    response: z.strictObject({ shared: z.boolean() }),
  }),
  withdraw: route({
    id: 'joining.withdraw',
    method: 'DELETE',
    path: `${held}/summary`,
    summary: 'Take the summary back',
    params: heldParams,
    status: 204,
    response: z.void(),
  }),
  remove: route({
    id: 'joining.remove',
    method: 'DELETE',
    path: held,
    summary: 'Delete the sheet and what was shared of it',
    params: heldParams,
    status: 204,
    response: z.void(),
  }),
}
