import type { RequestEvent } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Names } from './contest-view.ts'

/** Names of indicators and territories for this reader. */
export async function readNames(event: Pick<RequestEvent, 'fetch' | 'url' | 'locals'>, initiativeId: string): Promise<Names> {
  const { locale } = event.locals
  const params = { initiativeId }
  const [{ items: indicators }, { items: territories }] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
  ])
  return {
    indicators: new Map(indicators.map((one) => [one.code, localName(one.current.nameFr, one.current.nameEn, locale)])),
    territories: new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)])),
  }
}
