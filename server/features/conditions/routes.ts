import type { FastifyInstance } from 'fastify'
import { agendaRoutes, backboneRoutes, goalRoutes } from '#shared/conditions/contract.ts'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, BACKBONE_LEAD, CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { answerAgenda, changeAgenda, draftAgenda, listAgenda, publishAgenda, readAgenda } from './agenda-service.ts'
import { addFunction, addProfile, addReview, changeFunction, changeProfile, readBackbone } from './backbone-service.ts'
import {
  addPicture,
  addPopulation,
  adoptGoal,
  changeGoal,
  changePicture,
  changePopulation,
  draftGoal,
  listGoals,
  listPopulations,
  readGoal,
  readOrphans,
} from './goals-service.ts'
import { readOverview } from './overview-service.ts'

/** The five conditions: what the partners agreed, who supports the whole, and the facts of all five. */
export function conditions(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, conditionRoutes.overview, EVERY_MEMBER, ({ trx, actor, now }) => readOverview(trx, actor, now))

  serve(app, deps, agendaRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await listAgenda(trx, actor) }))
  serve(app, deps, agendaRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readAgenda(trx, actor, params.agendaId))
  serve(app, deps, agendaRoutes.create, BACKBONE, ({ trx, actor, body, now }) => draftAgenda(trx, actor, body, now))
  serve(app, deps, agendaRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeAgenda(trx, actor, params.agendaId, body, ifMatch(), now),
  )
  serve(app, deps, agendaRoutes.publish, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    publishAgenda(trx, actor, params.agendaId, body, ifMatch(), now),
  )
  serve(app, deps, agendaRoutes.answer, CONTRIBUTORS, ({ trx, actor, params, body, ifMatch, now }) => answerAgenda(trx, actor, params, body, ifMatch(), now))

  serve(app, deps, goalRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await listGoals(trx, actor) }))
  serve(app, deps, goalRoutes.orphans, THE_CIRCLE, ({ trx, actor }) => readOrphans(trx, actor))
  serve(app, deps, goalRoutes.read, EVERY_MEMBER, ({ trx, actor, params }) => readGoal(trx, actor, params.goalId))
  serve(app, deps, goalRoutes.create, BACKBONE, ({ trx, actor, body, now }) => draftGoal(trx, actor, body, now))
  serve(app, deps, goalRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) => changeGoal(trx, actor, params.goalId, body, ifMatch(), now))
  serve(app, deps, goalRoutes.adopt, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) => adoptGoal(trx, actor, params.goalId, body, ifMatch(), now))
  serve(app, deps, goalRoutes.addPicture, BACKBONE, ({ trx, actor, params, body, now }) => addPicture(trx, actor, params.goalId, body, now))
  serve(app, deps, goalRoutes.changePicture, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changePicture(trx, actor, params.pictureId, body, ifMatch(), now),
  )
  serve(app, deps, goalRoutes.populations, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await listPopulations(trx, actor) }))
  serve(app, deps, goalRoutes.addPopulation, BACKBONE, ({ trx, actor, body, now }) => addPopulation(trx, actor, body, now))
  serve(app, deps, goalRoutes.changePopulation, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changePopulation(trx, actor, params.populationId, body, ifMatch(), now),
  )

  serve(app, deps, backboneRoutes.read, EVERY_MEMBER, ({ trx, actor }) => readBackbone(trx, actor))
  serve(app, deps, backboneRoutes.addProfile, BACKBONE_LEAD, ({ trx, actor, body, now }) => addProfile(trx, actor, body, now))
  serve(app, deps, backboneRoutes.changeProfile, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    changeProfile(trx, actor, params.profileId, body, ifMatch(), now),
  )
  serve(app, deps, backboneRoutes.addFunction, BACKBONE_LEAD, ({ trx, actor, body, now }) => addFunction(trx, actor, body, now))
  serve(app, deps, backboneRoutes.changeFunction, BACKBONE_LEAD, ({ trx, actor, params, body, ifMatch, now }) =>
    changeFunction(trx, actor, params.functionId, body, ifMatch(), now),
  )
  serve(app, deps, backboneRoutes.addReview, CONTRIBUTORS, ({ trx, actor, params, body, now }) => addReview(trx, actor, params.functionId, body, now))
}
