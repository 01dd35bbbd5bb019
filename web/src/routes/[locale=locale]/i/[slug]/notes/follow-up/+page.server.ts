import { error } from '@sveltejs/kit'
import { noteRoutes } from '#shared/notes/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** What waits after notes: what this hat carries first. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role === 'funder') error(404, 'not_found', { code: 'not_found' })
  const { items } = await read(event, noteRoutes.followUp, { params: { initiativeId: initiative.id } })
  return { yours: items.filter(({ isYours }) => isYours), others: items.filter(({ isYours }) => !isYours) }
}
