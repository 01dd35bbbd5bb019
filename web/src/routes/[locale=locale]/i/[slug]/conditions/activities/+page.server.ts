import { ActivityState, activityRoutes } from '#shared/activities/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

const VIEWS = ['list', 'board', 'who'] as const

/** Activities with their filters in the address; the same set in every presentation (S68). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const ask = (name: string) => event.url.searchParams.get(name) ?? ''
  const state = ActivityState.options.find((one) => one === ask('state'))
  const without = (['lead', 'goal'] as const).find((one) => one === ask('without'))
  const [{ items: partners }, { items: territories }, { items: levels }, { items: indicators }] = await Promise.all([
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
    read(event, indicatorRoutes.list, { params, query: {} }),
  ])
  const partner = partners.find((one) => one.code === ask('partner'))
  const territory = territories.find((one) => one.code === ask('territory'))
  const { items } = await read(event, activityRoutes.list, {
    params,
    query: {
      ...(partner === undefined ? {} : { partner: partner.code }),
      ...(territory === undefined ? {} : { territory: territory.code }),
      ...(state === undefined ? {} : { state }),
      ...(without === undefined ? {} : { without }),
    },
  })
  return {
    items,
    view: VIEWS.find((one) => one === ask('view')) ?? 'list',
    mayAdd: hat.role === 'backbone' || hat.role === 'partner_contributor',
    filters: {
      partner: partner?.code ?? '',
      partnerName: partner?.name ?? '',
      territory: territory?.code ?? '',
      state: state ?? ('' as const),
      without: without ?? ('' as const),
    },
    territoryNames: Object.fromEntries(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)])),
    indicatorNames: Object.fromEntries(indicators.map((one) => [one.code, localName(one.current.nameFr, one.current.nameEn, locale)])),
    partners: partners.map((one) => ({ value: one.code, label: one.name })).sort((a, b) => compareText(locale)(a.label, b.label)),
    territories: [...levels]
      .sort((a, b) => b.rank - a.rank)
      .map((level) => ({
        label: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
        options: territories
          .filter((one) => one.levelCode === level.code)
          .map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) }))
          .sort((a, b) => compareText(locale)(a.label, b.label)),
      }))
      .filter((group) => group.options.length > 0),
  }
}
