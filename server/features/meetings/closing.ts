import type { MeetingDetails } from '#shared/meetings/contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { momentOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { meetingForUpdate, updateMeeting } from './queries.ts'
import { addUpdate, readMeeting } from './service.ts'

/** The meeting, locked, at the version that was read. @throws not_found, version_stale */
async function lock(trx: Trx, actor: Actor, id: string, expected: number, now: Date): Promise<MeetingDetails> {
  const row = await meetingForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  return readMeeting(trx, actor, id, now)
}

/**
 * Closes a meeting that was held: at least one action follows it, or somebody says that nothing does (S37). The word is the
 * click with which an informal initiative goes on (D41), so it is the same for both.
 * @throws not_found, version_stale, meeting_not_held, meeting_closed, follow_up_missing
 */
export async function closeMeeting(trx: Trx, actor: Actor, id: string, withoutFollowUp: boolean, expected: number, now: Date): Promise<MeetingDetails> {
  const meeting = await lock(trx, actor, id, expected, now)
  if (meeting.state !== 'held') throw problem('meeting_not_held')
  if (meeting.closedAt !== null) throw problem('meeting_closed')
  if (meeting.actions.length === 0 && !withoutFollowUp) throw problem('follow_up_missing')
  const nothing = meeting.actions.length === 0
  await updateMeeting(trx, actor.initiative.id, actor.initiative.timeZone, id, { closed: { at: momentOf(actor, now), withoutFollowUp: nothing } })
  await audit(trx, actor, { action: 'meeting.close', objectType: 'meeting', objectId: id, details: { withoutFollowUp: nothing } }, now)
  return readMeeting(trx, actor, id, now)
}

/**
 * Writes an update instead of a coming meeting (S39): its agenda becomes a draft for the circle, and the meeting is skipped with its reason.
 * @throws not_found, version_stale, meeting_not_coming
 */
export async function replaceByUpdate(trx: Trx, actor: Actor, id: string, reason: string, expected: number, now: Date): Promise<{ updateId: string }> {
  const meeting = await lock(trx, actor, id, expected, now)
  if (meeting.state !== 'coming') throw problem('meeting_not_coming')
  const lines = meeting.items.map(({ title, expectedOutcome }) => (expectedOutcome === null ? `– ${title}` : `– ${title} : ${expectedOutcome}`))
  const update = await addUpdate(
    trx,
    actor,
    { titleFr: meeting.titleFr, titleEn: meeting.titleEn, bodyFr: lines.join('\n').slice(0, 8000) || meeting.titleFr, audience: 'circle', publishedOn: null },
    now,
  )
  await updateMeeting(trx, actor.initiative.id, actor.initiative.timeZone, id, { held: false, notHeldReason: reason })
  await audit(trx, actor, { action: 'meeting.replace', objectType: 'meeting', objectId: id, details: { updateId: update.id } }, now)
  return { updateId: update.id }
}
