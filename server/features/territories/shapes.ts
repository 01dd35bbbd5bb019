import { audit, type Doer } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { InputError } from '#shared/problems/catalog.ts'
import type { LoadResult, Succession } from '#shared/territories/contract.ts'
import { geometryOf, polygonsOf, type Geometry, type Polygons } from '#shared/territories/shape.ts'
import { pointsFor, simplifyShapes } from '#shared/territories/simplify.ts'
import { idsWithShape, listShapes, upsertShapes } from './shape-queries.ts'
import { listSuccessions } from './succession-queries.ts'

export interface Place {
  readonly id: string
  readonly code: string
}

/** Shapes of the territories of one level that exist on a day. */
export async function readShapes(trx: Trx, initiativeId: string, level: string, on: string) {
  const rows = await listShapes(trx, initiativeId, level, on)
  return rows.map(({ code, geometry }) => ({ code, geometry: geometry as { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown[] } }))
}

/** Checks shapes and thins them together, so that borders stay common; faults for those that are no polygon in degrees. */
export function prepareShapes(items: readonly { code: string; geometry: Geometry }[]): { shapes: ReturnType<typeof geometryOf>[]; faults: InputError[] } {
  const polygons = items.map(({ geometry }) => polygonsOf(geometry))
  const faults = items.flatMap(({ code }, index): InputError[] =>
    polygons[index] === null ? [{ pointer: `/items/${index}/geometry`, code: 'shape_invalid', params: { code } }] : [],
  )
  if (faults.length > 0) return { shapes: [], faults }
  return { shapes: simplifyShapes(polygons as Polygons[], pointsFor(items.length)).map(geometryOf), faults }
}

/** Keeps prepared shapes of territories that exist. */
export async function writeShapes(
  trx: Trx,
  actor: Doer,
  places: readonly Place[],
  shapes: readonly unknown[],
  source: string | undefined,
  now: Date,
): Promise<LoadResult> {
  const initiativeId = actor.initiative.id
  const before = await idsWithShape(
    trx,
    initiativeId,
    places.map(({ id }) => id),
  )
  const written = await upsertShapes(
    trx,
    initiativeId,
    places.map(({ id }, index) => ({ territoryId: id, geometry: shapes[index] })),
    source ?? null,
  )
  const created = written.filter((id) => !before.has(id)).length
  const result = { read: places.length, created, changed: written.length - created, unchanged: places.length - written.length }
  await audit(trx, actor, { action: 'territories.saveShapes', objectType: 'territory_shape', details: result }, now)
  return result
}

/** What became of territories, oldest first. */
export async function readSuccessions(trx: Trx, initiativeId: string): Promise<Succession[]> {
  const rows = await listSuccessions(trx, initiativeId)
  return rows.map((row) => ({
    id: row.id,
    fromCode: row.from_code,
    fromNameFr: row.from_fr,
    fromNameEn: row.from_en,
    toCode: row.to_code,
    toNameFr: row.to_fr,
    toNameEn: row.to_en,
    kind: row.kind as Succession['kind'],
    occurredOn: row.occurred_on,
    weight: row.weight,
    territoryCode: row.territory_code,
    territoryNameFr: row.territory_fr,
    territoryNameEn: row.territory_en,
    formerCode: row.former_code,
    formerNameFr: row.former_name_fr,
    formerNameEn: row.former_name_en,
    noteFr: row.note_fr,
    noteEn: row.note_en,
  }))
}
