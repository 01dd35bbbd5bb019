import { conditionRoutes } from '#shared/conditions/overview.ts'
import { meetingRoutes, updateRoutes } from '#shared/meetings/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { measuredOf } from '#lib/features/conditions/measured.ts'
import type { PageServerLoad } from './$types'

/** Meetings and updates; meetings belong to the circle. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [overview, meetings, { items: updates }] = await Promise.all([
    read(event, conditionRoutes.overview, { params }),
    hat.role === 'funder' ? null : read(event, meetingRoutes.list, { params, query: {} }).then(({ items }) => items),
    read(event, updateRoutes.list, { params }),
  ])
  return {
    measured: measuredOf(overview, 'communication', {
      locale: event.locals.locale,
      root: `/${event.locals.locale}/i/${initiative.slug}`,
      isFunder: hat.role === 'funder',
      isLead: hat.isLead,
    }),
    facts: overview.communication,
    updates,
    coming: meetings === null ? null : meetings.filter((one) => one.state === 'coming').reverse(),
    past: meetings === null ? null : meetings.filter((one) => one.state !== 'coming' && one.startsOn <= overview.asOf),
    skippedAhead: (meetings ?? []).filter((one) => one.state === 'skipped' && one.startsOn > overview.asOf).reverse(),
  }
}
