/** What of a figure may be drawn: a hidden one keeps nothing that could be told from the drawing (domain 3.11). */
import type { BarData, BarRow, LineData, MapData, PlottedFigure } from './types.ts'

/** The figure as it is; a hidden one without value, bounds or anything that qualifies them. */
export function shownFigure<T extends PlottedFigure>(figure: T): T {
  if (figure.presence !== 'masked') return figure
  return { ...figure, value: null, lower: null, upper: null, isProvisional: false, isRevised: false, isPartial: false, isIncomplete: false }
}

/** The same data, whatever its hidden figures carry: scales, sentences, order and bytes cannot depend on them. */
export function shownLine(data: LineData): LineData {
  return { ...data, series: data.series.map((series) => ({ ...series, points: series.points.map(shownFigure) })) }
}

export function shownBars(data: BarData): BarData {
  return {
    ...data,
    rows: data.rows.map((row): BarRow => {
      const shown = shownFigure(row)
      return shown === row ? row : { ...shown, status: null }
    }),
  }
}

export function shownMap(data: MapData): MapData {
  return { ...data, places: data.places.map(shownFigure) }
}
