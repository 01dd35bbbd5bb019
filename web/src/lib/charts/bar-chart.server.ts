import type { Locale } from '#shared/i18n/locales.ts'
import { barOption } from './bar-option.ts'
import { drawOption } from './draw-option.ts'
import { shownBars } from './hidden.ts'
import { barNotes } from './notes.ts'
import { barSummary } from './summary.ts'
import { barTable } from './table.ts'
import { NARROW, WIDE, type BarData, type ChartView } from './types.ts'

/** Figures side by side, ready to show: drawing for wide and narrow places, sentences, notes, table. */
export function barChart(given: BarData, locale: Locale): ChartView {
  const data = shownBars(given)
  const svg = data.rows.length === 0 ? null : { wide: drawOption(barOption(data, locale, WIDE)), narrow: drawOption(barOption(data, locale, NARROW)) }
  return {
    svg,
    summary: barSummary(data, locale),
    notes: barNotes(data, locale),
    table: barTable(data, locale),
    legend: [],
    explored: svg === null ? null : { kind: 'bar', data },
  }
}
