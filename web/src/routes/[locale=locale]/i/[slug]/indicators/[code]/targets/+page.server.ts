import { measureOf } from '#shared/progress/measure.ts'
import { targetActions } from '#lib/features/settings/target-forms.server.ts'
import { readTargets } from '#lib/features/settings/targets-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** How the starting point and the targets were decided, for every member; contributors propose (domain 5, row 15). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  return readTargets(event, initiative, event.params.code, { inCircle: hat.role !== 'funder', measureOf })
}

export const actions: Actions = targetActions
