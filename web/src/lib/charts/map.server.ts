import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { hasValue } from './figure-text.ts'
import { drawMap } from './map-drawing.ts'
import { mapSummary } from './summary.ts'
import { mapTable } from './table.ts'
import type { ChartView, LegendEntry, MapData } from './types.ts'

/**
 * The places of one level, ready to show. One drawing serves every width. The legend holds the colours
 * that occur, from the lowest figures to the highest, and the patterns that occur.
 */
export function mapChart(data: MapData, locale: Locale): ChartView {
  const drawn = drawMap(data, locale)
  const shown = data.places.filter((place) => place.geometry !== null)
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
  return { svg: drawn === null ? null : { wide: drawn.svg, narrow: null }, summary: mapSummary(data, locale), notes: [], table: mapTable(data, locale), legend }
}
