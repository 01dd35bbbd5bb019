import type { Activity } from '#shared/activities/contract.ts'
import { coverage } from '#shared/activities/coverage.ts'
import { isolated } from '#shared/activities/links.ts'
import type { ActivityLink, GoalCoverageRow } from '#shared/activities/plan-contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayLink, mayPublish } from './access.ts'
import { deleteLink, insertLink, linkForUpdate, listGoalRows, listLinkRows, type LinkRow } from './links-queries.ts'
import { listActivities } from './service.ts'

const toLink = (actor: Actor, activities: readonly Activity[], row: LinkRow): ActivityLink => ({
  id: row.id,
  from: { id: row.fromId, nameFr: row.fromFr, nameEn: row.fromEn },
  to: { id: row.toId, nameFr: row.toFr, nameEn: row.toEn },
  how: row.how,
  publishedOn: row.publishedOn,
  version: row.version,
  abilities: { remove: mayLink(actor, endsOf(activities, row.fromId, row.toId)) },
})

const endsOf = (activities: readonly Activity[], fromId: string, toId: string) => activities.filter(({ id }) => id === fromId || id === toId)

/** Which activity reinforces which; isolated ones are the circle's affair: a funder reads links that were published, with both activities (domain 5, row 13). */
export async function readLinks(trx: Trx, actor: Actor): Promise<{ items: ActivityLink[]; isolated: { id: string; nameFr: string; nameEn: string | null }[] }> {
  const activities = await listActivities(trx, actor)
  const rows = (await listLinkRows(trx, actor.initiative.id)).filter((row) => actor.role !== 'funder' || row.publishedOn !== null)
  return {
    items: rows.map((row) => toLink(actor, activities, row)),
    isolated: actor.role === 'funder' ? [] : isolated(activities, rows).map(({ id, nameFr, nameEn }) => ({ id, nameFr, nameEn })),
  }
}

export interface LinkInput {
  readonly fromId: string
  readonly toId: string
  readonly how: string
  readonly published?: boolean | undefined
}

/**
 * Says that an activity reinforces another. A contributor does for links that touch its partner's own activity.
 * @throws unknown_reference, invalid_request (an activity and itself), not_allowed, already_exists
 */
export async function addLink(trx: Trx, actor: Actor, input: LinkInput, now: Date): Promise<ActivityLink> {
  const activities = await listActivities(trx, actor)
  for (const field of ['fromId', 'toId'] as const) {
    const value = input[field]
    if (!activities.some(({ id }) => id === value))
      throw problem('unknown_reference', { field, value }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value } }])
  }
  if (input.fromId === input.toId) throw problem('invalid_request', {}, [{ pointer: '/toId', code: 'same' }])
  if (!mayLink(actor, endsOf(activities, input.fromId, input.toId)) || (input.published === true && !mayPublish(actor))) throw problem('not_allowed')
  const id = await insertLink(trx, actor.initiative.id, {
    from_id: input.fromId,
    to_id: input.toId,
    how: input.how,
    published_on: input.published === true ? actor.today : null,
  })
  if (id === null) throw problem('already_exists', { field: 'toId' }, [{ pointer: '/toId', code: 'already_exists', params: { field: 'toId' } }])
  await audit(trx, actor, { action: 'activity.link', objectType: 'activity_link', objectId: id, details: { from: input.fromId, to: input.toId } }, now)
  const [row] = await listLinkRows(trx, actor.initiative.id, id)
  return toLink(actor, activities, row as LinkRow)
}

/** @throws not_found, not_allowed, version_stale */
export async function removeLink(trx: Trx, actor: Actor, id: string, expected: number, now: Date): Promise<void> {
  const row = await linkForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  if (!mayLink(actor, endsOf(await listActivities(trx, actor), row.fromId, row.toId))) throw problem('not_allowed')
  requireVersion(row, expected)
  await deleteLink(trx, actor.initiative.id, id)
  await audit(trx, actor, { action: 'activity.unlink', objectType: 'activity_link', objectId: id, details: { from: row.fromId, to: row.toId } }, now)
}

/** Goals by lever, for the circle: a funder who reads only what is published would see a narrowness that is not there. */
export async function readCoverage(trx: Trx, actor: Actor): Promise<GoalCoverageRow[]> {
  const goals = await listGoalRows(trx, actor.initiative.id)
  const rows = coverage(
    goals.map(({ id }) => id),
    await listActivities(trx, actor),
  )
  return rows.map((row) => {
    const goal = goals.find(({ id }) => id === row.goalId)
    return { ...row, counts: { ...row.counts }, statementFr: goal?.statementFr ?? null, statementEn: goal?.statementEn ?? null }
  })
}
