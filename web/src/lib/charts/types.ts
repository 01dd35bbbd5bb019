/** What the charts draw: plain shapes without a word of the domain, figures as text in storage units. */
import type { Measure } from '#shared/i18n/format.ts'
import type { OwnSvg } from './svg.ts'

/** A position on an axis: `label` for sentences and tables, `short` for the axis itself. */
export interface Tick {
  readonly code: string
  readonly label: string
  readonly short?: string
}

export type PointPresence = 'reported' | 'missing' | 'not_applicable' | 'not_expected' | 'masked' | 'not_put_together'

/** A figure with everything that changes how it is drawn. */
export interface PlottedFigure {
  readonly value: string | null
  /** Bounds, where the figure is known as a range. */
  readonly lower?: string | null
  readonly upper?: string | null
  readonly presence: PointPresence
  readonly isProvisional?: boolean
  readonly isRevised?: boolean
  /** Made from a part of what was expected. */
  readonly isPartial?: boolean
  /** Of these, too small a part: it is shown and compared with nothing. */
  readonly isIncomplete?: boolean
  /** Nothing before compares with it: the line starts anew. */
  readonly isAfterBreak?: boolean
}

export interface ChartPoint extends PlottedFigure {
  readonly x: Tick
}

export interface ChartSeries {
  readonly code: string
  readonly label: string
  readonly points: readonly ChartPoint[]
}

export interface Mark {
  readonly x: Tick
  readonly value: string
}

/** Something that happened at a position: a short sign above the drawing, told in full beside it and in the table. */
export interface LineEvent {
  readonly x: Tick
  readonly sign: string
  readonly label: string
  readonly kind: 'note' | 'decision'
}

/** Figures over time. */
export interface LineData {
  readonly measure: Measure
  /** Every position in order, those without figure and those of the targets included. */
  readonly axis: readonly Tick[]
  /** At most four are told apart; of more, `focus` stands out and the others are quiet. */
  readonly series: readonly ChartSeries[]
  readonly baseline?: Mark | null
  /** Target points in order: the dashed path goes from the baseline through them. */
  readonly target?: readonly Mark[]
  /** Points that a later target replaced: grey, without a path. */
  readonly former?: readonly Mark[]
  /** Range to stay in. */
  readonly band?: { readonly lower: string; readonly upper: string } | null
  /** First positions of a new series that cannot be compared with what precedes. */
  readonly breaks?: readonly { readonly x: Tick; readonly label?: string }[]
  readonly trend?: 'better' | 'stable' | 'worse' | null
  readonly focus?: string
  /** Where the figures would go if nothing changed, from the last `used` ones; no forecast. */
  readonly projection?: { readonly marks: readonly Mark[]; readonly used: number } | null
  readonly events?: readonly LineEvent[]
  /** Figures of the drawings beside this one: all have one scale. */
  readonly alongside?: readonly string[]
}

export type Tone = 'positive' | 'caution' | 'negative' | 'neutral'

export interface BarRow extends PlottedFigure {
  readonly code: string
  readonly label: string
  readonly target?: string | null
  /** In words; the tone only repeats it. */
  readonly status?: { readonly label: string; readonly tone: Tone } | null
}

/** Figures side by side, in the order given. */
export interface BarData {
  readonly measure: Measure
  /** What a row is, heading of the table: « Territoire ». */
  readonly rowTitle: string
  readonly rows: readonly BarRow[]
  /** One target for all rows. */
  readonly target?: string | null
  /** `range` names the highest and the lowest row; `count` names none. */
  readonly summary?: 'range' | 'count'
}

/** GeoJSON in longitude and latitude. */
export interface Geometry {
  readonly type: 'Polygon' | 'MultiPolygon'
  readonly coordinates: readonly unknown[]
}

export interface MapPlace extends PlottedFigure {
  readonly code: string
  readonly label: string
  /** Null: the place is in the table only. */
  readonly geometry: Geometry | null
}

/** The places of one level, coloured by their figure. */
export interface MapData {
  readonly measure: Measure
  readonly rowTitle: string
  readonly places: readonly MapPlace[]
  /** Steps of equal, readable width (the default), or as many places per colour. */
  readonly classes?: 'quantile' | 'equal'
  /** Thick outline. */
  readonly highlight?: string
}

/** A table ready to show: texts, and beside each text the bare number that a spreadsheet takes. */
export interface TableData {
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean; readonly unit?: string }[]
  readonly rows: readonly {
    readonly code: string
    readonly head: string
    readonly cells: readonly string[]
    /** Shown figures as plain decimals, in the order of the cells; null where the cell is no single figure. */
    readonly plain: readonly (string | null)[]
  }[]
}

export interface LegendEntry {
  /** `1` to `5` are the colours of the map. */
  readonly swatch: 1 | 2 | 3 | 4 | 5 | 'no_data' | 'masked'
  readonly label: string
}

/** A drawing; without `narrow` the wide one serves every width. */
export interface Drawing {
  readonly wide: OwnSvg
  readonly narrow: OwnSvg | null
}

/** What the page needs to draw the same figures again when somebody explores them; hidden figures are not in it. */
export type Explored = { readonly kind: 'line'; readonly data: LineData } | { readonly kind: 'bar'; readonly data: BarData } | { readonly kind: 'map' }

/** A chart ready to show, made on the server. `svg` is null when there is nothing to draw. */
export interface ChartView {
  readonly explored: Explored | null
  readonly svg: Drawing | null
  readonly summary: readonly string[]
  readonly notes: readonly string[]
  readonly table: TableData
  readonly legend: readonly LegendEntry[]
}

/** Room for a drawing, in CSS pixels of its own scale. */
export interface Room {
  readonly width: number
  readonly font: number
  readonly isNarrow: boolean
}
/** Shown at 0.96 to 1.35 of this size, so that text never falls under 13 px nor grows out of proportion. */
export const NARROW: Room = { width: 300, font: 14, isNarrow: true }
export const WIDE: Room = { width: 580, font: 13.5, isNarrow: false }
