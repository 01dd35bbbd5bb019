import type { Locale } from '#shared/i18n/locales.ts'
import { drawOption } from './draw-option.ts'
import { hasValue } from './figure-text.ts'
import { shownLine } from './hidden.ts'
import { lineOption } from './line-option.ts'
import { lineNotes } from './notes.ts'
import { lineSummary } from './summary.ts'
import { lineTable } from './table.ts'
import { NARROW, WIDE, type ChartView, type LineData } from './types.ts'

/**
 * Figures over time, ready to show: drawing for wide and narrow places, sentences, notes, table.
 * @throws RangeError when a figure stands at a position that the axis does not have
 */
export function lineChart(given: LineData, locale: Locale): ChartView {
  const data = shownLine(given)
  const isEmpty = !data.series.some((series) => series.points.some(hasValue))
  const wide = isEmpty ? null : lineOption(data, locale, WIDE)
  return {
    svg: wide === null ? null : { wide: drawOption(wide), narrow: drawOption(lineOption(data, locale, NARROW)) },
    summary: lineSummary(data, locale),
    notes: lineNotes(data, wide?.isTruncated ?? false, locale),
    table: lineTable(data, locale),
    legend: [],
    explored: wide === null ? null : { kind: 'line', data },
  }
}
