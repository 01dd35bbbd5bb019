import { error } from '@sveltejs/kit'
import { activityRoutes } from '#shared/activities/contract.ts'
import { compareText, dateOf, formatDate, formatMeasure, formatPercent, formatPeriod } from '#shared/i18n/format.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { aggregationSentence, AXES } from '#shared/indicators/sentence.ts'
import { noteRoutes } from '#shared/notes/contract.ts'
import { contestRoutes } from '#shared/observations/contests.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { partsOf } from '#shared/values/calendar-date.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { barChart } from '#lib/charts/bar-chart.server.ts'
import { lineChart } from '#lib/charts/line-chart.server.ts'
import { mapChart } from '#lib/charts/map.server.ts'
import { additivityWord } from '#lib/features/progress/additivity.ts'
import { curveOf } from '#lib/features/progress/curve.ts'
import { measureOf } from '#lib/features/progress/measure.ts'
import { latestCells, seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { figureView, indicatorRows } from '#lib/features/progress/rows.ts'
import { changesOf } from '#lib/features/territories/change-words.ts'
import { levelOptions, levelsBelow } from '#lib/features/territories/hierarchies.ts'
import { localName } from '#lib/state/local-name.ts'
import { STATUS_WORDS } from '#lib/ui/words.ts'
import type { PageServerLoad } from './$types'

const TONES = { on_track: 'positive', target_met: 'positive', watch: 'caution', off_track: 'negative', no_data: 'neutral' } as const

/** What one figure says, whether it can be trusted, and what is being done about it. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const isBackbone = hat.role === 'backbone'
  const inCircle = hat.role !== 'funder'
  const [detail, { items: periods }, { items: territories }, { items: levels }, { items: dimensions }] = await Promise.all([
    read(event, indicatorRoutes.read, { params: { ...params, indicator: event.params.code } }),
    read(event, indicatorRoutes.periods, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
    read(event, indicatorRoutes.dimensions, { params }),
  ])
  const top = territories.find((one) => one.isTop)
  if (top === undefined) error(404, 'not_found', { code: 'not_found' })
  const territory = (isBackbone ? territories.find((one) => one.code === event.url.searchParams.get('territory')) : undefined) ?? top
  const indicator = detail.code
  const measure = measureOf(detail.current, locale)
  const nameOf = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const choices = isBackbone ? levelsBelow(levels, top) : []
  const level = choices.find((one) => one.code === event.url.searchParams.get('level')) ?? choices[0]
  // Figures as they stood: the backbone everything, a partner its own (domain 5, row 18).
  const today = dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone)
  const given = event.url.searchParams.get('known') ?? ''
  const knownOn = inCircle && partsOf(given) !== null && given < today ? given : undefined
  const isOwn = knownOn !== undefined && !isBackbone
  const asKnown = { ...(knownOn === undefined ? {} : { asKnownOn: knownOn }), ...(isOwn ? { by: 'partner' as const } : {}) }
  const scope = { indicator, territory: territory.code, ...asKnown }

  const [latest, series, places, categories, byPartner, shapes, activities, notes, partners, successions, contests] = await Promise.all([
    latestCells(event, initiative.id, scope),
    seriesCells(event, initiative.id, scope),
    level === undefined ? [] : latestCells(event, initiative.id, { indicator, level: level.code, ...asKnown }),
    isBackbone && detail.dimensionCodes.length > 0 ? latestCells(event, initiative.id, { ...scope, category: '*' }) : [],
    detail.scope === 'performance' && inCircle ? latestCells(event, initiative.id, { indicator, ...asKnown, by: 'partner' }) : [],
    level === undefined ? [] : read(event, territoryRoutes.shapes, { params, query: { level: level.code } }).then(({ items }) => items),
    read(event, activityRoutes.list, { params, query: { indicator } }).then(({ items }) => items),
    call(event.fetch, noteRoutes.list, { params, query: { indicator } }).then(
      ({ items }) => items,
      () => [],
    ),
    inCircle ? read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items) : [],
    read(event, territoryRoutes.successions, { params }).then(({ items }) => items),
    inCircle ? read(event, contestRoutes.list, { params, query: { indicator } }).then(({ items }) => items) : [],
  ])

  const [row] = indicatorRows([detail], latest, series, locale)
  const changes = changesOf(successions, territory.code, locale).filter((one) => one.breaks)
  const curve = curveOf(detail, series, periods, territory.code, territory.isTop, changes, locale)
  const cell = latest[0]
  const categoryName = new Map<string, string>(
    dimensions.flatMap((dimension) => dimension.categories.map((one) => [`${dimension.code}:${one.code}`, localName(one.nameFr, one.nameEn, locale)] as const)),
  )
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const placeRows = places
    .filter((one) => one.presence !== 'not_expected' || one.value !== null)
    .map((one) => ({ cell: one, name: nameOf.get(one.territory) ?? one.territory, view: figureView(one, measure, locale) }))
    .sort((a, b) => compareText(locale)(a.name, b.name))
  const mean = locale === 'en' ? 'en' : 'fr'

  return {
    indicator: {
      code: indicator,
      scope: detail.scope,
      name: localName(detail.current.nameFr, detail.current.nameEn, locale),
      definition: localName(detail.current.definitionFr, detail.current.definitionEn, locale),
      formula: mean === 'en' ? (detail.current.formulaEn ?? detail.current.formulaFr) : detail.current.formulaFr,
      purpose: localName(detail.current.purposeFr, detail.current.purposeEn, locale),
      limits: mean === 'en' ? (detail.current.limitsEn ?? detail.current.limitsFr) : detail.current.limitsFr,
      source: mean === 'en' ? (detail.current.sourceEn ?? detail.current.sourceFr) : detail.current.sourceFr,
      frequency: detail.current.frequency,
      story: mean === 'en' ? (detail.storyEn ?? detail.storyFr) : detail.storyFr,
      storyOn: detail.storyOn,
      whatWouldWork: mean === 'en' ? (detail.whatWouldWorkEn ?? detail.whatWouldWorkFr) : detail.whatWouldWorkFr,
      direction: detail.current.direction,
      onTrack: formatPercent(locale, detail.current.onTrackRatio, { decimals: 0 }),
      watch: formatPercent(locale, detail.current.watchRatio, { decimals: 0 }),
      sentences: AXES.filter((axis) => axis !== 'partners' || detail.scope === 'performance').map((axis) => ({
        axis,
        sentence: aggregationSentence(detail.current, axis, locale),
      })),
      loweredLate: detail.targetPoints
        .filter((one) => one.loweredLate)
        .map((one) => ({ id: one.id, value: formatMeasure(locale, one.value, measure), period: formatPeriod(locale, one.periodCode) })),
      versions: detail.versions.map((one) => ({
        number: one.number,
        from: one.validFrom,
        reason: mean === 'en' ? (one.changeReasonEn ?? one.changeReasonFr) : one.changeReasonFr,
      })),
      canEdit: detail.abilities.edit,
    },
    knownOn: knownOn === undefined ? null : { date: knownOn, text: formatDate(locale, knownOn), isOwn },
    asksKnown: inCircle,
    contested: contests.filter((one) => one.resolvedOn === null).length,
    territory: { code: territory.code, name: nameOf.get(territory.code) ?? territory.code, isTop: territory.isTop },
    row: row ?? null,
    explained:
      cell === undefined
        ? null
        : {
            expected: cell.expected === null ? null : formatMeasure(locale, cell.expected, measure),
            ratio: cell.ratio === null ? null : formatPercent(locale, cell.ratio, { decimals: 0 }),
            baseline: cell.baseline === null ? null : formatMeasure(locale, cell.baseline, measure),
            previous: cell.previousPeriod === null ? null : formatPeriod(locale, cell.previousPeriod),
            computed: cell.computed === null ? null : formatMeasure(locale, cell.computed, measure),
          },
    chart: series.some((one) => one.value !== null)
      ? lineChart(
          {
            measure,
            axis: curve.axis,
            series: [{ code: territory.code, label: nameOf.get(territory.code) ?? territory.code, points: curve.points }],
            // The starting point and the target are the whole's.
            baseline: isOwn ? null : curve.baseline,
            target: isOwn ? [] : curve.target,
            former: isOwn ? [] : curve.former,
            breaks: curve.breaks,
            ...(cell?.trend == null ? {} : { trend: cell.trend }),
          },
          locale,
        )
      : null,
    level:
      level === undefined
        ? null
        : {
            code: level.code,
            name: localName(level.nameFr, level.nameEn, locale),
            plural: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
          },
    levels: levelOptions(choices, locale),
    additivity: additivityWord(places.find((one) => one.additivity !== null)?.additivity ?? null),
    places: placeRows.map(({ cell: one, name, view }) => ({ code: one.territory, name, view })),
    placesPeriod: placeRows[0]?.view.period ?? '',
    bars:
      level === undefined || placeRows.length === 0 || placeRows.length > 30
        ? null
        : barChart(
            {
              measure,
              rowTitle: localName(level.nameFr, level.nameEn, locale),
              target: detail.targetPoints.some((one) => one.scope === 'each') ? (cell?.target ?? null) : null,
              summary: 'range',
              rows: placeRows.map(({ cell: one, name, view }) => ({
                code: one.territory,
                label: name,
                value: one.value,
                lower: one.lower,
                upper: one.upper,
                presence: one.presence,
                isProvisional: false,
                isRevised: view.isRevised,
                isPartial: view.isPartial,
                target: null,
                status: { label: STATUS_WORDS[view.status](), tone: TONES[view.status] },
              })),
            },
            locale,
          ),
    map:
      level === undefined || shapes.length === 0 || placeRows.length < 2
        ? null
        : mapChart(
            {
              measure,
              rowTitle: localName(level.nameFr, level.nameEn, locale),
              classes: 'quantile',
              places: placeRows.map(({ cell: one, name }) => ({
                code: one.territory,
                label: name,
                geometry: shapes.find((shape) => shape.code === one.territory)?.geometry ?? null,
                value: one.value,
                presence: one.presence,
              })),
            },
            locale,
          ),
    categories: categories
      .filter((one) => one.category !== 'TOTAL')
      .map((one) => ({
        key: one.category,
        name: one.category
          .split(';')
          .map((pair) => categoryName.get(pair) ?? pair)
          .join(' · '),
        view: figureView(one, measure, locale),
      })),
    partners: byPartner
      .map((one) => ({
        key: `${one.partner} ${one.territory}`,
        code: one.partner ?? '',
        name: partnerName.get(one.partner ?? '') ?? one.partner ?? '',
        territory: nameOf.get(one.territory) ?? one.territory,
        view: figureView(one, measure, locale),
      }))
      .sort((a, b) => compareText(locale)(a.name, b.name)),
    activities: activities.map((one) => ({
      id: one.id,
      name: localName(one.nameFr, one.nameEn, locale),
      state: one.state,
      lead: one.partners.filter((partner) => partner.role === 'leads').map((partner) => partner.name),
    })),
    notes: notes.slice(0, 6).map((one) => ({ id: one.id, type: one.type, title: one.title, language: one.language, sharedOn: one.sharedOn })),
    territories: isBackbone
      ? [...levels.filter((one) => one.code === top.levelCode), ...choices]
          .map((one) => ({
            label: localName(one.pluralFr ?? one.nameFr, one.pluralEn ?? one.nameEn, locale),
            options: territories
              .filter((place) => place.levelCode === one.code)
              .map((place) => ({ value: place.code, label: nameOf.get(place.code) ?? place.code })),
          }))
          .filter((group) => group.options.length > 0)
      : [],
  }
}
