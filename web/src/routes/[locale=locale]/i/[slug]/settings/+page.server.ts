import { initiativeRoutes, peopleRoutes } from '#shared/initiatives/contract.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** What is set up, in counts; each section is one link away. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [settings, people, territories, partners, indicators] = await Promise.all([
    read(event, initiativeRoutes.read, { params }),
    read(event, peopleRoutes.list, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, indicatorRoutes.list, { params, query: {} }),
  ])
  return {
    summary: settings.summaryFr === null && settings.summaryEn === null ? null : { fr: settings.summaryFr ?? settings.summaryEn ?? '', en: settings.summaryEn },
    counts: {
      people: people.items.filter(({ details }) => details?.state !== 'ended').length,
      territories: territories.items.length,
      partners: partners.items.filter(({ leftOn }) => leftOn === null || leftOn >= settings.today).length,
      indicators: indicators.items.length,
    },
    hasTop: settings.topTerritoryCode !== null,
  }
}
