import { conditionRoutes } from '#shared/conditions/overview.ts'
import { meetingRoutes, updateRoutes } from '#shared/meetings/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** Meetings and updates; meetings belong to the circle. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [{ communication }, meetings, { items: updates }] = await Promise.all([
    read(event, conditionRoutes.overview, { params }),
    hat.role === 'funder' ? null : read(event, meetingRoutes.list, { params, query: {} }).then(({ items }) => items),
    read(event, updateRoutes.list, { params }),
  ])
  return {
    facts: communication,
    updates,
    coming: meetings === null ? null : meetings.filter((one) => one.state === 'coming').reverse(),
    past: meetings === null ? null : meetings.filter((one) => one.state !== 'coming'),
  }
}
