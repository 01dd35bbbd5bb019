import { AUDIENCES } from '#shared/meetings/audience.ts'
import { redirect } from '@sveltejs/kit'
import { noteRoutes } from '#shared/notes/contract.ts'
import { dateOf } from '#shared/i18n/format.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** What a year taught, as one audience reads it; year and audience stand in the address. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  if (hat.role === 'funder' && hat.learningCommitmentOn === null)
    redirect(303, `/${locale}/i/${initiative.slug}/notes/commitment?next=${encodeURIComponent(event.url.pathname)}`)
  const offered = AUDIENCES.filter((one) => one !== 'circle' || hat.role !== 'funder')
  const audience = offered.find((one) => one === event.url.searchParams.get('audience'))
  const year = Number(event.url.searchParams.get('year') ?? '')
  const report = await read(event, noteRoutes.yearReport, {
    params: { initiativeId: initiative.id },
    query: { ...(audience === undefined ? {} : { audience }), ...(year >= 1990 && year <= 2200 ? { year } : {}) },
  })
  return { report, offered, today: dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone) }
}
