import type { Rejection } from '#shared/exchange/contract.ts'
import type { TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import type { Loaded, LoadedTerritory } from '#shared/exchange/load-rows.ts'
import type { TerritoryInput } from '#shared/territories/contract.ts'
import type { Geometry } from '#shared/territories/shape.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { Problem } from '#server/platform/http/problem.ts'
import { readLevels, saveLevels, saveShapes, saveTerritories } from '#server/features/territories/service.ts'

/** What a load of places or organisations did; nothing was written when anything is rejected. */
export interface LoadOutcome {
  readonly read: number
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly skipped: number
  readonly rejections: readonly Rejection[]
  /** Shapes created or changed. */
  readonly shapes: number
}

const NOTHING = { created: 0, changed: 0, unchanged: 0, shapes: 0 }

/** Faults of a list that another feature refused, as places of the file. @throws what is no list of faults */
export function rejectionsOf(error: unknown, items: readonly { row: number; code: string }[]): Rejection[] {
  if (!(error instanceof Problem)) throw error
  return error.errors.map((fault) => {
    const [, index, field] = /^\/items\/(\d+)\/(.+)$/.exec(fault.pointer) ?? []
    const item = items[Number(index)]
    return { sheet: null, row: item?.row ?? null, column: field ?? null, code: fault.code, value: String(fault.params?.value ?? item?.code ?? '') || null }
  })
}

function toInput(item: LoadedTerritory, withParents: boolean): TerritoryInput {
  return {
    code: item.code,
    levelCode: item.level,
    nameFr: item.nameFr,
    ...(item.nameEn === null ? {} : { nameEn: item.nameEn }),
    ...(withParents || item.parent !== null ? { parentCode: item.parent } : {}),
    ...(item.validFrom === null ? {} : { validFrom: item.validFrom }),
    ...(item.population === null ? {} : { population: item.population }),
  }
}

/** Writes the territories and shapes read from a file: all of them, or none with the rows at fault. */
export async function loadTerritoriesInto(
  trx: Trx,
  actor: Actor,
  now: Date,
  loaded: Loaded<LoadedTerritory>,
  mapping: TerritoryLoad | null,
  source: string | null,
): Promise<LoadOutcome> {
  const base = { read: loaded.read, skipped: loaded.skipped }
  if (loaded.rejections.length > 0) return { ...base, ...NOTHING, rejections: [...loaded.rejections] }
  const known = new Set((await readLevels(trx, actor.initiative.id)).map((level) => level.code))
  const levels = (mapping?.levels ?? []).flatMap(({ level, create }) =>
    create === undefined || typeof level !== 'string' || known.has(level) ? [] : [{ code: level, ...create }],
  )
  if (levels.length > 0) await saveLevels(trx, actor, now, levels)
  const withParents = new Set((mapping?.levels ?? []).flatMap(({ level, parent }) => (typeof level === 'string' && parent.length > 0 ? [level] : [])))
  try {
    const result = await saveTerritories(trx, actor, now, {
      items: loaded.items.map((item) => toInput(item, withParents.has(item.level))),
      topCode: mapping?.top,
    })
    const shapes = loaded.items.filter(({ geometry }) => geometry !== null).map(({ code, geometry }) => ({ code, geometry: geometry as Geometry }))
    const drawn = shapes.length === 0 ? null : await saveShapes(trx, actor, now, { items: shapes, source: source ?? mapping?.source })
    return {
      ...base,
      created: result.created,
      changed: result.changed,
      unchanged: result.unchanged,
      shapes: drawn === null ? 0 : drawn.created + drawn.changed,
      rejections: [],
    }
  } catch (error) {
    return { ...base, ...NOTHING, rejections: rejectionsOf(error, loaded.items) }
  }
}
