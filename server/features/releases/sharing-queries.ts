import { sql } from 'kysely'
import type { PublicPageChange, ShareLink } from '#shared/releases/sharing.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Writes how the public page is shown; what is not given stays. The row is held until the transaction ends. */
export async function savePage(trx: Trx, initiativeId: string, change: Omit<PublicPageChange, 'isPublic'>): Promise<void> {
  const set = {
    ...(change.isIndexed === undefined ? {} : { is_indexed: change.isIndexed }),
    ...(change.licence === undefined ? {} : { licence: change.licence }),
    ...(change.contact === undefined ? {} : { contact: change.contact }),
    ...(change.embedHosts === undefined ? {} : { embed_hosts: change.embedHosts }),
  }
  await trx
    .updateTable('public_pages')
    .set({ ...set, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .execute()
}

/** Makes sure that there is a row of settings, and holds it. @returns its version */
export async function holdPage(trx: Trx, initiativeId: string): Promise<{ version: number }> {
  await trx
    .insertInto('public_pages')
    .values({ initiative_id: initiativeId })
    .onConflict((conflict) => conflict.column('initiative_id').doNothing())
    .execute()
  return trx.selectFrom('public_pages').select('version').where('initiative_id', '=', initiativeId).forUpdate().executeTakeFirstOrThrow()
}

/** Shows the latest release to everybody, or to members alone. */
export async function setPublic(trx: Trx, initiativeId: string, isPublic: boolean): Promise<void> {
  await trx.updateTable('releases').set({ is_public: isPublic }).where('initiative_id', '=', initiativeId).where('is_latest', '=', true).execute()
}

type LinkRow = Omit<ShareLink, 'state' | 'release' | 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastOpenedAt'> & {
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
  lastOpenedAt: Date | null
  number: number
  name: string
  edition: number
}

/** Links of an initiative, newest first. */
export async function listLinks(trx: Trx, initiativeId: string): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select l.id, l.label, l.created_at as "createdAt", l.expires_at as "expiresAt", l.revoked_at as "revokedAt", l.opens, l.last_opened_at as "lastOpenedAt",
      r.number, r.name, r.edition
    from app.release_links l join app.releases r on r.initiative_id = l.initiative_id and r.id = l.release_id
    where l.initiative_id = ${initiativeId} order by l.created_at desc, l.id`.execute(trx)
  return rows
}

export async function insertLink(
  trx: Trx,
  initiativeId: string,
  link: { id: string; releaseId: string; label: string; secretHash: string; createdBy: string | null; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await trx
    .insertInto('release_links')
    .values({
      initiative_id: initiativeId,
      id: link.id,
      release_id: link.releaseId,
      label: link.label,
      secret_hash: link.secretHash,
      created_by: link.createdBy,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute()
}

/** Ends a link. @returns false when there is none, true also for one that was ended before */
export async function revokeLink(trx: Trx, initiativeId: string, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('release_links')
    .set({ revoked_at: sql<Date>`coalesce(revoked_at, ${at}::timestamptz)` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
