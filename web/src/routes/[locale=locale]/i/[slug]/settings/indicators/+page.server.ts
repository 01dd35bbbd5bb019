import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { missingTranslations } from '#shared/indicators/meaning.ts'
import { assignmentRoutes, waitingRoute } from '#shared/targets/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items }, { orphans }, { items: waiting }] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, assignmentRoutes.list, { params, query: {} }),
    read(event, waitingRoute, { params }),
  ])
  const view = items.map(({ code, scope, isCore, archivedOn, current }) => ({
    code,
    scope,
    isCore,
    isArchived: archivedOn !== null,
    name: localName(current.nameFr, current.nameEn, locale),
    unitKind: current.unitKind,
    frequency: current.frequency,
    missing: missingTranslations(current).length,
  }))
  return {
    indicators: view.filter(({ isArchived }) => !isArchived),
    archived: view.filter(({ isArchived }) => isArchived).map(({ code, name }) => ({ code, name })),
    core: view.filter(({ isCore, isArchived }) => isCore && !isArchived).map(({ name }) => name),
    waiting: waiting.map((one) => ({ ...one, name: view.find(({ code }) => code === one.indicator)?.name ?? one.indicator })),
    orphans: new Set([...orphans.unowed, ...orphans.withoutGoal]).size + orphans.ofPartnersGone.length,
  }
}
