import { sql } from 'kysely'
import type { LeftTarget, TargetLoadResult } from '#shared/exchange/targets/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

export interface TargetLoadRow {
  id: string
  file_name: string
  reason_fr: string
  reason_en: string | null
  decision: string | null
  decided_by: string | null
  decided_on: string | null
  is_proposed: boolean
  loaded_by: string | null
  result: unknown
  import_id: string | null
  made_periods: string[]
  loaded_at: Date
  undone_at: Date | null
  left_rows: unknown
}

const COLUMNS = [
  'id',
  'file_name',
  'reason_fr',
  'reason_en',
  'decision',
  'decided_by',
  'decided_on',
  'is_proposed',
  'loaded_by',
  'result',
  'import_id',
  'made_periods',
  'loaded_at',
  'undone_at',
  'left_rows',
] as const

export async function insertTargetLoad(
  trx: Trx,
  initiativeId: string,
  row: {
    readonly fileName: string
    readonly fileHash: string
    readonly reasonFr: string
    readonly reasonEn: string | null
    readonly decision: string | null
    readonly decidedBy: string | null
    readonly decidedOn: string | null
    readonly isProposed: boolean
    readonly by: string | null
    readonly now: Date
  },
): Promise<string> {
  const { id } = await trx
    .insertInto('target_loads')
    .values({
      initiative_id: initiativeId,
      file_name: row.fileName,
      file_hash: row.fileHash,
      reason_fr: row.reasonFr,
      reason_en: row.reasonEn,
      decision: row.decision,
      decided_by: row.decidedBy,
      decided_on: row.decidedOn,
      is_proposed: row.isProposed,
      loaded_by: row.by,
      loaded_at: row.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** What the file did, and the periods that it created. */
export async function finishTargetLoad(
  trx: Trx,
  initiativeId: string,
  id: string,
  done: { readonly result: TargetLoadResult; readonly importId: string | null; readonly periods: readonly string[] },
): Promise<void> {
  await trx
    .updateTable('target_loads')
    .set({ result: JSON.stringify(done.result), import_id: done.importId, made_periods: [...done.periods] })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Files that were loaded, newest first. */
export function listTargetLoads(trx: Trx, initiativeId: string, limit: number): Promise<TargetLoadRow[]> {
  return trx
    .selectFrom('target_loads')
    .select(COLUMNS)
    .where('initiative_id', '=', initiativeId)
    .orderBy('loaded_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export function targetLoadForUpdate(trx: Trx, initiativeId: string, id: string): Promise<TargetLoadRow | undefined> {
  return trx.selectFrom('target_loads').select(COLUMNS).where('initiative_id', '=', initiativeId).where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function markTargetLoadUndone(
  trx: Trx,
  initiativeId: string,
  id: string,
  undone: { readonly by: string | null; readonly at: Date; readonly left: readonly LeftTarget[] },
): Promise<void> {
  await trx
    .updateTable('target_loads')
    .set({ undone_at: undone.at, undone_by: undone.by, left_rows: JSON.stringify(undone.left) })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Files loaded before an instant that are still kept to be taken back. */
export async function targetLoadsBefore(trx: Trx, initiativeId: string, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from app.target_loads t
    where t.initiative_id = ${initiativeId}::uuid and t.loaded_at <= ${before}::timestamptz
      and exists (select 1 from app.loaded_rows r where r.initiative_id = t.initiative_id and r.load_id = t.id)`.execute(trx)
  return rows.map(({ id }) => id)
}
