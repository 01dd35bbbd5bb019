import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** How many starting points and targets of the initiative stand for a version. */
export async function countDecided(trx: Trx, initiativeId: string, versionId: string): Promise<{ baselines: number; targets: number }> {
  const { rows } = await sql<{ baselines: number; targets: number }>`
    select
      (select count(*)::int from app.baselines b where b.initiative_id = ${initiativeId}::uuid and b.indicator_version_id = ${versionId}::uuid) as baselines,
      (select count(*)::int from app.target_points t where t.initiative_id = ${initiativeId}::uuid and t.indicator_version_id = ${versionId}::uuid
        and t.superseded_on is null and t.partner_id is null) as targets`.execute(trx)
  return rows[0] ?? { baselines: 0, targets: 0 }
}
