import { randomUUID } from 'node:crypto'
import { setTopTerritory } from '#server/features/initiatives/service.ts'
import { recomputeAll } from '#server/features/observations/service.ts'
import { audit, type Doer } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { InputError } from '#shared/problems/catalog.ts'
import type { LevelInput, LoadResult, Territory, TerritoryInput, TerritoryLevel } from '#shared/territories/contract.ts'
import type { Geometry } from '#shared/territories/shape.ts'
import { planTerritories, type TerritoryPlan, type TerritoryRow } from './plan.ts'
import {
  invertedLinks,
  levelsForUpdate,
  levelsInUse,
  listAllTerritories,
  listCoded,
  listLevels,
  listLinks,
  listLinksOn,
  listShaped,
  listTerritories,
  upsertLevels,
  writePlan,
} from './queries.ts'
import { keepMap } from './map-history.ts'
import { prepareShapes, writeShapes } from './shapes.ts'

export { putBackMap } from './map-history.ts'
export { removeUnusedTerritories } from './unused.ts'

/** Who writes territories: an actor, or whoever makes an initiative. */
export interface Writer extends Doer {
  readonly today: string
}

/** A territory as other features need it: `validFrom` and `validTo` (the first day it is no more) bound it. */
export interface TerritoryRef {
  readonly id: string
  readonly code: string
  readonly levelId: string
  readonly nameFr: string
  readonly nameEn: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** Throws all faults of a list at once; the first one names the problem. */
export function refuse(faults: readonly InputError[]): void {
  const [first] = faults
  if (first !== undefined) throw problem(first.code as 'unknown_reference', first.params ?? {}, faults)
}

/** Levels of the initiative, most local first. */
export async function readLevels(trx: Trx, initiativeId: string): Promise<TerritoryLevel[]> {
  const rows = await listLevels(trx, initiativeId)
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    hierarchy: row.hierarchy,
    rank: row.rank,
    nameFr: row.name_fr,
    nameEn: row.name_en,
    pluralFr: row.plural_fr,
    pluralEn: row.plural_en,
  }))
}

/**
 * Sets levels by code; none is removed.
 * @throws already_exists (two levels of one rank), territory_level_in_use, territory_parent_level
 */
export async function saveLevels(trx: Trx, actor: Doer, now: Date, items: readonly LevelInput[]): Promise<TerritoryLevel[]> {
  const initiativeId = actor.initiative.id
  const known = await levelsForUpdate(trx, initiativeId)
  const after = new Map<string, { hierarchy: string; rank: number }>(known.map((level) => [level.code, level]))
  const faults: InputError[] = []
  items.forEach((item, index) => {
    if (items.findIndex((other) => other.code === item.code) !== index)
      faults.push({ pointer: `/items/${index}/code`, code: 'already_exists', params: { field: 'code' } })
    after.set(item.code, item)
  })
  items.forEach((item, index) => {
    const rivals = [...after].filter(([code, level]) => code !== item.code && level.hierarchy === item.hierarchy && level.rank === item.rank)
    if (rivals.length > 0) faults.push({ pointer: `/items/${index}/rank`, code: 'already_exists', params: { field: 'rank' } })
  })
  refuse(faults)
  const moved = known.filter((level) => after.get(level.code)?.hierarchy !== level.hierarchy)
  const used = await levelsInUse(
    trx,
    initiativeId,
    moved.map((level) => level.id),
  )
  refuse(
    moved
      .filter((level) => used.has(level.id))
      .map((level) => ({
        pointer: `/items/${items.findIndex((item) => item.code === level.code)}/hierarchy`,
        code: 'territory_level_in_use',
        params: { code: level.code },
      })),
  )
  await upsertLevels(trx, initiativeId, items)
  const [inverted] = await invertedLinks(trx, initiativeId)
  if (inverted !== undefined) throw problem('territory_parent_level', { code: inverted.code, parent: inverted.parent })
  await audit(trx, actor, { action: 'territories.saveLevels', objectType: 'territory_level', details: { codes: items.map((item) => item.code) } }, now)
  return readLevels(trx, initiativeId)
}

/**
 * Territories that exist on a day: of one level, directly under a parent, or, with both, of that level
 * anywhere inside the parent. Put together here: right after a large load the database does not know yet
 * how many there are, and joins them pair by pair.
 */
export async function readTerritories(
  trx: Trx,
  initiativeId: string,
  topTerritoryId: string | null,
  on: string,
  filter: { level?: string | undefined; parent?: string | undefined },
): Promise<Territory[]> {
  const { level, parent } = filter
  const rows = await listTerritories(trx, initiativeId, on)
  const links = await listLinksOn(trx, initiativeId, on)
  const shaped = await listShaped(trx, initiativeId)
  const codes = new Map(rows.map((row) => [row.id, row.code]))
  const parents = new Map(links.map((link) => [`${link.territory_id} ${link.hierarchy}`, codes.get(link.parent_id) ?? null]))
  const start = parent === undefined ? undefined : rows.find((row) => row.code === parent)?.id
  const wanted =
    parent === undefined
      ? null
      : start === undefined
        ? new Set<string>()
        : level === undefined
          ? new Set(links.filter((link) => link.parent_id === start).map((link) => link.territory_id))
          : insideOf([start], links)
  return rows
    .filter((row) => (level === undefined || row.level_code === level) && (wanted === null || wanted.has(row.id)))
    .map((row) => ({
      id: row.id,
      code: row.code,
      levelCode: row.level_code,
      nameFr: row.name_fr,
      nameEn: row.name_en,
      parentCode: parents.get(`${row.id} ${row.hierarchy}`) ?? null,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      population: row.population,
      isTop: row.id === topTerritoryId,
      hasShape: shaped.has(row.id),
    }))
}

/** Territories and everything that they contain, in every hierarchy. */
function insideOf(start: readonly string[], links: readonly { territory_id: string; parent_id: string }[]): Set<string> {
  const children = Map.groupBy(links, (link) => link.parent_id)
  const found = new Set(start)
  for (const place of found) for (const child of children.get(place) ?? []) found.add(child.territory_id)
  return found
}

/**
 * Creates or changes territories by code, with their parents, in a number of statements that does not
 * depend on how many there are. Parents may come in the same call and may be of any wider level.
 * @throws unknown_reference, territory_circle, territory_parent_level, territory_dates, already_exists
 */
export async function saveTerritories(
  trx: Trx,
  actor: Writer,
  now: Date,
  { items, topCode }: { items: readonly TerritoryInput[]; topCode?: string | undefined },
): Promise<LoadResult> {
  const initiativeId = actor.initiative.id
  const levels = await levelsForUpdate(trx, initiativeId)
  const known = { levels, territories: await listAllTerritories(trx, initiativeId), links: await listLinks(trx, initiativeId) }
  const plan = planTerritories(items, known, actor.today, randomUUID)
  refuse(plan.faults)
  await keepMap(trx, initiativeId, known, plan, [], now)
  await writePlan(trx, initiativeId, plan)
  let movesFigures = movesKnownPlaces(plan, known.territories)
  if (topCode !== undefined) {
    const top = pickTerritory([...plan.created, ...known.territories].filter((row) => row.code === topCode).map(asRef), actor.today)
    if (top === null)
      throw problem('unknown_reference', { field: 'topCode', value: topCode }, [
        { pointer: '/topCode', code: 'unknown_reference', params: { field: 'topCode', value: topCode } },
      ])
    if (await setTopTerritory(trx, initiativeId, top.id)) movesFigures = true
  }
  if (movesFigures) await recomputeAll(trx, initiativeId)
  const result = { read: items.length, created: plan.created.length, changed: plan.changed.length, unchanged: plan.unchanged }
  await audit(
    trx,
    actor,
    { action: 'territories.save', objectType: 'territory', details: { ...result, ...(topCode === undefined ? {} : { top: topCode }) } },
    now,
  )
  return result
}

/** Whether places that may have figures get another parent, level or validity: what their parents sum changes. */
function movesKnownPlaces({ changed, links }: TerritoryPlan, before: readonly TerritoryRow[]): boolean {
  const former = new Map(before.map((row) => [row.id, row]))
  if (links.some(({ territoryId }) => former.has(territoryId))) return true
  return changed.some((row) => {
    const old = former.get(row.id)
    return old !== undefined && (old.level_id !== row.level_id || old.valid_from !== row.valid_from || old.valid_to !== row.valid_to)
  })
}

function asRef(row: TerritoryRow): TerritoryRef {
  return { id: row.id, code: row.code, levelId: row.level_id, nameFr: row.name_fr, nameEn: row.name_en, validFrom: row.valid_from, validTo: row.valid_to }
}

/** Of the territories that bore one code, the one of a day; the latest when none did then. Null without any. */
export function pickTerritory(generations: readonly TerritoryRef[], on: string): TerritoryRef | null {
  return generations.find((one) => (one.validFrom ?? '') <= on && (one.validTo === null || one.validTo > on)) ?? generations.at(-1) ?? null
}

/** All territories by code; more than one when a code served again after a reform, oldest first. */
export async function territoriesByCode(trx: Trx, initiativeId: string): Promise<Map<string, TerritoryRef[]>> {
  const rows = (await listAllTerritories(trx, initiativeId)).sort((a, b) => (a.valid_from ?? '').localeCompare(b.valid_from ?? ''))
  return Map.groupBy(rows.map(asRef), (row) => row.code)
}

/** Identifiers of a territory and of everything inside it on a day; empty when no territory has this code then. */
export async function territoriesInside(trx: Trx, initiativeId: string, code: string, on: string): Promise<string[]> {
  const start = (await listCoded(trx, initiativeId, code, on)).map(({ id }) => id)
  return start.length === 0 ? [] : [...insideOf(start, await listLinksOn(trx, initiativeId, on))]
}

/**
 * Sets shapes by territory code.
 * @throws unknown_reference, shape_invalid, with every fault
 */
export async function saveShapes(
  trx: Trx,
  actor: Writer,
  now: Date,
  { items, source }: { items: readonly { code: string; geometry: Geometry }[]; source?: string | undefined },
): Promise<LoadResult> {
  const seen = new Set<string>()
  const known = await territoriesByCode(trx, actor.initiative.id)
  const faults: InputError[] = []
  const places = items.map(({ code }, index) => {
    const place = pickTerritory(known.get(code) ?? [], actor.today)
    if (place === null) faults.push({ pointer: `/items/${index}/code`, code: 'unknown_reference', params: { field: 'code', value: code } })
    if (seen.has(code)) faults.push({ pointer: `/items/${index}/code`, code: 'already_exists', params: { field: 'code' } })
    seen.add(code)
    return place
  })
  const prepared = prepareShapes(items)
  refuse([...faults, ...prepared.faults])
  return writeShapes(trx, actor, places as TerritoryRef[], prepared.shapes, source, now)
}
