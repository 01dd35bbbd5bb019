import { reportRoutes } from '#shared/reports/contract.ts'
import { initiativeOf, passOn } from '#lib/features/reports/kept-page.server.ts'
import type { RequestHandler } from './$types'

/** The page of a draft: the very page that freezing it would keep. */
export const GET: RequestHandler = async (event) => {
  const initiativeId = await initiativeOf(event, event.params.slug)
  return passOn(event, reportRoutes.preview.path, { initiativeId, reportId: event.params.report }, event.url.pathname.replace(/\/preview$/, ''))
}
