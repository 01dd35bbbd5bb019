import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { newsRoutes } from '#shared/progress/news.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { namesOf, newsGroups } from '#lib/features/progress/news.ts'
import type { PageServerLoad } from './$types'

/** Everything that changed since the look before, under the hat that is worn. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [news, { items: indicators }, { items: territories }, { items: partners }] = await Promise.all([
    read(event, newsRoutes.news, { params }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, partnerRoutes.list, { params, query: {} }),
  ])
  return {
    since: news.since,
    isFirst: news.isFirst,
    hasMore: news.hasMore,
    groups: newsGroups(news.items, namesOf(indicators, territories, partners, locale), locale, `/${locale}/i/${initiative.slug}`),
  }
}
