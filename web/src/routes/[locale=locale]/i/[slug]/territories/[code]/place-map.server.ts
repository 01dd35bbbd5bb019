import type { RequestEvent } from '@sveltejs/kit'
import { compareText, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Indicator } from '#shared/indicators/contract.ts'
import { territoryRoutes, type Territory, type TerritoryLevel } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { mapChart } from '#lib/charts/map.server.ts'
import type { ChartView } from '#lib/charts/types.ts'
import { presenceOf } from '#shared/progress/masked.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { latestCells } from '#lib/features/progress/read-progress.server.ts'
import { levelsBelow } from '#lib/features/territories/hierarchies.ts'
import { localName } from '#lib/state/local-name.ts'

/** Figures that are read to choose the indicator that a map begins with. */
const MOST_CELLS = 2000

/** The map of what a place contains, for one indicator at one level. */
export interface PlaceMap {
  readonly indicators: readonly { readonly value: string; readonly label: string }[]
  readonly levels: readonly { readonly value: string; readonly label: string }[]
  readonly indicator: string
  readonly level: string
  readonly levelName: string
  readonly title: string
  readonly subtitle: string
  readonly source: string | null
  /** Null where no place of this level has a figure: the level above is said. */
  readonly chart: ChartView | null
  readonly places: readonly { readonly code: string; readonly name: string }[]
}

/** Codes of everything inside a place, by the links of the day. */
export function insideOf(territories: readonly Territory[], code: string): Set<string> {
  const children = Map.groupBy(territories, (one) => one.parentCode ?? '')
  const found = new Set<string>()
  const open = [code]
  for (let place = open.pop(); place !== undefined; place = open.pop())
    for (const child of children.get(place) ?? [])
      if (!found.has(child.code)) {
        found.add(child.code)
        open.push(child.code)
      }
  return found
}

/** The map that the address asks for, else the first indicator at the nearest level inside; null where nothing is inside. */
export async function placeMap(
  event: RequestEvent,
  initiativeId: string,
  given: {
    readonly territory: Territory
    readonly territories: readonly Territory[]
    readonly levels: readonly TerritoryLevel[]
    readonly indicators: readonly Indicator[]
  },
  locale: Locale,
): Promise<PlaceMap | null> {
  const { territory, territories, indicators } = given
  const inside = insideOf(territories, territory.code)
  const places = territories.filter((one) => inside.has(one.code))
  const levels = levelsBelow(given.levels, territory).filter((level) => places.some((one) => one.levelCode === level.code))
  const query = event.url.searchParams
  const level = levels.find((one) => one.code === query.get('level')) ?? levels[0]
  const asked = indicators.find((one) => one.code === query.get('indicator'))
  if (level === undefined || indicators[0] === undefined) return null
  const own = places.filter((one) => one.levelCode === level.code)
  // Of few places all indicators are read, to begin with one that has something to show.
  const wanted = asked ?? (own.length * indicators.length > MOST_CELLS ? indicators[0] : undefined)
  const [found, shapes] = await Promise.all([
    latestCells(event, initiativeId, { indicator: wanted?.code, level: level.code, territory: territory.code }),
    own.some((one) => one.hasShape)
      ? read(event, territoryRoutes.shapes, { params: { initiativeId }, query: { level: level.code } }).then(({ items }) => items)
      : [],
  ])
  const told = found.filter((cell) => cell.presence !== 'not_expected' || cell.value !== null)
  const indicator = wanted ?? indicators.find((one) => told.some((cell) => cell.indicator === one.code)) ?? indicators[0]
  const cells = found.filter((cell) => cell.indicator === indicator.code)
  const measure = measureOf(indicator.current, locale)
  const cellOf = new Map(cells.map((cell) => [cell.territory, cell]))
  const shapeOf = new Map(shapes.map((shape) => [shape.code, shape.geometry]))
  const named = own.map((one) => ({ code: one.code, name: localName(one.nameFr, one.nameEn, locale) })).sort((a, b) => compareText(locale)(a.name, b.name))
  const levelName = localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale)
  const name = localName(indicator.current.nameFr, indicator.current.nameEn, locale)
  const period = cells[0]?.period
  return {
    indicators: indicators.map((one) => ({ value: one.code, label: localName(one.current.nameFr, one.current.nameEn, locale) })),
    levels: levels.map((one) => ({ value: one.code, label: localName(one.pluralFr ?? one.nameFr, one.pluralEn ?? one.nameEn, locale) })),
    indicator: indicator.code,
    level: level.code,
    levelName,
    title: m.territory_map_title({ indicator: name, level: levelName }),
    subtitle: [localName(territory.nameFr, territory.nameEn, locale), ...(period === undefined ? [] : [formatPeriod(locale, period)])].join(', '),
    source: localName(indicator.current.sourceFr ?? '', indicator.current.sourceEn, locale) || null,
    chart: told.some((cell) => cell.indicator === indicator.code)
      ? mapChart(
          {
            measure,
            rowTitle: localName(level.nameFr, level.nameEn, locale),
            places: named.map(({ code, name: label }) => {
              const cell = cellOf.get(code)
              return {
                code,
                label,
                geometry: shapeOf.get(code) ?? null,
                value: cell?.value ?? null,
                presence: cell === undefined ? 'not_expected' : presenceOf(cell),
              }
            }),
          },
          locale,
        )
      : null,
    places: named,
  }
}
