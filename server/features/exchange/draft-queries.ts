import type { Trx } from '#server/platform/db/context.ts'

/** A draft without its rows: they are read only where they are parsed. */
export interface DraftRow {
  id: string
  file_name: string
  file_hash: string
  facts: unknown
  choices: unknown
  checked: unknown
  rejected: unknown
  import_id: string | null
  version: number
  created_at: Date
  expires_at: Date
}

const COLUMNS = ['id', 'file_name', 'file_hash', 'facts', 'choices', 'checked', 'rejected', 'import_id', 'version', 'created_at', 'expires_at'] as const

export async function insertDraft(
  trx: Trx,
  initiativeId: string,
  row: {
    ownerId: string
    partnerId: string | null
    fileName: string
    fileHash: string
    facts: object
    content: string
    choices: object
    createdAt: Date
    expiresAt: Date
  },
): Promise<DraftRow> {
  return trx
    .insertInto('import_drafts')
    .values({
      initiative_id: initiativeId,
      owner_id: row.ownerId,
      partner_id: row.partnerId,
      file_name: row.fileName,
      file_hash: row.fileHash,
      facts: JSON.stringify(row.facts),
      content: row.content,
      choices: JSON.stringify(row.choices),
      created_at: row.createdAt,
      expires_at: row.expiresAt,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
}

/** One's own draft that has not expired. */
export async function findDraft(trx: Trx, initiativeId: string, ownerId: string, id: string, now: Date): Promise<DraftRow | undefined> {
  return trx
    .selectFrom('import_drafts')
    .where('initiative_id', '=', initiativeId)
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .select(COLUMNS)
    .executeTakeFirst()
}

/** One's own drafts that have not expired, newest first. */
export async function listDrafts(trx: Trx, initiativeId: string, ownerId: string, now: Date): Promise<DraftRow[]> {
  return trx
    .selectFrom('import_drafts')
    .where('initiative_id', '=', initiativeId)
    .where('owner_id', '=', ownerId)
    .where('expires_at', '>', now)
    .select(COLUMNS)
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute()
}

export async function contentOfDraft(trx: Trx, initiativeId: string, id: string): Promise<string> {
  const { content } = await trx
    .selectFrom('import_drafts')
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .select('content')
    .executeTakeFirstOrThrow()
  return content
}

export interface DraftChange {
  readonly facts?: object
  readonly content?: string
  readonly choices?: object
  readonly checked?: object | null
  readonly rejected?: readonly object[] | null
  readonly importId?: string | null
}

const json = (value: object | null | undefined) => (value === undefined ? undefined : value === null ? null : JSON.stringify(value))

/** Undefined when the version seen is no longer the stored one. */
export async function updateDraft(trx: Trx, initiativeId: string, id: string, seen: number, change: DraftChange): Promise<DraftRow | undefined> {
  const set = {
    facts: json(change.facts) ?? undefined,
    content: change.content,
    choices: json(change.choices) ?? undefined,
    checked: json(change.checked),
    rejected: json(change.rejected),
    import_id: change.importId,
  }
  return trx
    .updateTable('import_drafts')
    .set((eb) => ({ ...Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)), version: eb('version', '+', 1) }))
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .where('version', '=', seen)
    .returning(COLUMNS)
    .executeTakeFirst()
}

export async function deleteDraft(trx: Trx, initiativeId: string, ownerId: string, id: string): Promise<void> {
  await trx.deleteFrom('import_drafts').where('initiative_id', '=', initiativeId).where('owner_id', '=', ownerId).where('id', '=', id).execute()
}

/** Everybody's drafts that have expired; only maintenance reaches other people's. @returns how many */
export async function deleteExpired(trx: Trx, initiativeId: string, now: Date): Promise<number> {
  const { numDeletedRows } = await trx.deleteFrom('import_drafts').where('initiative_id', '=', initiativeId).where('expires_at', '<=', now).executeTakeFirst()
  return Number(numDeletedRows)
}

/** What was chosen the last time for a file of these headers, by whoever imports for this partner (null: the backbone). */
export async function findHabit(trx: Trx, initiativeId: string, partnerId: string | null, fingerprint: string): Promise<unknown> {
  const row = await trx
    .selectFrom('import_habits')
    .where('initiative_id', '=', initiativeId)
    .where('partner_id', 'is not distinct from', partnerId)
    .where('fingerprint', '=', fingerprint)
    .select('choices')
    .executeTakeFirst()
  return row?.choices ?? null
}

export async function saveHabit(trx: Trx, initiativeId: string, partnerId: string | null, fingerprint: string, choices: object, now: Date): Promise<void> {
  const value = { choices: JSON.stringify(choices), updated_at: now }
  await trx
    .insertInto('import_habits')
    .values({ initiative_id: initiativeId, partner_id: partnerId, fingerprint, ...value })
    .onConflict((conflict) => conflict.constraint('import_habits_key').doUpdateSet(value))
    .execute()
}
