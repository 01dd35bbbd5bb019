import { measureOf } from '#shared/progress/measure.ts'
import { targetActions } from '#lib/features/settings/target-forms.server.ts'
import { readTargets } from '#lib/features/settings/targets-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => readTargets(event, (await event.parent()).initiative, event.params.code, { inCircle: true, measureOf })

export const actions: Actions = targetActions
