import { compareText } from '#shared/i18n/format.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

const KINDS = ['legitimacy', 'resources', 'expertise', 'access', 'people_power'] as const

/** Who is around the table and what each brings (S08). */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const asked = event.url.searchParams.get('territory') ?? ''
  const [{ items: territories }, { items: levels }] = await Promise.all([
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
  ])
  const place = territories.find(({ code }) => code === asked)
  const { items: partners } = await read(event, partnerRoutes.list, { params, query: place === undefined ? {} : { territory: place.code } })
  const levelName = new Map(levels.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const rows = partners
    .map((one) => ({
      code: one.code,
      name: one.name,
      level: one.levelCode === null ? '' : (levelName.get(one.levelCode) ?? one.levelCode),
      hasLeft: one.leftOn !== null,
      brings: Object.fromEntries(
        KINDS.map((kind) => [
          kind,
          one.contributions.some((held) => held.kind === kind)
            ? one.contributions.some((held) => held.kind === kind && held.confirmedOn !== null)
              ? 'confirmed'
              : 'offered'
            : 'none',
        ]),
      ) as Record<(typeof KINDS)[number], 'confirmed' | 'offered' | 'none'>,
    }))
    .sort((a, b) => Number(a.hasLeft) - Number(b.hasLeft) || compareText(locale)(a.name, b.name))
  return { rows, kinds: KINDS, place: place === undefined ? null : localName(place.nameFr, place.nameEn, locale) }
}
