import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { progressRoutes } from '#shared/progress/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText, formatMeasure, formatPeriod } from '#shared/i18n/format.ts'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#lib/features/progress/measure.ts'
import { latestCells, seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { figureView, indicatorRows } from '#lib/features/progress/rows.ts'
import { levelOptions, levelsBelow } from '#lib/features/territories/hierarchies.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

const CONDITIONS = ['common_agenda', 'mutually_reinforcing_activities', 'shared_measurement', 'continuous_communication', 'backbone_support'] as const

/** Figures of one place or one partner up to a period, and of the places of one level beside each other. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const ask = (name: string) => event.url.searchParams.get(name) ?? ''
  const isBackbone = hat.role === 'backbone'
  const condition = CONDITIONS.find((one) => one === ask('condition'))

  const [{ items: everyIndicator }, { items: territories }, { items: levels }, { items: periods }, partners] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
    read(event, indicatorRoutes.periods, { params }),
    isBackbone ? read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items) : [],
  ])
  const top = territories.find((one) => one.isTop)
  const territory = (isBackbone ? territories.find((one) => one.code === ask('territory')) : undefined) ?? top
  const partner = isBackbone ? partners.find((one) => one.code === ask('partner')) : undefined
  const to = periods.find((one) => one.code === ask('to'))?.code
  const basis = isBackbone && ask('basis') === 'provisional' ? ('provisional' as const) : undefined
  const levelChoices = isBackbone ? levelsBelow(levels, top) : []
  // The first look already compares: an average alone would hide a gap.
  const level = ask('level') === 'none' ? undefined : (levelChoices.find((one) => one.code === ask('level')) ?? levelChoices[0])

  const indicators = everyIndicator.filter((one) => condition === undefined || one.current.conditions.includes(condition))
  const scope = partner === undefined ? { territory: territory?.code, to, basis } : { partner: partner.code, to, basis }
  const isPartnerHat = hat.role === 'partner_contributor' || hat.role === 'partner_viewer'
  const [latest, series, compared, own, asOf] = await Promise.all([
    latestCells(event, initiative.id, scope),
    seriesCells(event, initiative.id, scope),
    level === undefined || partner !== undefined ? [] : latestCells(event, initiative.id, { level: level.code, territory: territory?.code, to, basis }),
    isPartnerHat ? latestCells(event, initiative.id, { by: 'partner', to }) : [],
    read(event, progressRoutes.completeness, { params, query: {} }).then(
      (one) => one,
      () => null,
    ),
  ])

  const name = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const known = new Map(indicators.map((one) => [one.code, one]))
  const views = compared
    .filter((cell) => known.has(cell.indicator))
    .map((cell) => ({
      place: cell.territory,
      indicator: cell.indicator,
      view: figureView(cell, measureOf((known.get(cell.indicator) as (typeof indicators)[number]).current, locale), locale),
    }))
  const shown = new Set(views.filter(({ view }) => view.text !== null).map(({ indicator }) => indicator))
  const rows =
    partner === undefined
      ? indicatorRows(indicators, latest, series, locale)
      : indicatorRows(
          indicators.filter((one) => latest.some((cell) => cell.indicator === one.code)),
          latest,
          series,
          locale,
        )
  // Where the whole goes well and a part does not (domain 3.9): named before anything else.
  const gaps = rows
    .filter((row) => row.status === 'on_track' || row.status === 'target_met')
    .flatMap((row) =>
      views
        .filter(({ indicator, view }) => indicator === row.code && view.status === 'off_track')
        .map(({ place, view }) => ({
          indicator: row.name,
          code: row.code,
          place: name.get(place) ?? place,
          placeCode: place,
          status: row.status,
          value: view.text ?? '',
        })),
    )

  return {
    asOf: asOf === null ? null : { expected: asOf.expected, received: asOf.received },
    basis: isBackbone ? (basis ?? 'validated') : 'published',
    rows,
    topTerritory: top?.code ?? '',
    gaps,
    own: own
      .filter((cell) => known.has(cell.indicator) || everyIndicator.some((one) => one.code === cell.indicator))
      .map((cell) => {
        const indicator = everyIndicator.find((one) => one.code === cell.indicator)
        return {
          key: `${cell.indicator} ${cell.territory}`,
          code: cell.indicator,
          territory: name.get(cell.territory) ?? cell.territory,
          name: indicator === undefined ? cell.indicator : localName(indicator.current.nameFr, indicator.current.nameEn, locale),
          view: figureView(cell, indicator === undefined ? { displayFactor: '1', decimals: 0 } : measureOf(indicator.current, locale), locale),
          baseline: cell.baseline === null || indicator === undefined ? null : formatMeasure(locale, cell.baseline, measureOf(indicator.current, locale)),
        }
      }),
    matrix:
      level === undefined || partner !== undefined
        ? null
        : {
            level: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
            places: territories
              .filter((one) => views.some(({ place }) => place === one.code))
              .map((one) => ({ code: one.code, name: name.get(one.code) ?? one.code }))
              .sort((a, b) => compareText(locale)(a.name, b.name)),
            indicators: indicators
              .filter((one) => shown.has(one.code))
              .map((one) => ({ code: one.code, name: localName(one.current.nameFr, one.current.nameEn, locale) })),
            views,
          },
    filters: {
      territory: territory?.code ?? '',
      partner: partner?.code ?? '',
      partnerName: partner?.name ?? null,
      level: level?.code ?? 'none',
      to: to ?? '',
      condition: condition ?? ('' as const),
      basis: basis ?? '',
      territories: isBackbone
        ? [...levels.filter((one) => one.code === top?.levelCode), ...levelChoices]
            .map((one) => ({
              label: localName(one.pluralFr ?? one.nameFr, one.pluralEn ?? one.nameEn, locale),
              options: territories
                .filter((place) => place.levelCode === one.code)
                .map((place) => ({ value: place.code, label: name.get(place.code) ?? place.code }))
                .sort((a, b) => compareText(locale)(a.label, b.label)),
            }))
            .filter((group) => group.options.length > 0)
        : [],
      partners: partners.map((one) => ({ value: one.code, label: one.name })).sort((a, b) => compareText(locale)(a.label, b.label)),
      levels: levelOptions(levelChoices, locale),
      periods: [...periods]
        .filter((one) => one.kind !== 'day')
        .reverse()
        .map((one) => ({ value: one.code, label: formatPeriod(locale, one.code) })),
      conditions: CONDITIONS,
    },
  }
}
