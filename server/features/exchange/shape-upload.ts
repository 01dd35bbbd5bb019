import { MOST_NAMED, type ShapeForm, type ShapeUpload } from '#shared/territories/shape-upload.ts'
import { readLevels, readTerritories, saveShapes } from '#server/features/territories/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { parseFile } from './parse.ts'
import { refusing, waitFor } from './waiting.ts'

/**
 * Reads shapes of one level from a file and keeps those of territories that exist; a dry run keeps nothing.
 * @throws unknown_reference (level), import_refused, unavailable
 */
export async function uploadShapes(trx: Trx, actor: Actor, now: Date, form: ShapeForm, bytes: Buffer): Promise<ShapeUpload> {
  const { initiative, today } = actor
  const levels = await readLevels(trx, initiative.id)
  if (!levels.some((level) => level.code === form.level))
    throw problem('unknown_reference', { field: 'level', value: form.level }, [
      { pointer: '/level', code: 'unknown_reference', params: { field: 'level', value: form.level } },
    ])
  const places = await readTerritories(trx, initiative.id, initiative.topTerritoryId, today, { level: form.level })
  const { result: file } = await waitFor(() =>
    parseFile<'shapes'>({ kind: 'shapes', places: places.map(({ code, nameFr, nameEn }) => ({ code, nameFr, nameEn })), property: form.property }, bytes),
  ).catch(refusing)
  if (file === 'later') throw problem('unavailable', { retrySeconds: 10 })
  const saved = form.dryRun
    ? { created: 0, changed: 0, unchanged: 0 }
    : await saveShapes(trx, actor, now, { items: file.shapes, ...(form.source === null ? {} : { source: form.source }) })
  const drawn = new Set(file.shapes.map(({ code }) => code))
  const without = places.filter(({ code }) => !drawn.has(code))
  return {
    dryRun: form.dryRun,
    level: form.level,
    property: file.property,
    by: file.by,
    features: file.features,
    matched: file.shapes.length,
    created: saved.created,
    changed: saved.changed,
    unchanged: saved.unchanged,
    points: file.points,
    pointsBefore: file.pointsBefore,
    unmatched: file.unmatched.slice(0, MOST_NAMED),
    unmatchedCount: file.unmatched.length,
    without: without.slice(0, MOST_NAMED).map(({ code, nameFr, nameEn }) => ({ code, nameFr, nameEn })),
    withoutCount: without.length,
  }
}
