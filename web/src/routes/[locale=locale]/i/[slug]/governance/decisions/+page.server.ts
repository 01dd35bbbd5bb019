import { decisionRoutes } from '#shared/governance/decision-contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** Decisions that wait for positions, and those that have a result. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items, abilities } = await read(event, decisionRoutes.list, { params: { initiativeId: initiative.id } })
  return { open: items.filter((one) => one.result === null), decided: items.filter((one) => one.result !== null), canCreate: abilities.create }
}
