import type { FastifyInstance } from 'fastify'
import { incidentRoutes, instanceIncidentRoutes } from '#shared/incidents/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE_LEAD, CONTRIBUTORS } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { openInstanceIncident, readInstanceIncidents } from './instance.ts'
import { changeIncident, openFromImport, openIncident, readIncident, readIncidents } from './service.ts'

const INSTANCE = { kind: 'instance' } as const

/** The register of confidentiality incidents (domain 5, row 42). */
export function incidents(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, incidentRoutes.list, BACKBONE_LEAD, async ({ trx, actor }) => ({ items: await readIncidents(trx, actor) }))
  serve(app, deps, incidentRoutes.read, BACKBONE_LEAD, ({ trx, actor, params }) => readIncident(trx, actor, params.incidentId))
  serve(app, deps, incidentRoutes.open, BACKBONE_LEAD, ({ trx, actor, body, now }) => openIncident(trx, actor, actor.today, now, body))
  serve(app, deps, incidentRoutes.openFromImport, CONTRIBUTORS, ({ trx, actor, body, now }) => openFromImport(trx, actor, now, body.reason))
  serve(app, deps, incidentRoutes.change, BACKBONE_LEAD, ({ trx, actor, params, body, now, ifMatch }) =>
    changeIncident(trx, actor, now, params.incidentId, body, ifMatch()),
  )
  serve(app, deps, instanceIncidentRoutes.list, INSTANCE, ({ trx, session }) => readInstanceIncidents(trx, session))
  serve(app, deps, instanceIncidentRoutes.open, INSTANCE, ({ trx, session, body, now }) =>
    openInstanceIncident(trx, session, now, body.initiativeId, body.incident),
  )
}
