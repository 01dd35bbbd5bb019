import { activityRoutes } from '#shared/activities/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** What partners adjusted to fit the plan, newest first (S52); funders read it of published activities. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, activityRoutes.list, { params: { initiativeId: initiative.id }, query: {} })
  const adjustments = items.flatMap((activity) =>
    activity.partners
      .filter(({ adjustmentMade }) => adjustmentMade !== null)
      .map(({ code, name, adjustmentMade, adjustedOn }) => ({
        activity: { id: activity.id, nameFr: activity.nameFr, nameEn: activity.nameEn },
        code,
        name,
        adjustmentMade,
        adjustedOn,
      })),
  )
  return { adjustments: adjustments.sort((a, b) => ((a.adjustedOn ?? '') < (b.adjustedOn ?? '') ? 1 : -1)) }
}
