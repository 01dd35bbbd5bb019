import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { hasValue } from './figure-text.ts'
import { shownMap } from './hidden.ts'
import { drawMap } from './map-drawing.ts'
import { mapSummary } from './summary.ts'
import { mapTable } from './table.ts'
import { drawTiles } from './tile-drawing.ts'
import type { ChartView, Drawing, LegendEntry, MapData } from './types.ts'
import type { Classes } from './classes.ts'

/** A map, or squares in the order of codes where no place has a shape. */
function drawingOf(data: MapData, locale: Locale): { svg: Drawing; classes: Classes; isTiles: boolean } | null {
  const map = drawMap(data, locale)
  if (map !== null) return { svg: { wide: map.svg, narrow: null }, classes: map.classes, isTiles: false }
  const tiles = drawTiles(data, locale)
  return tiles === null ? null : { svg: { wide: tiles.wide, narrow: tiles.narrow }, classes: tiles.classes, isTiles: true }
}

/**
 * The places of one level, ready to show. The legend holds the steps of colour from the lowest figures to the
 * highest, and the patterns that occur.
 */
export function mapChart(given: MapData, locale: Locale): ChartView {
  const data = shownMap(given)
  const drawn = drawingOf(data, locale)
  const shown = drawn?.isTiles === true ? data.places : data.places.filter((place) => place.geometry !== null)
  const beside = data.places.length - shown.length
  const legend: LegendEntry[] =
    drawn === null
      ? []
      : [
          ...drawn.classes.entries,
          ...(shown.some((place) => !hasValue(place) && place.presence !== 'masked')
            ? [{ swatch: 'no_data' as const, label: m.charts_map_no_data({}, { locale }) }]
            : []),
          ...(shown.some((place) => place.presence === 'masked') ? [{ swatch: 'masked' as const, label: m.charts_map_masked({}, { locale }) }] : []),
        ]
  const notes = [
    drawn?.isTiles === true ? m.charts_tiles_note({}, { locale }) : null,
    drawn !== null && beside > 0 ? m.charts_map_unshaped({ count: beside }, { locale }) : null,
    data.places.some((place) => place.presence === 'masked') ? m.charts_masked_note({}, { locale }) : null,
  ].filter((note) => note !== null)
  return {
    svg: drawn?.svg ?? null,
    summary: mapSummary(data, locale),
    notes,
    table: mapTable(data, locale),
    legend,
    explored: drawn === null ? null : { kind: 'map' },
  }
}
