import { conditionRoutes } from '#shared/conditions/overview.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { initiativeRoutes, peopleRoutes } from '#shared/initiatives/contract.ts'
import { observationRoutes } from '#shared/observations/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { firstSteps } from '#lib/features/settings/first-steps.ts'
import type { PageServerLoad } from './$types'

/** The five first steps with what is really there: leaving and coming back loses nothing. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [settings, conditions, partners, territories, indicators, figures, people] = await Promise.all([
    read(event, initiativeRoutes.read, { params }),
    read(event, conditionRoutes.overview, { params }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, observationRoutes.list, { params, query: { limit: 1 } }),
    read(event, peopleRoutes.list, { params }),
  ])
  return {
    isDemo: settings.isDemo,
    // Whoever is alone validates what was typed by the same hand, and the figure says so.
    isSolo: people.items.filter(({ role, details }) => role === 'backbone' && details?.state === 'active').length <= 1,
    steps: firstSteps({
      hasSummary: (settings.summaryFr ?? settings.summaryEn) !== null,
      hasVision: conditions.agenda.version !== null || conditions.agenda.goal !== null,
      territories: territories.items.length,
      partners: partners.items.length,
      indicators: indicators.items.length,
      hasFigures: figures.items.length > 0,
      people: people.items.filter(({ details }) => details?.state !== 'ended').length,
    }),
  }
}
