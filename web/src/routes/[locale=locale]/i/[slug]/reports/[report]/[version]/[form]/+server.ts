import { error } from '@sveltejs/kit'
import { reportRoutes } from '#shared/reports/contract.ts'
import { versionName } from '#shared/reports/sections.ts'
import { read } from '#lib/api/read.server.ts'
import { initiativeOf, passOn } from '#lib/features/reports/kept-page.server.ts'
import type { RequestHandler } from './$types'

/** The bytes of a frozen version: its page, its copy for word processors, its PDF where the server prints. */
export const GET: RequestHandler = async (event) => {
  const { form, report, slug, version } = event.params
  if (form !== 'page' && form !== 'word' && form !== 'pdf') error(404, 'not_found', { code: 'not_found' })
  const initiativeId = await initiativeOf(event, slug)
  const { items } = await read(event, reportRoutes.list, { params: { initiativeId } })
  const found = items.find(({ id }) => id === report)?.versions.find((one) => versionName(one) === version)
  if (found === undefined) error(404, 'not_found', { code: 'not_found' })
  const back = event.url.pathname.replace(/\/[^/]+$/, '')
  return passOn(event, reportRoutes[form].path, { initiativeId, reportId: report, versionId: found.id }, back)
}
