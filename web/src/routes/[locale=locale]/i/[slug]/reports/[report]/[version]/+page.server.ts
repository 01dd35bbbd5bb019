import { error } from '@sveltejs/kit'
import { reportRoutes } from '#shared/reports/contract.ts'
import { versionName } from '#shared/reports/sections.ts'
import { problemMessage } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { EXPLAINED } from '#lib/features/reports/kept-page.server.ts'
import { versionView } from '#lib/features/reports/report-view.ts'
import type { PageServerLoad } from './$types'

/** One frozen version: where its page, its copies and its PDF are, and how to prove that nothing changed. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const { items } = await read(event, reportRoutes.list, { params: { initiativeId: initiative.id } })
  const report = items.find(({ id }) => id === event.params.report)
  const found = report?.versions.find((one) => versionName(one) === event.params.version)
  if (report === undefined || found === undefined) error(404, 'not_found', { code: 'not_found' })
  const asked = event.url.searchParams.get('problem')
  const problem = EXPLAINED.find((code) => code === asked)
  return {
    isBackbone: hat.role === 'backbone',
    isFunder: hat.role === 'funder',
    reportId: report.id,
    version: versionView(found, locale),
    others: report.versions.filter(({ id }) => id !== found.id).map((one) => versionView(one, locale)),
    address: `${event.url.origin}${event.url.pathname}`,
    problem: problem === undefined ? null : { code: problem, message: problemMessage({ code: problem, params: {} }, locale) },
  }
}
