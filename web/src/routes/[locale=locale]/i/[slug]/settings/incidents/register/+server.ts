import { error } from '@sveltejs/kit'
import { accountRoutes } from '#shared/accounts/contract.ts'
import { incidentRoutes } from '#shared/incidents/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { registerCsv } from '#lib/features/incidents/register-csv.server.ts'
import type { RequestHandler } from './$types'

/** The register as a file, for the authority that asks for it. */
export const GET: RequestHandler = async (event) => {
  const { initiatives } = await read(event, accountRoutes.me, {})
  const initiative = initiatives.find((one) => one.slug === event.params.slug)
  if (initiative === undefined) error(404, 'not_found', { code: 'not_found' })
  const { items } = await read(event, incidentRoutes.list, { params: { initiativeId: initiative.id } })
  return new Response(registerCsv(items, event.locals.locale), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="incidents-${initiative.slug}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
}
