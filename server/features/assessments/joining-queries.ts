import { sql } from 'kysely'
import type { JoiningSummary } from '#shared/assessments/joining-contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Reads on as the holder of a link about joining. */
export async function enterJoining(trx: Trx, linkHash: string, sheetKey: string): Promise<void> {
  await sql`select app.enter_joining(${linkHash}, ${sheetKey})`.execute(trx)
}

export function listJoiningInvitations(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('joining_invitations')
    .select(['id', 'label', 'made_on as madeOn', 'expires_on as expiresOn', 'used as isUsed'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('made_on', 'desc')
    .orderBy('id')
    .execute()
}

export async function insertJoiningInvitation(
  trx: Trx,
  initiativeId: string,
  { label, secretHash, madeOn, expiresOn }: { label: string; secretHash: string; madeOn: string; expiresOn: string },
): Promise<string> {
  const { id } = await trx
    .insertInto('joining_invitations')
    .values({ initiative_id: initiativeId, label, secret_hash: secretHash, made_on: madeOn, expires_on: expiresOn })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Whether this link still begins. */
export async function canBegin(trx: Trx, initiativeId: string, secretHash: string, today: string): Promise<boolean> {
  const row = await trx
    .selectFrom('joining_invitations')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('secret_hash', '=', secretHash)
    .where('used', '=', false)
    .where('expires_on', '>=', today)
    .executeTakeFirst()
  return row !== undefined
}

/** Uses a link up; false when it was used or is over. Two at once: one begins. */
export async function useJoiningInvitation(trx: Trx, initiativeId: string, secretHash: string, today: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('joining_invitations')
    .set({ used: true })
    .where('initiative_id', '=', initiativeId)
    .where('secret_hash', '=', secretHash)
    .where('used', '=', false)
    .where('expires_on', '>=', today)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The sealed sheet of the link that was entered. */
export function sealedSheet(trx: Trx, initiativeId: string, sheetKey: string) {
  return trx
    .selectFrom('joining_sheets')
    .select(['sealed', 'delete_on as deleteOn'])
    .where('initiative_id', '=', initiativeId)
    .where('sheet_key', '=', sheetKey)
    .executeTakeFirst()
}

export async function saveSealedSheet(trx: Trx, initiativeId: string, sheetKey: string, sealed: string, deleteOn: string | null): Promise<void> {
  await trx
    .insertInto('joining_sheets')
    .values({ initiative_id: initiativeId, sheet_key: sheetKey, sealed, delete_on: deleteOn })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'sheet_key']).doUpdateSet({ sealed, delete_on: deleteOn }))
    .execute()
}

export async function deleteSheet(trx: Trx, initiativeId: string, sheetKey: string): Promise<void> {
  await trx.deleteFrom('joining_sheets').where('initiative_id', '=', initiativeId).where('sheet_key', '=', sheetKey).execute()
}

/** Summaries that the hat may read: all that were shared, or that of the link that was entered. */
export async function listSummaries(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('joining_summaries')
    .select(['id', 'organization', 'message', 'summary', 'shared_on as sharedOn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('shared_on', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, summary: row.summary as JoiningSummary }))
}

/** Keeps what the link shares, in place of what it shared before. @returns its identifier, which stays the same */
export async function saveSummary(
  trx: Trx,
  initiativeId: string,
  summaryKey: string,
  row: { organization: string; message: string | null; summary: JoiningSummary; sharedOn: string },
): Promise<string> {
  const values = { organization: row.organization, message: row.message, summary: JSON.stringify(row.summary), shared_on: row.sharedOn }
  const { id } = await trx
    .insertInto('joining_summaries')
    .values({ initiative_id: initiativeId, summary_key: summaryKey, ...values })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'summary_key']).doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns its identifier; undefined when nothing was shared */
export async function deleteSummary(trx: Trx, initiativeId: string, summaryKey: string): Promise<string | undefined> {
  const row = await trx
    .deleteFrom('joining_summaries')
    .where('initiative_id', '=', initiativeId)
    .where('summary_key', '=', summaryKey)
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** Removes sheets whose day has come, and links that are over. */
export async function deleteOverdue(trx: Trx, initiativeId: string, today: string): Promise<void> {
  await trx.deleteFrom('joining_sheets').where('initiative_id', '=', initiativeId).where('delete_on', '<', today).execute()
  await trx.deleteFrom('joining_invitations').where('initiative_id', '=', initiativeId).where('expires_on', '<', today).execute()
}
