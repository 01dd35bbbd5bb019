import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** A territory with its links to parents. @throws a foreign key violation when anything else refers to it */
export async function deleteTerritory(trx: Trx, initiativeId: string, code: string): Promise<boolean> {
  await sql`
    delete from app.territory_parents l using app.territories t
    where l.initiative_id = ${initiativeId}::uuid and t.initiative_id = l.initiative_id and t.id = l.territory_id and t.code = ${code}`.execute(trx)
  const { numAffectedRows } = await sql`delete from app.territories t where t.initiative_id = ${initiativeId}::uuid and t.code = ${code}`.execute(trx)
  return (numAffectedRows ?? 0n) > 0n
}
