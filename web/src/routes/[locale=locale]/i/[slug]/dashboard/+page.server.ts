import { fail, redirect } from '@sveltejs/kit'
import { compareText, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { goalRoutes } from '#shared/conditions/contract.ts'
import { indicatorRoutes, type Indicator } from '#shared/indicators/contract.ts'
import { reviewRoutes } from '#shared/observations/review-contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { progressRoutes, type ProgressCell } from '#shared/progress/contract.ts'
import { newsRoutes } from '#shared/progress/news.ts'
import { viewQuery, viewRoutes } from '#shared/progress/views.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { SORT_KEYS, sortRows, type RowGroup } from '#lib/features/progress/arrange.ts'
import { comparedRows } from '#lib/features/progress/compare.ts'
import { dashboardQuery } from '#lib/features/progress/dashboard-query.ts'
import { choicesOf } from '#lib/features/progress/dashboard-choices.ts'
import { CONDITION_NAMES, groupsOf } from '#lib/features/progress/groupings.ts'
import { mapOf } from '#lib/features/progress/level-map.server.ts'
import { gapsOverCategories, gapsOverPlaces } from '#lib/features/progress/equity.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { panelsOf } from '#lib/features/progress/multiples.ts'
import { namesOf, newsGroups } from '#lib/features/progress/news.ts'
import { latestAnswer, latestCells, seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { tallyOf } from '#shared/progress/tally.ts'
import { figureView, indicatorRows } from '#lib/features/progress/rows.ts'
import { levelOptions, levelsBelow } from '#lib/features/territories/hierarchies.ts'
import { localName } from '#lib/state/local-name.ts'
import { readSort } from '#lib/ui/address.ts'
import type { Actions, PageServerLoad } from './$types'

/** How many new things are told before the page that tells all. */
const FEW_NEWS = 4

const viewOf = (cell: ProgressCell, { current }: Indicator, locale: Locale) => figureView(cell, measureOf(current, locale), locale, current)

/** Figures of one place or one partner up to a period, and of the places of one level beside each other. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const asked = dashboardQuery(event.url)
  const isBackbone = hat.role === 'backbone'
  const root = `/${locale}/i/${initiative.slug}`

  const [
    { items: everyIndicator },
    { items: territories },
    { items: levels },
    { items: periods },
    { items: partners },
    { items: dimensions },
    { items: views },
  ] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
    read(event, indicatorRoutes.periods, { params }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, indicatorRoutes.dimensions, { params }),
    read(event, viewRoutes.list, { params }),
  ])
  const top = territories.find((one) => one.isTop)
  const territory = territories.find((one) => one.code === asked.territory) ?? top
  const partner = partners.find((one) => one.code === asked.partner)
  const to = periods.find((one) => one.code === asked.to)?.code
  const from = periods.find((one) => one.code === asked.from)?.code
  const basis = isBackbone && asked.basis === 'provisional' ? ('provisional' as const) : undefined
  const levelChoices = levelsBelow(levels, top)
  // The first look already compares: an average alone would hide a gap.
  const level = asked.level === 'none' || partner !== undefined ? undefined : (levelChoices.find((one) => one.code === asked.level) ?? levelChoices[0])
  const withPeriod = periods.find((one) => one.code === asked.with)
  const withPlace = withPeriod === undefined ? territories.find((one) => one.code === asked.with && one.code !== territory?.code) : undefined

  const indicators = everyIndicator.filter((one) => asked.condition === '' || one.current.conditions.includes(asked.condition))
  const scope = partner === undefined ? { territory: territory?.code, to, basis } : { partner: partner.code, to, basis }
  const isPartnerHat = hat.role === 'partner_contributor' || hat.role === 'partner_viewer'
  const isByPartner = asked.group === 'partner' && partner === undefined
  const hasDimensions = partner === undefined && indicators.some((one) => one.dimensionCodes.length > 0)
  // Remembered where somebody opens the page, never by a reading of the API: what changed is told from the look before.
  const told = call(event.fetch, newsRoutes.look, { params })
    .then(() => call(event.fetch, newsRoutes.news, { params }))
    .catch(() => null)
  const none: ProgressCell[] = []
  const [news, answer, series, compared, own, ofPartners, categories, beside, shapes, goals, asOf] = await Promise.all([
    told,
    latestAnswer(event, initiative.id, scope),
    seriesCells(event, initiative.id, { ...scope, from }),
    level === undefined ? none : latestCells(event, initiative.id, { level: level.code, territory: territory?.code, to, basis }),
    isPartnerHat ? latestCells(event, initiative.id, { by: 'partner', to }) : none,
    isByPartner ? latestCells(event, initiative.id, { by: 'partner', territory: territory?.code, to, basis }) : none,
    hasDimensions ? latestCells(event, initiative.id, { ...scope, category: '*' }) : none,
    withPeriod !== undefined
      ? latestCells(event, initiative.id, { ...scope, to: withPeriod.code })
      : withPlace !== undefined
        ? latestCells(event, initiative.id, { territory: withPlace.code, to, basis })
        : none,
    asked.view !== 'map' || level === undefined ? [] : read(event, territoryRoutes.shapes, { params, query: { level: level.code } }).then(({ items }) => items),
    asked.group === 'goal' ? read(event, goalRoutes.list, { params }).then(({ items }) => items) : [],
    read(event, progressRoutes.completeness, { params, query: {} }).then(
      (one) => one,
      () => null,
    ),
  ])
  const latest = answer.cells
  // Nothing to show, and figures that nobody has looked at yet: that is said, not « not received ».
  const queue = isBackbone && basis === undefined && latest.every(({ value }) => value === null) ? await read(event, reviewRoutes.queue, { params }) : null
  const waiting = { count: (queue?.items ?? []).reduce((sum, { count }) => sum + count, 0), isLonger: queue?.isLonger ?? false }
  const shownBasis: 'validated' | 'provisional' | 'published' = answer.basis ?? basis ?? 'validated'
  const name = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const placeName = (code: string) => name.get(code) ?? code
  const known = new Map(indicators.map((one) => [one.code, one]))
  const ends = new Map(periods.map((one) => [one.code, one.endsOn]))
  const endOf = (code: string) => ends.get(code)
  const when = answer.asOf === null ? undefined : { today: answer.asOf, endOf }

  const sort = readSort(event.url, SORT_KEYS, { key: 'position', direction: 'ascending' })
  const shownIndicators = partner === undefined ? indicators : indicators.filter((one) => latest.some((cell) => cell.indicator === one.code))
  const rows = sortRows(indicatorRows(shownIndicators, latest, series, locale, when), sort, locale)
  const placeViews = compared
    .filter((cell) => known.has(cell.indicator))
    .map((cell) => ({ place: cell.territory, indicator: cell.indicator, view: viewOf(cell, known.get(cell.indicator) as Indicator, locale) }))
  const shown = new Set(placeViews.filter(({ view }) => view.text !== null || view.presence === 'masked').map(({ indicator }) => indicator))
  // Where the whole goes well and a part does not (domain 3.9): named before anything else.
  const gaps = rows
    .filter((row) => row.status === 'on_track' || row.status === 'target_met')
    .flatMap((row) =>
      placeViews
        .filter(({ indicator, view }) => indicator === row.code && view.status === 'off_track' && !view.isFragile)
        .map(({ place, view }) => ({
          indicator: row.name,
          code: row.code,
          place: placeName(place),
          placeCode: place,
          status: row.status,
          value: view.text ?? '',
        })),
    )
  const levelName = level === undefined ? '' : localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale)

  const partnerGroups: RowGroup[] = isByPartner
    ? [...partners]
        .sort((a, b) => compareText(locale)(a.name, b.name))
        .flatMap((one) => {
          const cells = ofPartners.filter((cell) => cell.partner === one.code && known.get(cell.indicator)?.scope === 'performance')
          const mine = indicators.filter(({ code }) => cells.some((cell) => cell.indicator === code))
          return mine.length === 0 ? [] : [{ key: one.code, title: one.name, rows: sortRows(indicatorRows(mine, cells, [], locale, when), sort, locale) }]
        })
    : []

  const mapped = asked.view !== 'map' || level === undefined ? undefined : (known.get(asked.indicator) ?? indicators.find((one) => shown.has(one.code)))
  const kind = withPeriod !== undefined ? ('period' as const) : withPlace !== undefined ? ('place' as const) : null

  return {
    asOf: asOf === null ? null : { expected: asOf.expected, received: asOf.received },
    basis: shownBasis,
    release: answer.release,
    waiting,
    isUnpublished: answer.basis === 'published' && answer.release === null,
    rows,
    tally: tallyOf(rows),
    groups: isByPartner
      ? { performance: partnerGroups, population: [] }
      : {
          performance: groupsOf(
            rows.filter((row) => row.scope === 'performance'),
            asked.group,
            goals,
            locale,
          ),
          population: groupsOf(
            rows.filter((row) => row.scope === 'population'),
            asked.group,
            goals,
            locale,
          ),
        },
    sort,
    topTerritory: top?.code ?? '',
    gaps,
    equity: [
      ...(level === undefined ? [] : gapsOverPlaces(indicators, compared, m.equity_places({ level: levelName }), placeName, locale)),
      ...gapsOverCategories(
        indicators,
        categories,
        dimensions.map((one) => ({
          code: one.code,
          name: localName(one.nameFr, one.nameEn, locale),
          categories: one.categories.map((category) => ({
            code: category.code,
            name: localName(category.nameFr, category.nameEn, locale),
            isUnknown: category.isUnknown,
          })),
        })),
        (dimension) => m.equity_categories({ dimension }),
        locale,
      ),
    ],
    panels: asked.view === 'multiples' ? panelsOf(rows, asked.scale, locale) : [],
    map: mapped === undefined || level === undefined ? null : mapOf(mapped, compared, shapes, localName(level.nameFr, level.nameEn, locale), placeName, locale),
    comparison:
      kind === null
        ? null
        : {
            kind,
            here: kind === 'period' ? (to === undefined ? m.dashboard_latest() : formatPeriod(locale, to)) : placeName(territory?.code ?? ''),
            other: withPeriod === undefined ? placeName(withPlace?.code ?? '') : formatPeriod(locale, withPeriod.code),
            rows: comparedRows(shownIndicators, { kind, here: latest, other: beside, series, endOf }, locale),
          },
    own: own.flatMap((cell) => {
      const indicator = everyIndicator.find((one) => one.code === cell.indicator)
      return indicator === undefined
        ? []
        : [
            {
              key: `${cell.indicator} ${cell.territory}`,
              code: cell.indicator,
              territory: placeName(cell.territory),
              name: localName(indicator.current.nameFr, indicator.current.nameEn, locale),
              view: figureView(cell, measureOf(indicator.current, locale), locale, indicator.current),
            },
          ]
    }),
    matrix:
      level === undefined
        ? null
        : {
            level: levelName,
            places: territories
              .filter((one) => placeViews.some(({ place }) => place === one.code))
              .map((one) => ({ code: one.code, name: placeName(one.code) }))
              .sort((a, b) => compareText(locale)(a.name, b.name)),
            indicators: indicators
              .filter((one) => shown.has(one.code))
              .map((one) => ({ code: one.code, name: localName(one.current.nameFr, one.current.nameEn, locale) })),
            views: placeViews,
          },
    news:
      news === null
        ? null
        : {
            since: news.since,
            isFirst: news.isFirst,
            count: news.items.length,
            hasMore: news.hasMore || news.items.length > FEW_NEWS,
            groups: newsGroups(news.items.slice(0, FEW_NEWS), namesOf(everyIndicator, territories, partners, locale), locale, root),
          },
    views,
    query: viewQuery(event.url.search),
    share: `${event.url.origin}${event.url.pathname}${viewQuery(event.url.search) === '' ? '' : `?${viewQuery(event.url.search)}`}`,
    asked,
    filters: {
      ...choicesOf({ territories, levels, levelChoices, topLevel: top?.levelCode, periods, partners }, locale),
      levels: levelOptions(levelChoices, locale),
      territory: territory?.code ?? '',
      partner: partner?.code ?? '',
      partnerName: partner?.name ?? null,
      level: level?.code ?? 'none',
      from: from ?? '',
      to: to ?? '',
      with: withPeriod?.code ?? withPlace?.code ?? '',
      withName: withPeriod !== undefined ? formatPeriod(locale, withPeriod.code) : withPlace === undefined ? null : placeName(withPlace.code),
      condition: asked.condition,
      conditionName: asked.condition === '' ? null : CONDITION_NAMES[asked.condition](),
      basis: basis ?? '',
    },
  }
}

export const actions: Actions = {
  save: async ({ request, fetch, locals, params, url }) => {
    const form = await request.formData()
    const name = String(form.get('name') ?? '')
    const query = viewQuery(url.search)
    try {
      await call(fetch, viewRoutes.save, {
        params: { initiativeId: String(form.get('initiative') ?? '') },
        body: { name, query, isShared: form.get('shared') === 'on' },
      })
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locals.locale), name })
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/dashboard?${query === '' ? '' : `${query}&`}saved=1`)
  },
}
