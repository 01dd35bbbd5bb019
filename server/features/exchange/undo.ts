import type { Import } from '#shared/exchange/contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { removeUnusedCategories, removeUnusedPeriods } from '#server/features/indicators/service.ts'
import { dropEmptySets, takeBackImported, type ImportedFigure } from '#server/features/observations/service.ts'
import { removeUnusedTerritories } from '#server/features/territories/service.ts'
import { toImport } from './imports.ts'
import { importForUpdate, markUndone } from './queries.ts'
import type { Made } from './resolve-all.ts'
import { undoLimit } from './undo-limit.ts'

/** Figures changed since that a refusal names; all are counted. */
const NAMED = 200

/**
 * Takes an import back: figures as they were before it, then the periods, territories and categories that
 * it made and nothing else uses. History keeps both ways.
 * @throws not_found, not_allowed (somebody else's partner, or a contributor's for the backbone), import_not_undoable, import_changed_since
 */
export async function undoImport(trx: Trx, actor: Actor, now: Date, importId: string): Promise<Import> {
  const { done, touched } = await takeImportBack(trx, actor, now, importId, false)
  if (done !== null) return done
  throw problem(
    'import_changed_since',
    { count: touched.length },
    touched
      .slice(0, NAMED)
      .map((one) => ({
        pointer: `/figures/${one.id}`,
        code: 'import_changed_since',
        params: {
          indicator: one.indicator ?? '',
          territory: one.territory ?? '',
          partner: one.partner ?? '',
          period: one.period ?? '',
          category: one.category ?? '',
          state: one.state ?? '',
        },
      })),
  )
}

/**
 * As `undoImport`; figures changed since are left as they are where the caller says so.
 * @returns null when nothing was taken back because of them
 */
export async function takeImportBack(
  trx: Trx,
  actor: Actor,
  now: Date,
  importId: string,
  leaveTouched: boolean,
): Promise<{ done: Import | null; touched: ImportedFigure[] }> {
  const { id } = actor.initiative
  const row = await importForUpdate(trx, id, importId)
  if (row === undefined) throw problem('not_found')
  if (row.partner_id !== (actor.role === 'partner_contributor' ? actor.partnerId : null)) throw problem('not_allowed')
  if (row.state !== 'done' || row.finished_at === null || undoLimit(row.finished_at) <= now) throw problem('import_not_undoable')
  const { touched, taken } = await takeBackImported(trx, actor, importId, now, { leaveTouched })
  if (touched.length > 0 && !leaveTouched) return { done: null, touched }
  const made = { periods: [], territories: [], dimensions: [], ...(row.made as Partial<Made>) }
  await dropEmptySets(trx, id, made.periods)
  const removed = {
    periods: await removeUnusedPeriods(trx, id, made.periods),
    categories: await removeUnusedCategories(trx, id, made.dimensions),
    // Children before parents: what was made last is inside what was made first.
    territories: await removeUnusedTerritories(trx, id, [...made.territories].reverse()),
  }
  await markUndone(trx, id, importId, actorIdOf(actor), now)
  await audit(
    trx,
    actor,
    { action: 'import.undo', objectType: 'import', objectId: importId, details: { fileName: row.file_name, figures: taken, ...removed } },
    now,
  )
  return { done: toImport({ ...row, state: 'undone', undone_at: now }, actor, now), touched }
}
