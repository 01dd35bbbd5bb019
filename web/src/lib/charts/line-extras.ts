/** What stands beside the figures of a line chart: where they would go if nothing changed, and what happened meanwhile. */
import { formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { hasValue } from './figure-text.ts'
import { strokeAt, textAt } from './graphics.ts'
import type { Frame } from './line-frame.ts'
import type { Graphic, LineOption } from './option-types.ts'
import { identityOf, INK, LEARNING, MUTED } from './palette.ts'
import type { Spot } from './place.ts'
import { shownNumber } from './scale.ts'
import { textWidth } from './text.ts'
import type { LineData, LineEvent, Room } from './types.ts'

const SIGN_LINE = 20

/** Height of the signs above the drawing: two lines where positions stand close together. */
export function eventLane({ events }: LineData, room: Room): number {
  return (events?.length ?? 0) === 0 ? 0 : room.isNarrow ? 2 * SIGN_LINE : SIGN_LINE
}
/** More signs than this at one position are written « 1… ». */
const MOST_SIGNS = 2

/** Signs of each position that the axis has. */
function eventsByPosition(data: LineData, frame: Frame): [number, LineEvent[]][] {
  const places = new Map(data.axis.map((tick, index) => [tick.code, index]))
  const known = (data.events ?? []).filter((event) => places.has(event.x.code))
  return [...Map.groupBy(known, (event) => frame.position(event.x.code))]
}

/** The dotted line « si rien ne change ». */
export function projectionSeries(data: LineData, frame: Frame): NonNullable<Exclude<LineOption['series'], unknown[]>>[] {
  const marks = data.projection?.marks ?? []
  if (marks.length < 2) return []
  const { color } = identityOf(0)
  return [
    {
      type: 'line' as const,
      name: 'projection',
      data: marks.map((mark) => [frame.position(mark.x.code), shownNumber(mark.value, data.measure)]) as never,
      clip: false,
      silent: true,
      animation: false,
      symbol: 'none',
      z: 2,
      lineStyle: { color, width: 2, type: [1.5, 4] },
    },
  ]
}

/** Words at the end of the dotted line, with the spot that they stand at. */
export function projectionLabel(data: LineData, frame: Frame, locale: Locale, room: Room): { text: string; spot: Spot } | null {
  // Where there is little room the legend and the table say it.
  if (room.isNarrow) return null
  const last = data.projection?.marks.at(-1)
  if (last === undefined || (data.projection?.marks.length ?? 0) < 2) return null
  return {
    text: m.charts_projection({ value: formatMeasure(locale, last.value, data.measure) }, { locale }),
    spot: { x: frame.px(frame.position(last.x.code)), y: frame.py(last.value) },
  }
}

/** Spots of the dotted line and of the signs, which labels leave free. */
export function extraSpots(data: LineData, frame: Frame): Spot[] {
  const lane = eventsByPosition(data, frame).map(([index]) => ({ x: frame.px(index), y: frame.top - SIGN_LINE / 2 }))
  return [...lane, ...(data.projection?.marks ?? []).map((mark) => ({ x: frame.px(frame.position(mark.x.code)), y: frame.py(mark.value) }))]
}

/** Signs above the drawing, each with a thin line down to the figure of its position. */
export function eventGraphics(data: LineData, frame: Frame, room: Room): Graphic[] {
  const points = new Map((data.series[0]?.points ?? []).map((point) => [frame.position(point.x.code), point]))
  const bottom = frame.height - frame.bottom
  const ends = [-Infinity, -Infinity]
  const places = eventsByPosition(data, frame).sort((a, b) => a[0] - b[0])
  return places.flatMap(([index, events]) => {
    const x = frame.px(index)
    const point = points.get(index)
    const end = point !== undefined && hasValue(point) ? frame.py(point.value) - 7 : bottom
    const signs = events.map((event) => event.sign)
    const text = signs.length > MOST_SIGNS ? `${signs[0]}…` : signs.join(' ')
    const color = events.every((event) => event.kind === 'note') ? LEARNING : events.every((event) => event.kind === 'decision') ? INK : MUTED
    const half = textWidth(text, room.font) / 2
    const line = room.isNarrow && x - half < (ends[0] ?? 0) + 4 ? 1 : 0
    ends[line] = x + half
    const y = frame.top - SIGN_LINE * (line + 0.5)
    return [strokeAt(x, y + room.font * 0.6, x, end, color, 1, [1, 3]), textAt(x, y - 2, text, { font: room.font, bold: true, color, align: 'center' })]
  })
}
