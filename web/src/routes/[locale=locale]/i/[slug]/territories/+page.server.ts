import { redirect } from '@sveltejs/kit'
import { compareText, formatInteger } from '#shared/i18n/format.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { levelsBelow } from '#lib/features/territories/hierarchies.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** More places than this are found through the place that holds them. */
const MOST_LISTED = 120

/** The way to every territory; a choice of another one (`to`) leads there. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const to = event.url.searchParams.get('to')
  if (to !== null && to !== '') redirect(303, `/${locale}/i/${initiative.slug}/territories/${encodeURIComponent(to)}`)
  const [{ items: territories }, { items: levels }] = await Promise.all([
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
  ])
  const top = territories.find((one) => one.isTop)
  const own = levels.find((one) => one.code === top?.levelCode)
  const shown = own === undefined ? levelsBelow(levels, top) : [own, ...levelsBelow(levels, top)]
  return {
    levels: shown
      .map((level) => ({ level, places: territories.filter((one) => one.levelCode === level.code) }))
      .filter(({ places }) => places.length > 0)
      .map(({ level, places }) => ({
        code: level.code,
        name: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
        count: formatInteger(locale, places.length),
        isMany: places.length > MOST_LISTED,
        places:
          places.length > MOST_LISTED
            ? []
            : places.map((one) => ({ code: one.code, name: localName(one.nameFr, one.nameEn, locale) })).sort((a, b) => compareText(locale)(a.name, b.name)),
      })),
  }
}
