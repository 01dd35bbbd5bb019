import { compareText } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { barChart } from '#lib/charts/bar-chart.server.ts'
import { mapChart } from '#lib/charts/map.server.ts'
import { presenceOf } from '#shared/progress/masked.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { commentViews } from '../comment-view.ts'
import { figureView } from '../rows.ts'
import { localName } from '#lib/state/local-name.ts'
import { STATUS_WORDS } from '#lib/ui/words.ts'
import { breakdownOf, gapTolerance } from './breakdown.server.ts'
import { panelView } from './panel.server.ts'
import type { IndicatorReading } from './reading.server.ts'

const TONES = {
  on_track: 'positive',
  target_met: 'positive',
  watch: 'caution',
  off_track: 'negative',
  no_data: 'neutral',
  no_target: 'neutral',
  no_state: 'neutral',
  apart: 'neutral',
} as const

/** The level below: table, map, bars, curves, first against last, and the gap. */
export function placesView(reading: IndicatorReading, locale: Locale) {
  const { detail, level, places, placeSeries, latest, shapes } = reading
  if (level === undefined) return null
  const measure = measureOf(detail.current, locale)
  const nameOf = new Map(reading.territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const name = (code: string) => nameOf.get(code) ?? code
  const rowTitle = localName(level.nameFr, level.nameEn, locale)
  const rows = places
    .map((cell) => ({ cell, name: name(cell.territory), view: figureView(cell, measure, locale, detail.current) }))
    .sort((a, b) => compareText(locale)(a.name, b.name))
  const figures = rows.map(({ cell, name: label, view }) => ({
    code: cell.territory,
    label,
    value: cell.value,
    lower: cell.lower,
    upper: cell.upper,
    presence: presenceOf(cell),
    isProvisional: false,
    isRevised: view.isRevised,
    isPartial: view.isPartial,
    target: null,
    status: { label: STATUS_WORDS[view.status](), tone: TONES[view.status] },
  }))
  const codes = new Set(places.map((cell) => cell.territory))
  // The value is the one told beside the figures: a release may hide it.
  const starts = detail.baselines.flatMap((one) => {
    const told = placeSeries.find((cell) => cell.territory === one.territoryCode && cell.baseline !== null)?.baseline
    return one.category === 'TOTAL' && told != null && one.periodCode !== null && codes.has(one.territoryCode) && one.versionNumber === detail.current.number
      ? [{ code: one.territoryCode, period: one.periodCode, value: told }]
      : []
  })
  return {
    code: level.code,
    name: rowTitle,
    plural: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
    rows: rows.map(({ cell, name: label, view }) => ({ code: cell.territory, name: label, view })),
    additivity: places.find((one) => one.additivity !== null)?.additivity ?? null,
    period: rows[0]?.view.period ?? '',
    bars:
      rows.length === 0 || rows.length > 30
        ? null
        : barChart(
            {
              measure,
              rowTitle,
              target: detail.targetPoints.some((one) => one.scope === 'each') ? (latest[0]?.target ?? null) : null,
              summary: 'range',
              rows: figures,
            },
            locale,
          ),
    map:
      rows.length < 2
        ? null
        : mapChart(
            {
              measure,
              rowTitle,
              places: figures.map(({ code, label, value, presence }) => ({
                code,
                label,
                geometry: shapes.find((shape) => shape.code === code)?.geometry ?? null,
                value,
                presence,
              })),
            },
            locale,
          ),
    breakdown:
      placeSeries.length === 0
        ? null
        : breakdownOf(
            {
              parts: placeSeries.map((cell) => ({ code: cell.territory, cell })),
              name,
              starts,
              order: orderOf(reading),
              measure,
              direction: detail.current.direction,
              tolerance: gapTolerance(latest[0]),
              isComparable: comparesPlaces(reading),
            },
            locale,
          ),
  }
}

/** Shares, means and indices compare; a count is larger where more people live. */
const comparesPlaces = ({ detail }: IndicatorReading) => ['ratio', 'mean', 'index', 'milestone'].includes(detail.current.unitKind)

const orderOf = ({ periods }: IndicatorReading) =>
  [...periods].sort((a, b) => a.startsOn.localeCompare(b.startsOn) || a.endsOn.localeCompare(b.endsOn)).map((one) => one.code)

/** Breakdowns by dimension: crossed ones stay in the table alone. */
export function categoriesView(reading: IndicatorReading, locale: Locale) {
  const { detail, categories, categorySeries, dimensions, latest } = reading
  const measure = measureOf(detail.current, locale)
  const categoryName = new Map<string, string>(
    dimensions.flatMap((dimension) => dimension.categories.map((one) => [`${dimension.code}:${one.code}`, localName(one.nameFr, one.nameEn, locale)] as const)),
  )
  const name = (key: string) =>
    key
      .split(';')
      .map((pair) => categoryName.get(pair) ?? pair)
      .join(' · ')
  return {
    rows: categories
      .filter((one) => one.category !== 'TOTAL')
      .map((one) => ({ key: one.category, name: name(one.category), view: figureView(one, measure, locale, detail.current) })),
    dimensions: dimensions.flatMap((dimension) => {
      const parts = categorySeries.filter((cell) => cell.category.startsWith(`${dimension.code}:`) && !cell.category.includes(';'))
      if (parts.length === 0) return []
      const breakdown = breakdownOf(
        {
          parts: parts.map((cell) => ({ code: cell.category, cell })),
          name,
          starts: [],
          order: orderOf(reading),
          measure,
          direction: detail.current.direction,
          tolerance: gapTolerance(latest[0]),
          isComparable: comparesPlaces(reading),
        },
        locale,
      )
      return [{ code: dimension.code, name: localName(dimension.nameFr, dimension.nameEn, locale), breakdown }]
    }),
  }
}

/** Partners whose figures the reader may see, and the constant panel beside all of them. */
export function partnersView(reading: IndicatorReading, locale: Locale) {
  const { detail, byPartner, partnerSeries, partners, series } = reading
  const measure = measureOf(detail.current, locale)
  const names = new Map(partners.map((one) => [one.code, one.name]))
  const places = new Map(reading.territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const nameOf = (code: string) => names.get(code) ?? code
  return {
    comments: commentViews(
      reading.context.said,
      (one) => ({ indicator: '', territory: places.get(one.territory) ?? one.territory, partner: nameOf(one.partner), measure }),
      locale,
    ),
    rows: byPartner
      .map((one) => ({
        key: `${one.partner} ${one.territory}`,
        code: one.partner ?? '',
        name: nameOf(one.partner ?? ''),
        territory: places.get(one.territory) ?? one.territory,
        view: figureView(one, measure, locale),
      }))
      .sort((a, b) => compareText(locale)(a.name, b.name)),
    // Told of the whole alone: partners' figures are read there.
    panel: partnerSeries.length === 0 || !reading.territory.isTop ? null : panelView(detail, series, partnerSeries, nameOf, measure, locale),
  }
}
