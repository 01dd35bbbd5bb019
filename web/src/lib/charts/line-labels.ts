/** The words of a line chart: at the ends of the lines, at the target, at the baseline, at a break. */
import { formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { absenceSign, hasRange, hasValue } from './figure-text.ts'
import { strokeAt, textAt } from './graphics.ts'
import { extraSpots, projectionLabel } from './line-extras.ts'
import type { Frame } from './line-frame.ts'
import type { Graphic } from './option-types.ts'
import { identityOf, INK, MOST_SERIES, MUTED } from './palette.ts'
import { along, placeLabels, spread, type Box, type Spot } from './place.ts'
import { textWidth } from './text.ts'
import type { LineData, Room } from './types.ts'

interface Label {
  readonly text: string
  readonly bold: boolean
  readonly color: string
  readonly boxes: readonly Box[]
}

const LEADING = 1.3

type Side = 'above' | 'below' | 'right' | 'left' | 'above-left' | 'below-left' | 'above-right' | 'below-right'

/** Candidates around a spot, the preferred side first; kept inside the drawing from left to right. */
function around(spot: Spot, text: string, frame: Frame, font: number, sides: readonly Side[], gap: number): Box[] {
  const [width, height] = [textWidth(text, font) * 1.04, font * LEADING]
  return sides.map((side) => {
    const x = side.endsWith('left')
      ? side === 'left'
        ? spot.x - gap - width
        : spot.x - width + 6
      : side.endsWith('right')
        ? side === 'right'
          ? spot.x + gap
          : spot.x - 6
        : spot.x - width / 2
    const y = side.startsWith('above') ? spot.y - gap - height : side.startsWith('below') ? spot.y + gap : spot.y - height / 2
    return { x: Math.max(frame.left + 3, Math.min(x, frame.edge - width)), y, width, height }
  })
}

function targetLabel(data: LineData, frame: Frame, locale: Locale, room: Room): Label[] {
  const last = data.target?.at(-1)
  if (last === undefined) return []
  const tick = data.axis[frame.position(last.x.code)]
  const value = formatMeasure(locale, last.value, data.measure)
  // Where several names need the room, the period is in the sentence and the table.
  const text =
    room.isNarrow && data.series.length > 1
      ? m.charts_target({ value }, { locale })
      : m.charts_target_for({ value, period: tick?.short ?? last.x.label }, { locale })
  const falls = data.baseline != null && Number(data.baseline.value) > Number(last.value)
  const spot = { x: frame.px(frame.position(last.x.code)), y: frame.py(last.value) }
  const sides = falls ? (['below-left', 'below', 'above-left'] as const) : (['above-left', 'above', 'below-left'] as const)
  return [{ text, bold: false, color: INK, boxes: [6, 16, 26, 40].flatMap((gap) => around(spot, text, frame, room.font, sides, gap)) }]
}

function ownLabels(data: LineData, frame: Frame, locale: Locale, room: Room): Label[] {
  const labels: Label[] = []
  const end = data.series.length === 1 ? frame.endLabels[0] : undefined
  if (end !== undefined) {
    const spot = { x: frame.px(frame.position(end.last.x.code)), y: frame.py(end.last.value) }
    const text = end.lines[0] ?? ''
    labels.push({
      text,
      bold: true,
      color: INK,
      boxes: [9, 18].flatMap((gap) =>
        around(spot, text, frame, room.font, ['above', 'below', 'above-left', 'below-left', 'above-right', 'below-right', 'right', 'left'], gap),
      ),
    })
  }
  labels.push(...targetLabel(data, frame, locale, room))
  const projected = projectionLabel(data, frame, locale, room)
  if (projected !== null) {
    const { text, spot } = projected
    const boxes = [6, 16, 28].flatMap((gap) => around(spot, text, frame, room.font, ['below-left', 'above-left', 'below', 'above'], gap))
    labels.push({ text, bold: false, color: identityOf(0).color, boxes })
  }
  if (data.baseline != null) {
    const text = m.charts_baseline({ value: formatMeasure(locale, data.baseline.value, data.measure) }, { locale })
    const spot = { x: frame.px(frame.position(data.baseline.x.code)), y: frame.py(data.baseline.value) }
    labels.push({
      text,
      bold: false,
      color: MUTED,
      boxes: [9, 20, 36, 60].flatMap((gap) => around(spot, text, frame, room.font, ['below-right', 'above-right', 'right'], gap)),
    })
  }
  if (data.band != null) {
    const write = (value: string) => formatMeasure(locale, value, data.measure)
    const text = m.charts_band({ lower: write(data.band.lower), upper: write(data.band.upper) }, { locale })
    const x = frame.left + 6
    labels.push({
      text,
      bold: false,
      color: INK,
      boxes: [
        ...around({ x, y: frame.py(data.band.upper) }, text, frame, room.font, ['above-right', 'below-right'], 4),
        ...around({ x, y: frame.py(data.band.lower) }, text, frame, room.font, ['below-right', 'above-right'], 4),
      ],
    })
  }
  for (const stop of data.breaks ?? []) {
    const text = m.charts_break({}, { locale })
    labels.push({
      text,
      bold: false,
      color: MUTED,
      boxes: [2, 22, 42, 62].flatMap((down) =>
        around({ x: frame.px(frame.position(stop.x.code) - 0.5), y: frame.top + down }, text, frame, room.font, ['right', 'left'], 5),
      ),
    })
  }
  return labels
}

/** Everything drawn that a label should leave free. */
function spotsOf(data: LineData, frame: Frame): Spot[] {
  const { px, py, position } = frame
  const lines = data.series.map((series) => {
    const points = new Map(series.points.map((point) => [position(point.x.code), point]))
    return data.axis.map((_, index) => {
      const point = points.get(index)
      return point === undefined || !hasValue(point) ? null : { x: px(index), y: py(point.value) }
    })
  })
  const goals = [...(data.baseline == null ? [] : [data.baseline]), ...(data.target ?? [])].map((mark) => ({ x: px(position(mark.x.code)), y: py(mark.value) }))
  const flat = data.baseline == null && data.target?.length === 1 ? [{ x: frame.left, y: goals[0]?.y ?? 0 }, ...goals] : goals
  const ranges = data.series.flatMap((series) =>
    series.points.filter(hasRange).flatMap((point) => along([point.lower, point.upper].map((end) => ({ x: px(position(point.x.code)), y: py(end) })))),
  )
  return [...lines.flatMap((line) => along(line)), ...along(flat, 8), ...ranges, ...extraSpots(data, frame)]
}

/** Labels at the ends of several lines: figure, name and a piece of the line itself. */
function endColumn(data: LineData, frame: Frame, room: Room): Graphic[] {
  if (data.series.length === 1) return []
  const line = room.font * LEADING
  const heights = frame.endLabels.map((end) => end.lines.length * line + 4)
  const centres = spread(
    frame.endLabels.map((end) => frame.py(end.last.value)),
    heights,
    2,
    frame.height - frame.bottom + 8,
  )
  const x = frame.left + frame.width + 8
  return frame.endLabels.flatMap((end, place) => {
    const middle = centres[place] ?? 0
    const { color, dash } = identityOf(data.series.length > MOST_SERIES ? 0 : end.index)
    const top = middle - ((end.lines.length - 1) * line) / 2
    return [
      strokeAt(x - 4, middle, x + 10, middle, color, 2.5, dash === 'solid' ? undefined : dash.map((part) => Math.min(part, 4))),
      ...end.lines.map((text, index) => textAt(x + 15, top + index * line, text, { font: room.font, bold: index === 0, color: index === 0 ? INK : MUTED })),
    ]
  })
}

/** Every word of the drawing except the ticks. */
export function lineLabels(data: LineData, frame: Frame, locale: Locale, room: Room): Graphic[] {
  const labels = ownLabels(data, frame, locale, room)
  const bottom = frame.height - frame.bottom
  const boxes = placeLabels(
    labels.map((label) => label.boxes),
    spotsOf(data, frame),
    { x: 0, y: frame.axisName === '' ? 0 : 18, width: frame.edge, height: bottom - (frame.axisName === '' ? 0 : 18) },
  )
  const words = labels.flatMap((label, index) => {
    const box = boxes[index]
    return box === undefined
      ? []
      : [textAt(box.x + box.width / 2, box.y + box.height / 2, label.text, { font: room.font, bold: label.bold, color: label.color, align: 'center' })]
  })
  const own = data.series.length === 1 ? (data.series[0]?.points ?? []) : []
  const signs = own
    .filter((point) => !hasValue(point) && absenceSign(point.presence, locale) !== '')
    .map((point) =>
      textAt(frame.px(frame.position(point.x.code)), bottom - room.font * 0.8, absenceSign(point.presence, locale), {
        font: room.font,
        color: MUTED,
        align: 'center',
      }),
    )
  const stars = data.series.flatMap((series) =>
    series.points
      .filter((point) => point.isRevised === true && hasValue(point))
      .map((point) =>
        textAt(frame.px(frame.position(point.x.code)) + 7, frame.py(point.value ?? '0') - 6, m.presence_revised_short({}, { locale }), {
          font: room.font,
          bold: true,
          align: 'center',
        }),
      ),
  )
  const name = frame.axisName === '' ? [] : [textAt(2, room.font * 0.75, frame.axisName, { font: room.font, color: MUTED })]
  return [...name, ...words, ...signs, ...stars, ...endColumn(data, frame, room)]
}
