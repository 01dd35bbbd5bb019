import type { AccessibilityMeasure } from '#shared/meetings/accessibility.ts'
import type { AccessibilityRequest } from '#shared/meetings/action-contract.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { listMeasures } from './parts-queries.ts'
import { meetingForUpdate } from './queries.ts'
import { deleteRequest, insertRequest, listRequestRows } from './accessibility-queries.ts'

/** What people need for a meeting: row level security leaves one's own to everybody but the backbone (S36). @throws not_found */
export async function listRequests(trx: Trx, actor: Actor, meetingId: string): Promise<AccessibilityRequest[]> {
  const initiativeId = actor.initiative.id
  if ((await meetingForUpdate(trx, initiativeId, meetingId)) === undefined) throw problem('not_found')
  const provided = new Set((await listMeasures(trx, initiativeId)).filter((one) => one.meetingId === meetingId).map(({ measure }) => measure))
  // One's own by the person too: row level security goes by the account.
  const rows = (await listRequestRows(trx, initiativeId, meetingId)).filter((row) => actor.role === 'backbone' || row.personId === actor.personId)
  return rows.map(({ personId, ...row }) => ({ ...row, isProvided: provided.has(row.measure), abilities: { withdraw: personId === actor.personId } }))
}

/** @throws not_found, already_exists */
export async function requestAccessibility(
  trx: Trx,
  actor: Actor,
  meetingId: string,
  input: { measure: AccessibilityMeasure; detail?: string | null | undefined },
  now: Date,
): Promise<AccessibilityRequest> {
  const initiativeId = actor.initiative.id
  if ((await meetingForUpdate(trx, initiativeId, meetingId)) === undefined) throw problem('not_found')
  const id = await insertRequest(trx, initiativeId, {
    meeting_id: meetingId,
    measure: input.measure,
    detail: blankToNull(input.detail) ?? null,
    requester_id: actor.userId,
    person_id: actor.personId,
    requested_on: actor.today,
  })
  if (id === null) throw problem('already_exists', { field: 'measure' })
  // Neither the meeting nor the need: the audit is read by more people than the request.
  await audit(trx, actor, { action: 'accessibility.request', objectType: 'accessibility_request', objectId: id }, now)
  const request = (await listRequests(trx, actor, meetingId)).find((one) => one.id === id)
  if (request === undefined) throw problem('not_found')
  return request
}

/** @throws not_found (another person's, too) */
export async function withdrawRequest(trx: Trx, actor: Actor, id: string, now: Date): Promise<void> {
  if (!(await deleteRequest(trx, actor.initiative.id, id, actor.personId))) throw problem('not_found')
  await audit(trx, actor, { action: 'accessibility.withdraw', objectType: 'accessibility_request', objectId: id }, now)
}
