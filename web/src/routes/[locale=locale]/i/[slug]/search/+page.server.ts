import { FOUND_KINDS, searchRoutes } from '#shared/search/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** What the address asks for; fewer than two characters ask for nothing. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const q = (event.url.searchParams.get('q') ?? '').trim().slice(0, 200)
  const kind = FOUND_KINDS.find((one) => one === event.url.searchParams.get('kind')) ?? null
  const isAsked = q.length >= 2
  const query = { q, ...(kind === null ? {} : { kind }) }
  const { groups } = isAsked ? await read(event, searchRoutes.find, { params: { initiativeId: initiative.id }, query }) : { groups: [] }
  return { q, kind, groups, isAsked, isTooShort: q.length === 1 }
}
