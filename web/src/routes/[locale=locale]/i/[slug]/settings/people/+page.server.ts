import { peopleRoutes } from '#shared/initiatives/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, peopleRoutes.list, { params: { initiativeId: initiative.id } })
  const withEnded = event.url.searchParams.has('ended')
  return {
    people: items.filter(({ details }) => withEnded || details?.state !== 'ended'),
    ended: items.filter(({ details }) => details?.state === 'ended').length,
    withEnded,
  }
}
