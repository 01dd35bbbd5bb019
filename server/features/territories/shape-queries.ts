import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Shapes of the territories of a level that exist on a day. */
export async function listShapes(trx: Trx, initiativeId: string, level: string, on: string): Promise<{ code: string; geometry: unknown }[]> {
  return trx
    .selectFrom('territory_shapes as s')
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 's.initiative_id').onRef('t.id', '=', 's.territory_id'))
    .innerJoin('territory_levels as l', (join) => join.onRef('l.initiative_id', '=', 't.initiative_id').onRef('l.id', '=', 't.level_id'))
    .select(['t.code', 's.geometry'])
    .where('s.initiative_id', '=', initiativeId)
    .where('l.code', '=', level)
    .where((eb) => eb.or([eb('t.valid_from', 'is', null), eb('t.valid_from', '<=', on)]))
    .where((eb) => eb.or([eb('t.valid_to', 'is', null), eb('t.valid_to', '>', on)]))
    .orderBy('t.code')
    .execute()
}

/** Those of the territories that have a shape. */
export async function idsWithShape(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('territory_shapes')
    .select('territory_id')
    .where('initiative_id', '=', initiativeId)
    .where('territory_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  return new Set(rows.map((row) => row.territory_id))
}

/** Sets shapes; gives the territories whose shape is not what it was. */
export async function upsertShapes(
  trx: Trx,
  initiativeId: string,
  shapes: readonly { territoryId: string; geometry: unknown }[],
  source: string | null,
): Promise<string[]> {
  const given = JSON.stringify(shapes.map(({ territoryId, geometry }) => ({ territory_id: territoryId, geometry })))
  const { rows } = await sql<{ territory_id: string }>`
    insert into app.territory_shapes as s (initiative_id, territory_id, geometry, source)
    select ${initiativeId}::uuid, r.territory_id, r.geometry, ${source}::text from jsonb_to_recordset(${given}::jsonb) as r(territory_id uuid, geometry jsonb)
    on conflict (initiative_id, territory_id) do update set geometry = excluded.geometry, source = coalesce(excluded.source, s.source)
      where s.geometry is distinct from excluded.geometry or (excluded.source is not null and s.source is distinct from excluded.source)
    returning territory_id`.execute(trx)
  return rows.map((row) => row.territory_id)
}
