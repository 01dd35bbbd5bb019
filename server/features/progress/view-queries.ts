import type { Trx } from '#server/platform/db/context.ts'

export interface ViewRow {
  readonly id: string
  readonly ownerId: string
  readonly name: string
  readonly query: string
  readonly isShared: boolean
  readonly savedOn: string
  readonly version: number
}

const COLUMNS = ['id', 'owner_id as ownerId', 'name', 'query', 'is_shared as isShared', 'saved_on as savedOn', 'version'] as const

/** One's own views and those that are shared, by name. */
export function listViews(trx: Trx, initiativeId: string, ownerId: string): Promise<ViewRow[]> {
  return trx
    .selectFrom('saved_views')
    .select(COLUMNS)
    .where('initiative_id', '=', initiativeId)
    .where((eb) => eb.or([eb('owner_id', '=', ownerId), eb('is_shared', '=', true)]))
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/** One view that this person may read; locked, one that they may change. */
export function findView(trx: Trx, initiativeId: string, ownerId: string, id: string, isLocked: boolean): Promise<ViewRow | undefined> {
  return trx
    .selectFrom('saved_views')
    .select(COLUMNS)
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .where((eb) => eb.or([eb('owner_id', '=', ownerId), eb('is_shared', '=', true)]))
    .$if(isLocked, (query) => query.forUpdate())
    .executeTakeFirst()
}

/** Keeps a view. @returns nothing where this person has a view of that name */
export function insertView(
  trx: Trx,
  initiativeId: string,
  view: Pick<ViewRow, 'ownerId' | 'name' | 'query' | 'isShared' | 'savedOn'>,
): Promise<ViewRow | undefined> {
  return trx
    .insertInto('saved_views')
    .values({ initiative_id: initiativeId, owner_id: view.ownerId, name: view.name, query: view.query, is_shared: view.isShared, saved_on: view.savedOn })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'owner_id', 'name']).doNothing())
    .returning(COLUMNS)
    .executeTakeFirst()
}

/** Whether its owner has another view of that name. */
export async function isNameTaken(trx: Trx, initiativeId: string, ownerId: string, name: string, butId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('saved_views')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('owner_id', '=', ownerId)
    .where('name', '=', name)
    .where('id', '<>', butId)
    .executeTakeFirst()
  return row !== undefined
}

export function updateView(trx: Trx, initiativeId: string, id: string, view: Pick<ViewRow, 'name' | 'query' | 'isShared'>): Promise<ViewRow> {
  return trx
    .updateTable('saved_views')
    .set((eb) => ({ name: view.name, query: view.query, is_shared: view.isShared, version: eb('version', '+', 1) }))
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
}

export async function deleteView(trx: Trx, initiativeId: string, id: string): Promise<void> {
  await trx.deleteFrom('saved_views').where('initiative_id', '=', initiativeId).where('id', '=', id).execute()
}
