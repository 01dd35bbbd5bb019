import { compareText, dateOf } from '#shared/i18n/format.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { CONTRIBUTION_KINDS as KINDS, kindsHeld } from '#shared/partners/gaps.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** Who is around the table, what each brings (S08), and what hangs on one partner or on none (S09). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
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
  // Funders read the public sheet, not what each partner brings.
  const today = dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone)
  const isTold = hat.role !== 'funder' && place === undefined && partners.length > 0
  const held = isTold ? kindsHeld(partners.filter(({ leftOn }) => leftOn === null || leftOn >= today)) : null
  return { rows, held, kinds: KINDS, place: place === undefined ? null : localName(place.nameFr, place.nameEn, locale) }
}
