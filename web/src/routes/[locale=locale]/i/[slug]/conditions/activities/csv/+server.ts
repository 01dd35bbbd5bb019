import { error } from '@sveltejs/kit'
import { accountRoutes } from '#shared/accounts/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { planCsv } from '#lib/features/conditions/plan-csv.server.ts'
import { localName } from '#lib/state/local-name.ts'
import { readPlan } from '../plan-filters.server.ts'
import type { RequestHandler } from './$types'

/** The activities that the filters of the address leave, as a file: the same set as on the page, for whoever reads it there. */
export const GET: RequestHandler = async (event) => {
  const { initiatives } = await read(event, accountRoutes.me, {})
  const initiative = initiatives.find((one) => one.slug === event.params.slug)
  if (initiative === undefined) error(404, 'not_found', { code: 'not_found' })
  const { locale } = event.locals
  const { items, goals, territories } = await readPlan(event, initiative.id)
  const names = {
    goals: new Map(goals.map((one) => [one.id, localName(one.statementFr, one.statementEn, locale)])),
    territories: new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)])),
  }
  return new Response(planCsv(items, names, locale), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="plan-${initiative.slug}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
}
