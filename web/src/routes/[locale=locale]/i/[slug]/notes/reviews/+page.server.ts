import { reviewSessionRoutes } from '#shared/review-sessions/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** Reviews to hold, and those that were closed. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, reviewSessionRoutes.list, { params: { initiativeId: initiative.id } })
  return { open: items.filter(({ closedOn }) => closedOn === null), closed: items.filter(({ closedOn }) => closedOn !== null) }
}
