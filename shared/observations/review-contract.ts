import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { CheckWarning, Observation } from './contract.ts'
import { FigureContent } from './revision-contract.ts'

/** Figures read at once to count what is unusual among them; beyond, the queue says that it is longer. */
export const REVIEW_LIMIT = 5000

/** One form to check: what a partner (or nobody in particular) handed in for a period. */
export const ReviewItem = z
  .strictObject({
    partner: z.string().nullable(),
    partnerName: z.string().nullable(),
    period: z.string(),
    /** Figures that wait, those of them that are unusual, and those with a comment. */
    count: z.int(),
    unusual: z.int(),
    comments: z.int(),
    /** What was asked of this partner for this period, and what of it came in. */
    expected: z.int(),
    received: z.int(),
    /** Day on which the first of them came in, and how many days ago. */
    waitingSince: z.string(),
    waitingDays: z.int(),
    /** Last day in time of what was asked; null when nothing was. */
    dueOn: z.string().nullable(),
    isOverdue: z.boolean(),
    /** Figures that this person may validate: never what they entered, unless alone. */
    validatable: z.int(),
    claim: z.strictObject({ name: z.string(), isMine: z.boolean(), at: z.string() }).nullable(),
  })
  .meta({ id: 'ReviewItem' })
export type ReviewItem = z.infer<typeof ReviewItem>

/** One figure of a form to check, beside what it was. */
export const ReviewRow = z
  .strictObject({
    observation: Observation,
    territoryName: z.string(),
    dueOn: z.string().nullable(),
    warnings: z.array(CheckWarning),
    /** Why an unusual figure was handed in all the same. */
    confirmation: z.strictObject({ comment: z.string().nullable(), name: z.string().nullable(), at: z.string() }).nullable(),
    /** The last figure of an earlier period. */
    previous: z.strictObject({ period: z.string(), figure: FigureContent }).nullable(),
    /** What stood when it was validated, when it has changed since. */
    lastValidated: z.strictObject({ figure: FigureContent, reason: z.string(), note: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'ReviewRow' })
export type ReviewRow = z.infer<typeof ReviewRow>

const ROOT = '/api/v1/initiatives/:initiativeId/observations/review'
const form = { partner: Code.nullish(), period: z.string().min(4).max(21) }

export const reviewRoutes = {
  queue: route({
    id: 'review.queue',
    method: 'GET',
    path: ROOT,
    summary: 'What waits to be checked, by partner and period, longest first',
    params: initiativeParams,
    response: z.strictObject({
      items: z.array(ReviewItem),
      /** There is more than is read at once. */
      isLonger: z.boolean(),
      /** Next due date of what is asked of anybody. */
      nextDue: z.string().nullable(),
      isSolo: z.boolean(),
    }),
  }),
  item: route({
    id: 'review.item',
    method: 'GET',
    path: `${ROOT}/form`,
    summary: 'One form to check: its figures, what is unusual, what they were',
    params: initiativeParams,
    query: z.strictObject({ partner: Code.optional(), period: z.string().min(4).max(21) }),
    response: z.strictObject({
      item: ReviewItem.nullable(),
      partner: z.string().nullable(),
      partnerName: z.string().nullable(),
      period: z.string(),
      rows: z.array(ReviewRow),
    }),
  }),
  claim: route({
    id: 'review.claim',
    method: 'PUT',
    path: `${ROOT}/claim`,
    summary: 'Say that one is checking a form: it is no longer taken back',
    params: initiativeParams,
    body: z.strictObject({ ...form, takesOver: z.boolean().default(false) }),
    status: 204,
    response: z.void(),
  }),
  release: route({
    id: 'review.release',
    method: 'DELETE',
    path: `${ROOT}/claim`,
    summary: 'Give a form back to whoever checks it',
    params: initiativeParams,
    query: z.strictObject({ partner: Code.optional(), period: z.string().min(4).max(21) }),
    status: 204,
    response: z.void(),
  }),
  validateForms: route({
    id: 'review.validateForms',
    method: 'POST',
    path: `${ROOT}/validation`,
    summary: 'Validate whole forms in which nothing is unusual',
    params: initiativeParams,
    body: z.strictObject({ forms: z.array(z.strictObject(form)).min(1).max(200) }),
    response: z.strictObject({
      results: z.array(
        z.strictObject({
          index: z.int(),
          outcome: z.enum(['validated', 'rejected']),
          /** Why nothing of the form was validated: `form_unusual`, `form_empty`, `claimed_by_other` or a row's code. */
          code: z.string().nullable(),
          count: z.int(),
        }),
      ),
    }),
  }),
}
export type FormResult = z.infer<typeof reviewRoutes.validateForms.response>['results'][number]
