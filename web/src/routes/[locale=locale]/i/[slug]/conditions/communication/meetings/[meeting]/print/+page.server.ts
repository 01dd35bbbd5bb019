import { actionItemRoutes } from '#shared/meetings/action-contract.ts'
import { meetingRoutes } from '#shared/meetings/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** What one takes to a meeting on paper: its agenda, roles and what is provided, what earlier meetings left to do, then what was said. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [meeting, { items }] = await Promise.all([
    read(event, meetingRoutes.read, { params: { ...params, meetingId: event.params.meeting } }),
    hat.role === 'funder' ? { items: [] } : read(event, actionItemRoutes.list, { params, query: { state: 'open' } }),
  ])
  return { meeting, earlier: items.filter((one) => one.meetingId !== meeting.id) }
}
