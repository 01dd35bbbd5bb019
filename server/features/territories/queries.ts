import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { LevelInput } from '#shared/territories/contract.ts'
import type { LevelRow, LinkRow, TerritoryPlan, TerritoryRow } from './plan.ts'

const LEVEL_COLUMNS = ['id', 'code', 'hierarchy', 'rank', 'name_fr', 'name_en', 'plural_fr', 'plural_en'] as const
const TERRITORY_COLUMNS = ['id', 'code', 'level_id', 'name_fr', 'name_en', 'valid_from', 'valid_to', 'population', 'population_year', 'external_id'] as const

/** Levels by hierarchy, most local first; the initiative's own hierarchy `main` leads. */
export function listLevels(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('territory_levels')
    .select(LEVEL_COLUMNS)
    .where('initiative_id', '=', initiativeId)
    .orderBy(sql`hierarchy <> 'main'`)
    .orderBy('hierarchy')
    .orderBy('rank')
    .execute()
}

/** As `listLevels`; two writers of one initiative's territories follow one another from here on. */
export async function levelsForUpdate(trx: Trx, initiativeId: string): Promise<LevelRow[]> {
  return trx
    .selectFrom('territory_levels')
    .select(['id', 'code', 'hierarchy', 'rank'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Creates levels, or changes those whose code exists. */
export async function upsertLevels(trx: Trx, initiativeId: string, levels: readonly LevelInput[]): Promise<void> {
  await trx
    .insertInto('territory_levels')
    .values(
      levels.map((level) => ({
        initiative_id: initiativeId,
        code: level.code,
        hierarchy: level.hierarchy,
        rank: level.rank,
        name_fr: level.nameFr,
        name_en: level.nameEn ?? null,
        plural_fr: level.pluralFr ?? null,
        plural_en: level.pluralEn ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'code'])
        .doUpdateSet((eb) => ({
          hierarchy: eb.ref('excluded.hierarchy'),
          rank: eb.ref('excluded.rank'),
          name_fr: eb.ref('excluded.name_fr'),
          name_en: eb.ref('excluded.name_en'),
          plural_fr: eb.ref('excluded.plural_fr'),
          plural_en: eb.ref('excluded.plural_en'),
        })),
    )
    .execute()
}

/** Levels of these codes where territories stand. */
export async function levelsInUse(trx: Trx, initiativeId: string, levelIds: readonly string[]): Promise<Set<string>> {
  if (levelIds.length === 0) return new Set()
  const rows = await trx
    .selectFrom('territories')
    .select('level_id')
    .distinct()
    .where('initiative_id', '=', initiativeId)
    .where('level_id', 'in', levelIds)
    .execute()
  return new Set(rows.map((row) => row.level_id))
}

/** Links between two levels of one hierarchy of which the parent is not the wider one. */
export function invertedLinks(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('territory_parents as tp')
    .innerJoin('territories as c', (join) => join.onRef('c.initiative_id', '=', 'tp.initiative_id').onRef('c.id', '=', 'tp.territory_id'))
    .innerJoin('territories as p', (join) => join.onRef('p.initiative_id', '=', 'tp.initiative_id').onRef('p.id', '=', 'tp.parent_id'))
    .innerJoin('territory_levels as cl', (join) => join.onRef('cl.initiative_id', '=', 'c.initiative_id').onRef('cl.id', '=', 'c.level_id'))
    .innerJoin('territory_levels as pl', (join) => join.onRef('pl.initiative_id', '=', 'p.initiative_id').onRef('pl.id', '=', 'p.level_id'))
    .select(['c.code', 'p.code as parent'])
    .where('tp.initiative_id', '=', initiativeId)
    .whereRef('cl.hierarchy', '=', 'pl.hierarchy')
    .whereRef('cl.rank', '>=', 'pl.rank')
    .limit(1)
    .execute()
}

/** Every territory of an initiative, of all dates. */
export async function listAllTerritories(trx: Trx, initiativeId: string): Promise<TerritoryRow[]> {
  return trx.selectFrom('territories').select(TERRITORY_COLUMNS).where('initiative_id', '=', initiativeId).execute()
}

/** Every link to a parent, oldest first. */
export async function listLinks(trx: Trx, initiativeId: string): Promise<LinkRow[]> {
  return trx
    .selectFrom('territory_parents')
    .select(['hierarchy', 'territory_id', 'parent_id', 'valid_from', 'valid_to'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('territory_id')
    .orderBy('hierarchy')
    .orderBy('valid_from')
    .execute()
}

const asTerritories = (
  rows: readonly TerritoryRow[],
) => sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, code text, level_id uuid, name_fr text, name_en text,
  valid_from date, valid_to date, population integer, population_year smallint, external_id text)`

/** Writes a plan: the number of statements does not depend on the number of territories. */
export async function writePlan(trx: Trx, initiativeId: string, { created, changed, links }: TerritoryPlan): Promise<void> {
  if (created.length > 0) {
    await sql`insert into app.territories (initiative_id, id, code, level_id, name_fr, name_en, valid_from, valid_to, population, population_year, external_id)
      select ${initiativeId}::uuid, r.id, r.code, r.level_id, r.name_fr, r.name_en, r.valid_from, r.valid_to, r.population, r.population_year, r.external_id from ${asTerritories(created)}`.execute(
      trx,
    )
  }
  if (changed.length > 0) {
    await sql`update app.territories t set code = r.code, level_id = r.level_id, name_fr = r.name_fr, name_en = r.name_en, valid_from = r.valid_from, valid_to = r.valid_to, population = r.population,
      population_year = r.population_year, external_id = r.external_id from ${asTerritories(changed)} where t.initiative_id = ${initiativeId}::uuid and t.id = r.id`.execute(
      trx,
    )
  }
  if (links.length === 0) return
  await sql`delete from app.territory_parents tp using jsonb_to_recordset(${JSON.stringify(links.map(({ territoryId, hierarchy }) => ({ territory_id: territoryId, hierarchy })))}::jsonb) as r(territory_id uuid, hierarchy text)
    where tp.initiative_id = ${initiativeId}::uuid and tp.territory_id = r.territory_id and tp.hierarchy = r.hierarchy`.execute(trx)
  await sql`insert into app.territory_parents (initiative_id, hierarchy, territory_id, parent_id, valid_from, valid_to)
    select ${initiativeId}::uuid, r.hierarchy, r.territory_id, r.parent_id, r.valid_from, r.valid_to
    from jsonb_to_recordset(${JSON.stringify(links.flatMap(({ rows }) => rows))}::jsonb) as r(hierarchy text, territory_id uuid, parent_id uuid, valid_from date, valid_to date)`.execute(
    trx,
  )
}

/** Territories that exist on a day, with the code of their level, in the order of levels and codes. */
export function listTerritories(trx: Trx, initiativeId: string, on: string) {
  return trx
    .selectFrom('territories as t')
    .innerJoin('territory_levels as l', (join) => join.onRef('l.initiative_id', '=', 't.initiative_id').onRef('l.id', '=', 't.level_id'))
    .select(['t.id', 't.code', 'l.code as level_code', 'l.hierarchy', 't.name_fr', 't.name_en', 't.valid_from', 't.valid_to', 't.population'])
    .where('t.initiative_id', '=', initiativeId)
    .where((eb) => eb.or([eb('t.valid_from', 'is', null), eb('t.valid_from', '<=', on)]))
    .where((eb) => eb.or([eb('t.valid_to', 'is', null), eb('t.valid_to', '>', on)]))
    .orderBy(sql`l.hierarchy <> 'main'`)
    .orderBy('l.hierarchy')
    .orderBy('l.rank')
    .orderBy('t.code')
    .execute()
}

/** Links to parents that hold on a day. */
export function listLinksOn(trx: Trx, initiativeId: string, on: string) {
  return trx
    .selectFrom('territory_parents')
    .select(['hierarchy', 'territory_id', 'parent_id'])
    .where('initiative_id', '=', initiativeId)
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute()
}

/** Territories that bear a code on a day: one, by rule. */
export function listCoded(trx: Trx, initiativeId: string, code: string, on: string) {
  return trx
    .selectFrom('territories')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', code)
    .where((eb) => eb.or([eb('valid_from', 'is', null), eb('valid_from', '<=', on)]))
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute()
}

/** Territories that have a shape. */
export async function listShaped(trx: Trx, initiativeId: string): Promise<Set<string>> {
  const rows = await trx.selectFrom('territory_shapes').select('territory_id').where('initiative_id', '=', initiativeId).execute()
  return new Set(rows.map((row) => row.territory_id))
}
