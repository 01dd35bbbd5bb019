import { sql } from 'kysely'
import type { ReleaseComment } from '#shared/releases/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** A comment as it is frozen: the partner's figure that it stands beside decides who reads it. */
export interface StoredComment extends Omit<ReleaseComment, 'value'> {
  readonly audience: 'funder' | 'circle'
}

/** Freezes what partners say of their figures with a release. */
export async function insertComments(trx: Trx, initiativeId: string, releaseId: string, comments: readonly StoredComment[]): Promise<void> {
  if (comments.length === 0) return
  await trx
    .insertInto('release_comments')
    .values(comments.map((one, index) => ({ initiative_id: initiativeId, release_id: releaseId, id: index + 1, ...one })))
    .execute()
}

/** Comments of a release as they are stored, in their order: for its checksum. */
export async function storedComments(trx: Trx, initiativeId: string, releaseId: string): Promise<StoredComment[]> {
  const { rows } = await sql<StoredComment>`
    select c.indicator, c.period, c.territory, c.partner, c.audience, c.body
    from app.release_comments c where c.initiative_id = ${initiativeId} and c.release_id = ${releaseId} order by c.id`.execute(trx)
  return rows
}

/** Comments of the open release, each with its partner's released figure. */
export async function commentsOf(trx: Trx, initiativeId: string, releaseId: string, indicator: string | null): Promise<ReleaseComment[]> {
  const { rows } = await sql<ReleaseComment>`
    select c.indicator, c.period, c.territory, c.partner, c.body, f.value
    from app.release_comments c
    join app.release_territories t on t.initiative_id = c.initiative_id and t.release_id = c.release_id and t.is_top
    join app.release_cells f on f.initiative_id = c.initiative_id and f.release_id = c.release_id and f.indicator = c.indicator and f.period = c.period
      and f.territory = t.code and f.category = 'TOTAL' and f.partner = c.partner
    where c.initiative_id = ${initiativeId} and c.release_id = ${releaseId} and not f.is_masked ${indicator === null ? sql`` : sql`and c.indicator = ${indicator}`}
    order by c.period desc, c.id`.execute(trx)
  return rows
}
