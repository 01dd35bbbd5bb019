import type { Trx } from '#server/platform/db/context.ts'

/** Links whose two activities the hat may read: row level security leaves out the others. */
export function listLinkRows(trx: Trx, initiativeId: string, id?: string) {
  return trx
    .selectFrom('activity_links as l')
    .innerJoin('activities as a', (join) => join.onRef('a.initiative_id', '=', 'l.initiative_id').onRef('a.id', '=', 'l.from_id'))
    .innerJoin('activities as b', (join) => join.onRef('b.initiative_id', '=', 'l.initiative_id').onRef('b.id', '=', 'l.to_id'))
    .select([
      'l.id',
      'l.how',
      'l.published_on as publishedOn',
      'l.version',
      'a.id as fromId',
      'a.name_fr as fromFr',
      'a.name_en as fromEn',
      'b.id as toId',
      'b.name_fr as toFr',
      'b.name_en as toEn',
    ])
    .where('l.initiative_id', '=', initiativeId)
    .$if(id !== undefined, (qb) => qb.where('l.id', '=', id as string))
    .orderBy('a.name_fr')
    .orderBy('b.name_fr')
    .orderBy('l.id')
    .execute()
}
export type LinkRow = Awaited<ReturnType<typeof listLinkRows>>[number]

/** @returns the identifier of the new link; null when the two are joined in this direction already */
export async function insertLink(
  trx: Trx,
  initiativeId: string,
  link: { from_id: string; to_id: string; how: string; published_on: string | null },
): Promise<string | null> {
  const row = await trx
    .insertInto('activity_links')
    .values({ ...link, initiative_id: initiativeId })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'from_id', 'to_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Both ends and the version of one link, locked. */
export function linkForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('activity_links')
    .select(['id', 'from_id as fromId', 'to_id as toId', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function deleteLink(trx: Trx, initiativeId: string, id: string): Promise<void> {
  await trx.deleteFrom('activity_links').where('initiative_id', '=', initiativeId).where('id', '=', id).execute()
}

/** Goals that the hat may read, adopted ones first. */
export function listGoalRows(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('goals')
    .select(['id', 'statement_fr as statementFr', 'statement_en as statementEn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('adopted_on', (ob) => ob.asc().nullsLast())
    .orderBy('statement_fr')
    .orderBy('id')
    .execute()
}
