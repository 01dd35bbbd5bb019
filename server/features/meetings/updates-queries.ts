import { sql } from 'kysely'
import type { UpdatePostChange, UpdatePostInput } from '#shared/meetings/contract.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Updates that the hat may read, drafts first, then newest first. */
export async function listUpdateRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('update_posts')
    .select([
      'id',
      'title_fr as titleFr',
      'title_en as titleEn',
      'body_fr as bodyFr',
      'body_en as bodyEn',
      'audience',
      'published_on as publishedOn',
      'version',
    ])
    .where('initiative_id', '=', initiativeId)
    .orderBy('published_on', (ob) => ob.desc().nullsFirst())
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, audience: row.audience as 'circle' | 'funder' | 'public' }))
}
export type UpdateRow = Awaited<ReturnType<typeof listUpdateRows>>[number]

/** Version of one update, locked. */
export function updatePostForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('update_posts')
    .select(['id', 'published_on as publishedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

const columnsOf = (input: UpdatePostChange) =>
  blanksToNull({
    title_fr: input.titleFr,
    title_en: input.titleEn,
    body_fr: input.bodyFr,
    body_en: input.bodyEn,
    audience: input.audience,
    published_on: input.publishedOn,
  })

export async function insertUpdatePost(trx: Trx, initiativeId: string, input: UpdatePostInput): Promise<string> {
  const { id } = await trx
    .insertInto('update_posts')
    .values({ ...columnsOf(input), initiative_id: initiativeId, title_fr: input.titleFr, body_fr: input.bodyFr })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateUpdatePost(trx: Trx, initiativeId: string, id: string, input: UpdatePostChange): Promise<void> {
  await trx
    .updateTable('update_posts')
    .set({ ...columnsOf(input), version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}
