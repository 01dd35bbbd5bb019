/** Where the positions and figures of a line chart are, in pixels. */
import { formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { hasRange, hasValue } from './figure-text.ts'
import { eventLane } from './line-extras.ts'
import { MOST_SERIES } from './palette.ts'
import { niceScale, shownNumber, shownPositions, tickLabels, ticksOf, type Scale } from './scale.ts'
import { textWidth, wrapText } from './text.ts'
import type { ChartPoint, ChartSeries, LineData, Room } from './types.ts'

/** Lines of the label at the end of a series, the figure first. */
export interface EndLabel {
  readonly series: ChartSeries
  readonly index: number
  readonly last: ChartPoint & { readonly value: string }
  readonly lines: readonly string[]
}

export interface Frame {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly width: number
  readonly height: number
  /** Labels end here: the edge of the drawing, or what stands at the ends of several lines. */
  readonly edge: number
  readonly xMin: number
  readonly xMax: number
  readonly scale: Scale
  readonly ticks: readonly { readonly value: number; readonly text: string }[]
  readonly shownX: readonly number[]
  /** What is said above the axis: cut, in millions. */
  readonly axisName: string
  readonly endLabels: readonly EndLabel[]
  readonly position: (code: string) => number
  readonly px: (position: number) => number
  readonly py: (text: string) => number
}

function lastPoints(data: LineData, position: (code: string) => number): { series: ChartSeries; index: number; last: EndLabel['last'] }[] {
  return data.series.flatMap((series, index) => {
    const last = series.points
      .filter((point): point is EndLabel['last'] => hasValue(point))
      .reduce<EndLabel['last'] | null>((latest, point) => (latest === null || position(point.x.code) > position(latest.x.code) ? point : latest), null)
    return last === null ? [] : [{ series, index, last }]
  })
}

/** The label of the target stands beyond it: where the edge is too near, one more step, but never past zero or 100 %. */
function withRoom(scale: Scale, { baseline, target = [], measure }: LineData, last: number | null): Scale {
  const goal = target.at(-1)
  if (goal === undefined) return scale
  const height = scale.max - scale.min
  const place = (shownNumber(goal.value, measure) - scale.min) / height
  const falls = baseline != null && Number(baseline.value) > Number(goal.value)
  if (falls) return place < 0.16 && scale.min - scale.step > 0 ? { ...scale, min: scale.min - scale.step } : scale
  const isFull = measure.unitLabel === '%' && scale.max === 100
  const isCrowded = last !== null && (last - scale.min) / height > 0.75
  return place > 0.88 && isCrowded && !isFull ? { ...scale, max: scale.max + scale.step } : scale
}

/** @throws RangeError when a figure stands at a position that the axis does not have */
export function frameOf(data: LineData, locale: Locale, room: Room): Frame {
  const { measure, axis, series, target = [], former = [], baseline, band } = data
  const places = new Map(axis.map((tick, index) => [tick.code, index]))
  const position = (code: string) => {
    const index = places.get(code)
    if (index === undefined) throw new RangeError(`the axis has no position ${code}`)
    return index
  }
  const figures = series.flatMap((one) =>
    one.points.flatMap((point) => [...(hasValue(point) ? [point.value] : []), ...(hasRange(point) ? [point.lower, point.upper] : [])]),
  )
  const marks = [
    ...target.map((mark) => mark.value),
    ...former.map((mark) => mark.value),
    ...(baseline == null ? [] : [baseline.value]),
    ...(band == null ? [] : [band.lower, band.upper]),
    ...(data.projection?.marks ?? []).map((mark) => mark.value),
    ...(data.alongside ?? []),
  ]
  const found = lastPoints(data, position)
  const lane = eventLane(data, room)
  const height = (room.isNarrow ? (series.length > 3 ? 290 : 250) : 280) + lane
  const nice = niceScale(
    [...figures, ...marks].map((text) => shownNumber(text, measure)),
    'auto',
    room.isNarrow ? 4 : 5,
  )
  const scale = withRoom(nice, data, series.length === 1 && found[0] !== undefined ? shownNumber(found[0].last.value, measure) : null)
  const { texts, inMillions } = tickLabels(scale, measure, locale)
  const axisName = [scale.isTruncated ? m.charts_truncated({}, { locale }) : null, inMillions ? m.charts_axis_millions({}, { locale }) : null]
    .filter((part) => part !== null)
    .join(' · ')

  const many = series.length > 1
  const ends = found.filter((end) => series.length <= MOST_SERIES || end.series.code === data.focus)
  const column = Math.max(
    0,
    ...ends.map((end) => Math.max(textWidth(formatMeasure(locale, end.last.value, measure), room.font) * 1.06, textWidth(end.series.label, room.font))),
  )
  const endWidth = Math.min(column, room.isNarrow ? 104 : 170)
  const endLabels = ends.map((end) => ({
    ...end,
    lines: [formatMeasure(locale, end.last.value, measure), ...(many ? wrapText(end.series.label, room.font, endWidth, 2) : [])],
  }))

  const halfLabel = Math.max(...axis.map((tick) => textWidth(tick.short ?? tick.label, room.font)), 0) / 2
  const left = Math.ceil(Math.max(...texts.map((text) => textWidth(text, room.font)), 0)) + 10
  const right = many && endLabels.length > 0 ? endWidth + 28 : Math.max(14, halfLabel - 4)
  const [top, bottom] = [(axisName !== '' ? 36 : target.length > 0 ? 26 : 18) + lane, 32]
  const plotWidth = room.width - left - right
  const [xMin, xMax] = [axis.length > 8 ? -0.4 : -0.3, axis.length - (axis.length > 8 ? 0.6 : 0.7)]
  const px = (index: number) => left + ((index - xMin) / (xMax - xMin)) * plotWidth
  return {
    left,
    top,
    right,
    bottom,
    width: plotWidth,
    height,
    edge: many && endLabels.length > 0 ? left + plotWidth : room.width - 2,
    xMin,
    xMax,
    scale,
    axisName,
    endLabels,
    position,
    px,
    ticks: ticksOf(scale).map((value, index) => ({ value, text: texts[index] ?? '' })),
    shownX: shownPositions(axis.length, plotWidth / (xMax - xMin), halfLabel * 2),
    py: (text) => top + ((scale.max - shownNumber(text, measure)) / (scale.max - scale.min)) * (height - top - bottom),
  }
}
