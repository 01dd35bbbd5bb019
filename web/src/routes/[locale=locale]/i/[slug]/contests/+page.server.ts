import { formatDate } from '#shared/i18n/format.ts'
import { contestRoutes, type Contest } from '#shared/observations/contests.ts'
import { read } from '#lib/api/read.server.ts'
import { itemOf, standingOf } from '#lib/features/quality/contest-view.ts'
import { readNames } from '#lib/features/quality/read-names.server.ts'
import type { PageServerLoad } from './$types'

/** What is in discussion, as far as the reader is told. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const [{ items }, names] = await Promise.all([
    read(event, contestRoutes.list, { params: { initiativeId: initiative.id }, query: {} }),
    readNames(event, initiative.id),
  ])
  const view = (contest: Contest) => ({
    id: contest.id,
    item: itemOf(contest, names, locale),
    partner: contest.partnerName ?? '',
    openedOn: formatDate(locale, contest.openedOn),
    days: contest.days,
    isLong: contest.isLong,
    standing: standingOf(contest, locale),
    isRead: contest.abilities.read,
  })
  return { open: items.filter((one) => one.resolvedOn === null).map(view), settled: items.filter((one) => one.resolvedOn !== null).map(view) }
}
