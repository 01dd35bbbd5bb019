import { viewQuery, type SavedView } from '#shared/progress/views.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { deleteView, findView, insertView, isNameTaken, listViews, updateView, type ViewRow } from './view-queries.ts'

const nameTaken = () => problem('already_exists', { field: 'name' }, [{ pointer: '/name', code: 'already_exists' }])

/** Its owner changes a view; a shared one the backbone, for whoever made it may be gone. Only the backbone shares what it made. */
function toView(actor: Actor, { ownerId, ...told }: ViewRow): SavedView {
  const isMine = ownerId === actor.userId
  const isBackbone = actor.role === 'backbone'
  return { ...told, isMine, abilities: { change: told.isShared ? isBackbone : isMine, share: isMine && isBackbone } }
}

export async function readViews(trx: Trx, actor: Actor): Promise<SavedView[]> {
  return (await listViews(trx, actor.initiative.id, actor.userId)).map((row) => toView(actor, row))
}

/** Keeps a view. @throws already_exists, not_allowed (sharing without being of the backbone) */
export async function saveView(trx: Trx, actor: Actor, now: Date, input: { name: string; query: string; isShared: boolean }): Promise<SavedView> {
  if (input.isShared && actor.role !== 'backbone') throw problem('not_allowed')
  const row = await insertView(trx, actor.initiative.id, { ...input, query: viewQuery(input.query), ownerId: actor.userId, savedOn: actor.today })
  if (row === undefined) throw nameTaken()
  await audit(trx, actor, { action: 'savedViews.save', objectType: 'saved_view', objectId: row.id, details: { isShared: row.isShared } }, now)
  return toView(actor, row)
}

async function found(trx: Trx, actor: Actor, id: string, isLocked: boolean): Promise<{ row: ViewRow; view: SavedView }> {
  const row = await findView(trx, actor.initiative.id, actor.userId, id, isLocked)
  if (row === undefined) throw problem('not_found')
  return { row, view: toView(actor, row) }
}

/** Changes a view. @throws not_found, not_allowed, version_stale, already_exists */
export async function changeView(
  trx: Trx,
  actor: Actor,
  now: Date,
  id: string,
  seen: number,
  change: { name?: string | undefined; query?: string | undefined; isShared?: boolean | undefined },
): Promise<SavedView> {
  const { view } = await found(trx, actor, id, false)
  if (!view.abilities.change || (change.isShared !== undefined && change.isShared !== view.isShared && !view.abilities.share)) throw problem('not_allowed')
  const { row } = await found(trx, actor, id, true)
  requireVersion(row, seen)
  const name = change.name ?? row.name
  if (name !== row.name && (await isNameTaken(trx, actor.initiative.id, row.ownerId, name, id))) throw nameTaken()
  const isShared = change.isShared ?? row.isShared
  const changed = await updateView(trx, actor.initiative.id, id, { name, isShared, query: change.query === undefined ? row.query : viewQuery(change.query) })
  await audit(trx, actor, { action: 'savedViews.change', objectType: 'saved_view', objectId: id, details: { fields: Object.keys(change), isShared } }, now)
  return toView(actor, changed)
}

/** Removes a view. @throws not_found, not_allowed */
export async function removeView(trx: Trx, actor: Actor, now: Date, id: string): Promise<undefined> {
  const { view } = await found(trx, actor, id, false)
  if (!view.abilities.change) throw problem('not_allowed')
  await deleteView(trx, actor.initiative.id, id)
  await audit(trx, actor, { action: 'savedViews.remove', objectType: 'saved_view', objectId: id, details: { isShared: view.isShared } }, now)
  return undefined
}
