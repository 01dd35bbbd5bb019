import { conditionRoutes } from '#shared/conditions/overview.ts'
import { meetingRoutes, updateRoutes } from '#shared/meetings/contract.ts'
import { winRoutes } from '#shared/wins/contract.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { measuredOf, readingOf } from '#lib/features/conditions/measured.ts'
import type { PageServerLoad } from './$types'

/** Wins that are shown here; their own page has all of them. */
const WINS = 3

/** Meetings, updates and wins; meetings belong to the circle. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [overview, meetings, { items: updates }, { items: wins }] = await Promise.all([
    read(event, conditionRoutes.overview, { params }),
    // A funder reads the meetings to which it is invited, and is not told of others.
    read(event, meetingRoutes.list, { params, query: {} }).then(({ items }) => (hat.role === 'funder' && items.length === 0 ? null : items)),
    read(event, updateRoutes.list, { params }),
    initiative.modules.includes('wins') ? read(event, winRoutes.list, { params }) : { items: [] },
    // Opening the page is reading its updates; that it could not be kept is no fault of the reader.
    hat.role === 'backbone' ? null : call(event.fetch, updateRoutes.keepReadings, { params }).catch(() => null),
  ])
  return {
    measured: measuredOf(overview, 'communication', readingOf(event.locals.locale, initiative, hat)),
    facts: overview.communication,
    updates,
    wins: wins.filter(({ state }) => state === 'published').slice(0, WINS),
    proposals: hat.role === 'backbone' ? wins.filter(({ state }) => state === 'proposed').length : 0,
    coming: meetings === null ? null : meetings.filter((one) => one.state === 'coming').reverse(),
    past: meetings === null ? null : meetings.filter((one) => one.state !== 'coming' && one.startsOn <= overview.asOf),
    skippedAhead: (meetings ?? []).filter((one) => one.state === 'skipped' && one.startsOn > overview.asOf).reverse(),
  }
}
