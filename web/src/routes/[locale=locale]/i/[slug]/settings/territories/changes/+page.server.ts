import { formatDate } from '#shared/i18n/format.ts'
import { changeRoutes } from '#shared/territories/change-contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { reviewLines } from '#lib/features/settings/map-change-view.ts'
import { successionSentence } from '#lib/features/territories/change-words.ts'
import type { PageServerLoad } from './$types'

/** What became of territories, newest first, and what has to be looked at again since. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items }, { items: reviews }] = await Promise.all([
    read(event, territoryRoutes.successions, { params }),
    read(event, changeRoutes.reviews, { params }),
  ])
  return {
    isSaved: event.url.searchParams.has('saved'),
    reviews: reviewLines(reviews, locale),
    changes: [...items]
      .reverse()
      .map((one) => ({
        id: one.id,
        date: formatDate(locale, one.occurredOn),
        sentence: successionSentence(one, locale),
        note: (locale === 'en' ? one.noteEn : null) ?? one.noteFr,
        breaks: one.kind !== 'rename',
      })),
  }
}
