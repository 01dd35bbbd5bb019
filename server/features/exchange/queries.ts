import { sql } from 'kysely'
import type { ImportResult, ImportState } from '#shared/exchange/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

export interface TerritoryRow {
  id: string
  code: string
  level: string
  name_fr: string
  name_en: string | null
  valid_from: string | null
  valid_to: string | null
  has_parts: boolean
}

/** Every territory with its level, and whether it has parts in its level's own hierarchy. */
export async function listTerritories(trx: Trx, initiativeId: string): Promise<TerritoryRow[]> {
  return trx
    .selectFrom('territories as t')
    .innerJoin('territory_levels as l', (join) => join.onRef('l.initiative_id', '=', 't.initiative_id').onRef('l.id', '=', 't.level_id'))
    .where('t.initiative_id', '=', initiativeId)
    .select(['t.id', 't.code', 'l.code as level', 't.name_fr', 't.name_en', 't.valid_from', 't.valid_to'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('territory_parents as p')
            .select('p.territory_id')
            .where('p.initiative_id', '=', initiativeId)
            .whereRef('p.parent_id', '=', 't.id')
            .whereRef('p.hierarchy', '=', 'l.hierarchy'),
        )
        .$castTo<boolean>()
        .as('has_parts'),
    )
    .execute()
}

export interface PartnerRow {
  id: string
  code: string
  name: string
  short_name: string | null
}

export async function listPartners(trx: Trx, initiativeId: string): Promise<PartnerRow[]> {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .where('p.initiative_id', '=', initiativeId)
    .select(['p.id', 'p.code', 'o.name', 'o.short_name'])
    .execute()
}

/** Whether any figure that the reader may see stands. */
export async function hasFigures(trx: Trx, initiativeId: string): Promise<boolean> {
  return (await trx.selectFrom('observations').where('initiative_id', '=', initiativeId).select('id').limit(1).executeTakeFirst()) !== undefined
}

export interface VersionRow {
  code: string
  version_id: string
  valid_from: string
  valid_to: string | null
  unit_kind: string
  is_proportion: boolean
  display_factor: string
  parts_unknown: boolean
  source_kind: string
}

/** Versions of the indicators of these codes, newest first. */
export async function listVersions(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<VersionRow[]> {
  if (codes.length === 0) return []
  return trx
    .selectFrom('indicators as i')
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'i.initiative_id').onRef('v.indicator_id', '=', 'i.id'))
    .where('i.initiative_id', '=', initiativeId)
    .where('i.code', 'in', codes)
    .select([
      'i.code',
      'v.id as version_id',
      'v.valid_from',
      'v.valid_to',
      'v.unit_kind',
      'v.is_proportion',
      'v.display_factor',
      'v.parts_unknown',
      'v.source_kind',
    ])
    .orderBy('v.number', 'desc')
    .execute()
}

export interface CategoryRow {
  dimension: string
  code: string | null
  name_fr: string | null
  name_en: string | null
}

/** Every dimension with its categories; a dimension without any has one row without code. */
export async function listCategories(trx: Trx, initiativeId: string): Promise<CategoryRow[]> {
  return trx
    .selectFrom('dimensions as d')
    .leftJoin('categories as c', (join) => join.onRef('c.initiative_id', '=', 'd.initiative_id').onRef('c.dimension_id', '=', 'd.id'))
    .where('d.initiative_id', '=', initiativeId)
    .select(['d.code as dimension', 'c.code', 'c.name_fr', 'c.name_en'])
    .execute()
}

export interface MappingRow {
  id: string
  name: string
  mapping: unknown
  partner_id: string | null
  version: number
}

const MAPPING_COLUMNS = ['id', 'name', 'mapping', 'partner_id', 'version'] as const

export async function listMappings(trx: Trx, initiativeId: string): Promise<MappingRow[]> {
  return trx
    .selectFrom('import_mappings')
    .where('initiative_id', '=', initiativeId)
    .select(MAPPING_COLUMNS)
    .orderBy('name')
    .orderBy(sql`partner_id nulls first`)
    .execute()
}

/** The mapping of a name that the hat may use: of its own side (null: the backbone), else the backbone's, else any. */
export async function findMapping(trx: Trx, initiativeId: string, side: string | null, name: string): Promise<MappingRow | undefined> {
  return trx
    .selectFrom('import_mappings')
    .where('initiative_id', '=', initiativeId)
    .where('name', '=', name)
    .select(MAPPING_COLUMNS)
    .orderBy(sql`partner_id is distinct from ${side}::uuid`)
    .orderBy(sql`partner_id nulls first`)
    .limit(1)
    .executeTakeFirst()
}

export async function insertMapping(trx: Trx, initiativeId: string, partnerId: string | null, name: string, mapping: string): Promise<MappingRow> {
  return trx
    .insertInto('import_mappings')
    .values({ initiative_id: initiativeId, partner_id: partnerId, name, mapping })
    .returning(MAPPING_COLUMNS)
    .executeTakeFirstOrThrow()
}

/** Undefined when the version seen is no longer the stored one. */
export async function updateMapping(trx: Trx, initiativeId: string, id: string, seen: number, mapping: string): Promise<MappingRow | undefined> {
  return trx
    .updateTable('import_mappings')
    .set((eb) => ({ mapping, version: eb('version', '+', 1) }))
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .where('version', '=', seen)
    .returning(MAPPING_COLUMNS)
    .executeTakeFirst()
}

export interface ImportRow {
  id: string
  file_name: string
  state: string
  is_partial: boolean
  result: unknown
  started_at: Date
  finished_at: Date | null
  undone_at: Date | null
  partner_id: string | null
  made: unknown
}

const IMPORT_COLUMNS = ['id', 'file_name', 'state', 'is_partial', 'result', 'started_at', 'finished_at', 'undone_at', 'partner_id', 'made'] as const

export async function insertImport(
  trx: Trx,
  row: { initiativeId: string; fileName: string; fileHash: string; isPartial: boolean; startedBy: string | null; partnerId: string | null; now: Date },
): Promise<string> {
  const { id } = await trx
    .insertInto('imports')
    .values({
      initiative_id: row.initiativeId,
      file_name: row.fileName,
      file_hash: row.fileHash,
      state: 'running',
      is_partial: row.isPartial,
      started_by: row.startedBy,
      partner_id: row.partnerId,
      started_at: row.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function finishImport(trx: Trx, initiativeId: string, id: string, state: ImportState, result: ImportResult | null, now: Date): Promise<void> {
  await trx
    .updateTable('imports')
    .set({ state, result: result === null ? null : JSON.stringify(result), finished_at: now })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Keeps what an import made besides figures, for its undo. */
export async function keepMade(trx: Trx, initiativeId: string, id: string, made: object): Promise<void> {
  await trx
    .updateTable('imports')
    .set({ made: JSON.stringify(made) })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** One import, locked: two undos of it wait for each other. */
export async function importForUpdate(trx: Trx, initiativeId: string, id: string): Promise<ImportRow | undefined> {
  return trx.selectFrom('imports').where('initiative_id', '=', initiativeId).where('id', '=', id).select(IMPORT_COLUMNS).forUpdate().executeTakeFirst()
}

export async function markUndone(trx: Trx, initiativeId: string, id: string, by: string | null, now: Date): Promise<void> {
  await trx
    .updateTable('imports')
    .set({ state: 'undone', undone_at: now, undone_by: by })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Imports that ended before a moment and still keep what an undo would need. */
export async function importsEndedBefore(trx: Trx, initiativeId: string, moment: Date): Promise<string[]> {
  const rows = await trx.selectFrom('imports').where('initiative_id', '=', initiativeId).where('finished_at', '<', moment).select('id').execute()
  return rows.map(({ id }) => id)
}

export async function findImport(trx: Trx, initiativeId: string, id: string): Promise<ImportRow | undefined> {
  return trx.selectFrom('imports').where('initiative_id', '=', initiativeId).where('id', '=', id).select(IMPORT_COLUMNS).executeTakeFirst()
}

export async function listImports(trx: Trx, initiativeId: string, limit: number): Promise<ImportRow[]> {
  return trx
    .selectFrom('imports')
    .where('initiative_id', '=', initiativeId)
    .select(IMPORT_COLUMNS)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}
