import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, indicatorRoutes.list, { params: { initiativeId: initiative.id }, query: {} })
  return {
    indicators: items
      .filter(({ archivedOn }) => archivedOn === null)
      .map(({ code, scope, isCore, current }) => ({
        code,
        scope,
        isCore,
        name: localName(current.nameFr, current.nameEn, event.locals.locale),
        unitKind: current.unitKind,
        frequency: current.frequency,
      })),
    core: items.filter(({ isCore, archivedOn }) => isCore && archivedOn === null).length,
  }
}
