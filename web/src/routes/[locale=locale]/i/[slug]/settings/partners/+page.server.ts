import { partnerRoutes } from '#shared/partners/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, partnerRoutes.list, { params: { initiativeId: initiative.id }, query: {} })
  return {
    partners: items.map(({ code, name, sectors, joinedOn, leftOn, isBackboneHost, contributions, territoryCodes }) => ({
      code,
      name,
      sectors,
      joinedOn,
      leftOn,
      isBackboneHost,
      places: territoryCodes.length,
      waiting: contributions.filter(({ confirmedOn }) => confirmedOn === null).length,
    })),
  }
}
