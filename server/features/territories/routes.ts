import type { FastifyInstance } from 'fastify'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { changeRoutes } from '#shared/territories/change-contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { applyChange, previewChange, readReviews } from './changes.ts'
import { readLife } from './life.ts'
import { readLevels, readTerritories, saveLevels, saveShapes, saveTerritories } from './service.ts'
import { readShapes, readSuccessions } from './shapes.ts'

/** Levels, territories with dated parents, what became of them, and their shapes. */
export function territories(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, territoryRoutes.levels, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readLevels(trx, actor.initiative.id) }))
  serve(app, deps, territoryRoutes.saveLevels, BACKBONE, async ({ trx, actor, body, now }) => ({ items: await saveLevels(trx, actor, now, body.items) }))
  serve(app, deps, territoryRoutes.list, EVERY_MEMBER, async ({ trx, actor, query }) => ({
    items: await readTerritories(trx, actor.initiative.id, actor.initiative.topTerritoryId, query.on ?? actor.today, query),
  }))
  serve(app, deps, territoryRoutes.life, EVERY_MEMBER, async ({ trx, actor, params }) => ({
    items: await readLife(trx, actor.initiative.id, params.territory),
  }))
  serve(app, deps, territoryRoutes.save, BACKBONE, ({ trx, actor, body, now }) => saveTerritories(trx, actor, now, body))
  serve(app, deps, territoryRoutes.shapes, EVERY_MEMBER, async ({ trx, actor, query }) => ({
    items: await readShapes(trx, actor.initiative.id, query.level, actor.today),
  }))
  serve(app, deps, territoryRoutes.saveShapes, BACKBONE, ({ trx, actor, body, now }) => saveShapes(trx, actor, now, body))
  serve(app, deps, territoryRoutes.successions, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readSuccessions(trx, actor.initiative.id) }))
  serve(app, deps, changeRoutes.preview, BACKBONE, ({ trx, actor, body }) => previewChange(trx, actor, body))
  serve(app, deps, changeRoutes.apply, BACKBONE, ({ trx, actor, body, now }) => applyChange(trx, actor, now, body))
  serve(app, deps, changeRoutes.reviews, BACKBONE, async ({ trx, actor }) => ({ items: await readReviews(trx, actor.initiative.id) }))
}
