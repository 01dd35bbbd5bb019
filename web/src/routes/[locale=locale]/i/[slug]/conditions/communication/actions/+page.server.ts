import { error } from '@sveltejs/kit'
import { actionItemRoutes } from '#shared/meetings/action-contract.ts'
import { read } from '#lib/api/read.server.ts'
import { settleAction } from './settle-action.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** What meetings left to do (S37); meetings belong to the circle. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role === 'funder') error(404, 'not_found', { code: 'not_found' })
  const { items } = await read(event, actionItemRoutes.list, { params: { initiativeId: initiative.id }, query: {} })
  return { open: items.filter((one) => one.state === 'open'), settled: items.filter((one) => one.state !== 'open') }
}

export const actions: Actions = { settle: settleAction }
