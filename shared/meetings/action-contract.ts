import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { AccessibilityMeasure } from './accessibility.ts'

const nullable = z.string().nullable()
const text = z.string().trim()
export const ActionState = z.enum(['open', 'done', 'dropped']).meta({ id: 'ActionItemState' })

/** What follows a meeting (S37). */
export const ActionItem = z
  .strictObject({
    id: z.uuid(),
    meetingId: z.uuid(),
    text: z.string(),
    personId: z.uuid().nullable(),
    personName: nullable,
    partnerCode: nullable,
    partnerName: nullable,
    dueOn: z.string(),
    state: ActionState,
    settledOn: nullable,
    isLate: z.boolean(),
    version: z.int(),
    /** `settle`: its owner and the backbone; `edit`: the backbone. */
    abilities: z.strictObject({ settle: z.boolean(), edit: z.boolean() }),
  })
  .meta({ id: 'ActionItem' })
export type ActionItem = z.infer<typeof ActionItem>

/** A person, a partner, or both; a person alone brings the partner of their hat. */
export const ActionItemInput = z
  .strictObject({ text: text.min(1).max(500), personId: z.uuid().nullish(), partnerCode: Code.nullish(), dueOn: z.iso.date() })
  .meta({ id: 'ActionItemInput' })
export type ActionItemInput = z.infer<typeof ActionItemInput>

/** Whoever owns it says what became of it; text, owner and day are the backbone's. */
export const ActionItemChange = ActionItemInput.partial().extend({ state: ActionState.optional() }).meta({ id: 'ActionItemChange' })
export type ActionItemChange = z.infer<typeof ActionItemChange>

/** What somebody needs in order to come: read by that person and the backbone (S36; domain 5, row 10). */
export const AccessibilityRequest = z
  .strictObject({
    id: z.uuid(),
    measure: AccessibilityMeasure,
    detail: nullable,
    requestedBy: z.string(),
    requestedOn: z.string(),
    /** The meeting provides it. */
    isProvided: z.boolean(),
    abilities: z.strictObject({ withdraw: z.boolean() }),
  })
  .meta({ id: 'AccessibilityRequest' })
export type AccessibilityRequest = z.infer<typeof AccessibilityRequest>

const base = '/api/v1/initiatives/:initiativeId'
const meetingParams = z.strictObject({ initiativeId: z.uuid(), meetingId: z.uuid() })

export const actionItemRoutes = {
  list: route({
    id: 'meetings.actions',
    method: 'GET',
    path: `${base}/action-items`,
    summary: 'What follows from meetings, the soonest due first',
    params: initiativeParams,
    query: z.strictObject({ state: ActionState.optional() }),
    response: z.strictObject({ items: z.array(ActionItem.extend({ meetingTitleFr: z.string(), meetingTitleEn: nullable })) }),
  }),
  add: route({
    id: 'meetings.addAction',
    method: 'POST',
    path: `${base}/meetings/:meetingId/action-items`,
    summary: 'Write down what follows from a meeting, whose it is and for when (S37)',
    params: meetingParams,
    body: ActionItemInput,
    status: 201,
    response: ActionItem,
  }),
  change: route({
    id: 'meetings.changeAction',
    method: 'PATCH',
    path: `${base}/action-items/:actionItemId`,
    summary: 'Say what became of an action (its owner), or change it (If-Match)',
    params: z.strictObject({ initiativeId: z.uuid(), actionItemId: z.uuid() }),
    body: ActionItemChange,
    response: ActionItem,
  }),
}

export const accessibilityRoutes = {
  list: route({
    id: 'meetings.accessibilityRequests',
    method: 'GET',
    path: `${base}/meetings/:meetingId/accessibility-requests`,
    summary: 'What people need for a meeting: all of it for the backbone, one’s own for everybody else (S36)',
    params: meetingParams,
    response: z.strictObject({ items: z.array(AccessibilityRequest) }),
  }),
  add: route({
    id: 'meetings.requestAccessibility',
    method: 'POST',
    path: `${base}/meetings/:meetingId/accessibility-requests`,
    summary: 'Say what one needs to take part in a meeting; the backbone alone reads it',
    params: meetingParams,
    body: z.strictObject({ measure: AccessibilityMeasure, detail: text.max(1000).nullish() }),
    status: 201,
    response: AccessibilityRequest,
  }),
  withdraw: route({
    id: 'meetings.withdrawAccessibility',
    method: 'DELETE',
    path: `${base}/accessibility-requests/:accessibilityRequestId`,
    summary: 'Take back what one asked for',
    params: z.strictObject({ initiativeId: z.uuid(), accessibilityRequestId: z.uuid() }),
    status: 204,
    response: z.void(),
  }),
}
