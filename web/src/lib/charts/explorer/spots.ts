/** The points of a chart that can be reached: each with its place in the drawing and its place in the table. */
import { barFrameOf, barOption } from '../bar-option.ts'
import { drawOption } from '../draw-option.ts'
import { hasValue } from '../figure-text.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { frameOf } from '../line-frame.ts'
import { lineOption } from '../line-option.ts'
import type { BarData, LineData, Room } from '../types.ts'

export interface Spot {
  /** Row of the table. */
  readonly code: string
  /** Column of the table, from 0 after the heading. */
  readonly column: number
  readonly x: number
  /** Null where there is no figure to mark. */
  readonly y: number | null
}

export interface Plot {
  readonly svg: string
  /** One list for each series, in the order of the axis. */
  readonly lanes: readonly (readonly Spot[])[]
  readonly top: number
  readonly bottom: number
}

/** The series and positions that are shown; the data is that of the page. */
export interface Choice {
  readonly series: ReadonlySet<string>
  readonly from: number
  readonly to: number
}

/** The part of the figures that was chosen: marks beyond it go, nothing is computed anew. */
export function chosen(data: LineData, { series, from, to }: Choice): LineData {
  const axis = data.axis.slice(from, to + 1)
  const codes = new Set(axis.map(({ code }) => code))
  const within = <T extends { readonly x: { readonly code: string } }>(marks: readonly T[] | undefined) => (marks ?? []).filter(({ x }) => codes.has(x.code))
  return {
    ...data,
    axis,
    series: data.series.map((one) => ({ ...one, points: series.has(one.code) ? within(one.points) : [] })),
    baseline: data.baseline != null && codes.has(data.baseline.x.code) ? data.baseline : null,
    target: within(data.target),
    former: within(data.former),
    breaks: within(data.breaks),
    events: within(data.events),
    projection: data.projection == null ? null : { ...data.projection, marks: within(data.projection.marks) },
  }
}

/** Figures over time, drawn for the room that there is. */
export function plotLine(data: LineData, locale: Locale, room: Room): Plot {
  const laid = lineOption(data, locale, room)
  const frame = frameOf(data, locale, room)
  const order = new Map(data.axis.map(({ code }, index) => [code, index]))
  return {
    svg: drawOption(laid),
    top: frame.top,
    bottom: frame.height - frame.bottom,
    lanes: data.series.map((series, column) =>
      series.points
        .toSorted((a, b) => (order.get(a.x.code) ?? 0) - (order.get(b.x.code) ?? 0))
        .map((point) => ({ code: point.x.code, column, x: frame.px(frame.position(point.x.code)), y: hasValue(point) ? frame.py(point.value) : null })),
    ),
  }
}

/** Figures side by side, drawn for the room that there is: one lane, from the first bar to the last. */
export function plotBars(data: BarData, locale: Locale, room: Room): Plot {
  const laid = barOption(data, locale, room)
  const frame = barFrameOf(data, locale, room)
  return {
    svg: drawOption(laid),
    top: 0,
    bottom: laid.height,
    lanes: [data.rows.map((row, index) => ({ code: row.code, column: 0, x: hasValue(row) ? frame.px(row.value) : frame.px('0'), y: frame.py(index) }))],
  }
}
