import type { Dhis2Metadata, Named, Unit } from '#shared/exchange/dhis2/metadata.ts'
import type { LevelInput, TerritoryInput } from '#shared/territories/contract.ts'
import type { Geometry } from '#shared/territories/shape.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { readLevels, saveLevels, saveShapes, saveTerritories } from '#server/features/territories/service.ts'
import { listTerritoryCodes, type TerritoryCodeRow } from './queries.ts'

/** Level of the units of one depth, from 1 at the top. */
const levelCode = (depth: number) => `dhis2-${depth}`
const SOURCE = 'DHIS2'

const names = (named: Named) => ({
  nameFr: (named.nameFr ?? named.name).slice(0, 200),
  ...(named.nameFr === null && named.nameEn === null ? {} : { nameEn: (named.nameEn ?? named.name).slice(0, 200) }),
})

/** What the units of a depth are called: what DHIS2 says of the level, else the group that is exactly them. */
function levelNames(metadata: Dhis2Metadata, depth: number): { nameFr: string; nameEn?: string } {
  const level = metadata.levels.find((one) => one.level === depth)
  if (level !== undefined) return names(level)
  const units = new Set(metadata.units.filter(({ path }) => path.length === depth).map(({ id }) => id))
  const group = metadata.groups.find((one) => one.units.length === units.size && one.units.every((id) => units.has(id)))
  return group === undefined ? { nameFr: `Niveau ${depth} (DHIS2)`, nameEn: `Level ${depth} (DHIS2)` } : names(group)
}

/** Levels of every depth, most local first; a deeper file moves those that stand. */
async function saveUnitLevels(trx: Trx, actor: Actor, now: Date, metadata: Dhis2Metadata): Promise<void> {
  const known = await readLevels(trx, actor.initiative.id)
  const former = known.filter(({ code }) => /^dhis2-\d+$/.test(code))
  // Beside levels that the initiative chose, those of DHIS2 are a hierarchy of their own.
  const hierarchy = former[0]?.hierarchy ?? (known.some((level) => level.hierarchy === 'main') ? 'dhis2' : 'main')
  const deepest = Math.max(...former.map(({ code }) => Number(code.slice(6))), ...metadata.units.map(({ path }) => path.length))
  const items: LevelInput[] = Array.from({ length: deepest }, (_, index) => index + 1).map((depth) => {
    const standing = former.find(({ code }) => code === levelCode(depth))
    const says = metadata.levels.some(({ level }) => level === depth) || standing === undefined
    return {
      code: levelCode(depth),
      hierarchy,
      rank: deepest - depth + 1,
      ...(says ? levelNames(metadata, depth) : { nameFr: standing.nameFr, nameEn: standing.nameEn }),
    }
  })
  const same = items.every((item) => {
    const standing = former.find(({ code }) => code === item.code)
    return standing?.rank === item.rank && standing.nameFr === item.nameFr && (item.nameEn === undefined || standing.nameEn === item.nameEn)
  })
  if (!same) await saveLevels(trx, actor, now, items)
}

/** Territories of a whole load, by the code under which each unit stands. */
interface UnitBook {
  /** Code of a unit: its identifier, or the code of the territory that carries it as its external identifier. */
  codeOf(unit: string): string
  has(unit: string): boolean
}

async function bookOf(trx: Trx, actor: Actor, units: readonly Unit[]): Promise<UnitBook & { stored: ReadonlyMap<string, TerritoryCodeRow> }> {
  const rows = await listTerritoryCodes(trx, actor.initiative.id)
  const stored = new Map(rows.map((row) => [row.code, row]))
  const byExternal = new Map(rows.flatMap(({ code, externalId }) => (externalId === null ? [] : [[externalId, code]])))
  const given = new Set(units.map(({ id }) => id))
  const codeOf = (id: string) => (stored.has(id) ? id : (byExternal.get(id) ?? id))
  return { codeOf, has: (id) => given.has(id) || stored.has(codeOf(id)), stored }
}

function inputOf(unit: Unit, book: Awaited<ReturnType<typeof bookOf>>): TerritoryInput {
  const code = book.codeOf(unit.id)
  const parent = unit.path.slice(0, -1).findLast((id) => book.has(id))
  const standing = book.stored.get(code)
  return {
    code,
    levelCode: standing?.level ?? levelCode(unit.path.length),
    // A territory that the initiative knows under a code of its own keeps its name.
    ...(standing === undefined || code === unit.id ? names(unit) : { nameFr: standing.nameFr }),
    ...(parent === undefined ? {} : { parentCode: book.codeOf(parent) }),
    ...(code !== unit.id || unit.code === null ? {} : { externalId: unit.code }),
    // Servers fill a first day in where nobody knows it.
    ...(standing === undefined && unit.openedOn !== null && unit.openedOn > '1970-01-01' ? { validFrom: unit.openedOn } : {}),
    ...(unit.closedOn === null ? {} : { validTo: unit.closedOn }),
  }
}

/** What a load of organisation units did. */
export interface UnitsLoaded {
  created: number
  changed: number
  unchanged: number
  shapes: number
  /** Groups that became places of a hierarchy of their own. */
  groups: number
  /** Units that two groups of one set claim: DHIS2 counts them twice, a hierarchy cannot. */
  twiceGrouped: number
}

/** Each group set becomes a hierarchy: its groups hold the units, and add their figures up. */
async function saveGroups(trx: Trx, actor: Actor, now: Date, metadata: Dhis2Metadata, done: UnitsLoaded): Promise<void> {
  const groups = new Map(metadata.groups.map((group) => [group.id, group]))
  const rows = await listTerritoryCodes(trx, actor.initiative.id)
  const levels = new Map(rows.map(({ code, level }) => [code, level]))
  const namesOf = new Map(rows.map(({ code, nameFr }) => [code, nameFr]))
  const byExternal = new Map(rows.flatMap(({ code, externalId }) => (externalId === null ? [] : [[externalId, code]])))
  const known = new Set((await readLevels(trx, actor.initiative.id)).map(({ code }) => code))
  const fromUnits = Map.groupBy(
    metadata.units.flatMap(({ id, groups: list }) => list.map((group) => ({ id, group }))),
    ({ group }) => group,
  )
  for (const set of metadata.groupSets) {
    const members = new Map<string, string>()
    const present = set.groups.flatMap((id) => groups.get(id) ?? [])
    for (const group of present) {
      for (const id of new Set([...group.units, ...(fromUnits.get(group.id) ?? []).map((one) => one.id)])) {
        const code = levels.has(id) ? id : byExternal.get(id)
        if (code === undefined) continue
        if (members.has(code)) done.twiceGrouped += 1
        else members.set(code, group.id)
      }
    }
    if (members.size === 0) continue
    if (!known.has(set.id))
      await saveLevels(trx, actor, now, [{ code: set.id, hierarchy: set.id, rank: 20, ...names(set), nameFr: names(set).nameFr.slice(0, 120) }])
    const { created, changed, unchanged } = await saveTerritories(trx, actor, now, {
      items: [
        ...present.map((group) => ({ code: group.id, levelCode: set.id, ...names(group), ...(group.code === null ? {} : { externalId: group.code }) })),
        ...[...members].map(([code, group]) => ({
          code,
          levelCode: levels.get(code) as string,
          nameFr: namesOf.get(code) as string,
          parentCode: group,
          parentHierarchy: set.id,
        })),
      ],
    })
    done.created += created
    done.groups += present.length
    if (created === 0) {
      done.changed += changed
      done.unchanged += Math.max(0, unchanged - members.size)
    }
  }
}

/**
 * Organisation units become territories: levels by the depth of their paths, parents by the nearest unit
 * above, group sets as further hierarchies, polygons as shapes. The same file again changes nothing.
 * @throws what the territories' rules refuse
 */
export async function loadUnits(trx: Trx, actor: Actor, now: Date, metadata: Dhis2Metadata): Promise<UnitsLoaded> {
  const done: UnitsLoaded = { created: 0, changed: 0, unchanged: 0, shapes: 0, groups: 0, twiceGrouped: 0 }
  const units = metadata.units.filter(({ path }) => path.length > 0)
  if (units.length > 0) {
    await saveUnitLevels(trx, actor, now, { ...metadata, units })
    const book = await bookOf(trx, actor, units)
    const [top, ...otherTops] = units.filter(({ path }) => path.length === 1)
    const isTop = top !== undefined && otherTops.length === 0 && actor.initiative.topTerritoryId === null
    const { created, changed, unchanged } = await saveTerritories(trx, actor, now, {
      items: units.map((unit) => inputOf(unit, book)),
      ...(isTop ? { topCode: book.codeOf(top.id) } : {}),
    })
    Object.assign(done, { created, changed, unchanged })
    const shapes = units.flatMap(({ id, geometry }) => (geometry === null ? [] : [{ code: book.codeOf(id), geometry: geometry as Geometry }]))
    if (shapes.length > 0) {
      const drawn = await saveShapes(trx, actor, now, { items: shapes, source: SOURCE })
      done.shapes = drawn.created + drawn.changed
    }
  }
  if (metadata.groupSets.length > 0) await saveGroups(trx, actor, now, metadata, done)
  return done
}
