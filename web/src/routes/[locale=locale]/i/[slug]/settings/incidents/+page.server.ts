import { incidentRoutes } from '#shared/incidents/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { incidentLine } from '#lib/features/incidents/incident-line.ts'
import type { PageServerLoad } from './$types'

/** The register of confidentiality incidents. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, incidentRoutes.list, { params: { initiativeId: initiative.id } })
  return { incidents: items.map((one) => incidentLine(one, event.locals.locale)) }
}
