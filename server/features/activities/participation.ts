import type { Activity } from '#shared/activities/contract.ts'
import { isToComplete, sharedCount } from '#shared/activities/participation.ts'
import type { Participation, ParticipationChange, ParticipationInput } from '#shared/activities/plan-contract.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayRecord } from './access.ts'
import {
  hasDecision,
  insertParticipation,
  listParticipationRows,
  participationForUpdate,
  updateParticipation,
  type ParticipationRow,
} from './participation-queries.ts'
import { listActivities } from './service.ts'

const toParticipation = (actor: Actor, activities: readonly Activity[], row: ParticipationRow): Participation => {
  const { activityId, activityFr, activityEn, ...record } = row
  return {
    ...record,
    activity: activityId === null ? null : { id: activityId, nameFr: activityFr ?? '', nameEn: activityEn },
    toComplete: isToComplete(row),
    abilities: {
      edit: mayRecord(
        actor,
        activities.find(({ id }) => id === activityId),
      ),
    },
  }
}

/** Records of participation, and how many activities were decided with those concerned, of all (S53). */
export async function readParticipation(trx: Trx, actor: Actor): Promise<{ items: Participation[]; shared: number; activities: number }> {
  const activities = await listActivities(trx, actor)
  const rows = await listParticipationRows(trx, actor.initiative.id)
  return { items: rows.map((row) => toParticipation(actor, activities, row)), ...sharedCount(activities, rows) }
}

async function readOne(trx: Trx, actor: Actor, activities: readonly Activity[], id: string): Promise<Participation> {
  const [row] = await listParticipationRows(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  return toParticipation(actor, activities, row)
}

const unknown = (field: string, value: string) =>
  problem('unknown_reference', { field, value }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value } }])

/**
 * Records how a group took part. What changed may come later: a deep participation without it waits to be completed.
 * @throws invalid_request (not one of an activity, a recorded decision and a few words), unknown_reference, not_allowed, date_in_future
 */
export async function addParticipation(trx: Trx, actor: Actor, input: ParticipationInput, now: Date): Promise<Participation> {
  const activities = await listActivities(trx, actor)
  const decision = blankToNull(input.decision) ?? null
  const { activityId = null, decisionId = null } = input
  if ([activityId, decisionId, decision].filter((one) => one !== null).length !== 1)
    throw problem('invalid_request', {}, [{ pointer: '/activityId', code: 'one_of_two' }])
  const activity = activities.find(({ id }) => id === activityId)
  if (activityId !== null && activity === undefined) throw unknown('activityId', activityId)
  if (decisionId !== null && !(await hasDecision(trx, actor.initiative.id, decisionId))) throw unknown('decisionId', decisionId)
  if (!mayRecord(actor, activity)) throw problem('not_allowed')
  requirePast(actor, input.recordedOn)
  const id = await insertParticipation(trx, actor.initiative.id, {
    activity_id: activityId,
    decision,
    decision_id: decisionId,
    group_name: input.groupName,
    moment: input.moment,
    depth: input.depth,
    what_changed: input.whatChanged,
    recorded_on: input.recordedOn ?? actor.today,
  })
  await audit(trx, actor, { action: 'participation.add', objectType: 'participation_record', objectId: id, details: { depth: input.depth } }, now)
  return readOne(trx, actor, activities, id)
}

function requirePast(actor: Actor, day: string | undefined): void {
  if (day !== undefined && day > actor.today) throw problem('date_in_future', {}, [{ pointer: '/recordedOn', code: 'date_in_future' }])
}

/** @throws not_found, not_allowed, version_stale, date_in_future */
export async function changeParticipation(trx: Trx, actor: Actor, id: string, input: ParticipationChange, expected: number, now: Date): Promise<Participation> {
  const row = await participationForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  const activities = await listActivities(trx, actor)
  const before = await readOne(trx, actor, activities, id)
  if (!before.abilities.edit) throw problem('not_allowed')
  requireVersion(row, expected)
  requirePast(actor, input.recordedOn)
  await updateParticipation(trx, actor.initiative.id, id, {
    group_name: input.groupName,
    moment: input.moment,
    depth: input.depth,
    what_changed: input.whatChanged,
    recorded_on: input.recordedOn,
  })
  await audit(trx, actor, { action: 'participation.change', objectType: 'participation_record', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readOne(trx, actor, activities, id)
}
