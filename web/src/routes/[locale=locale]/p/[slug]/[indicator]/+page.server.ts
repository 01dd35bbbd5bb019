import { indicatorPage } from '#lib/features/progress/public/pages.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({ told: await indicatorPage(event), locale: event.locals.locale })
