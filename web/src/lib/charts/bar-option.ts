/** Figures side by side as an ECharts option: horizontal bars from zero, every word in the drawing. */
import { formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { absenceText, hasRange, hasValue } from './figure-text.ts'
import { strokeAt, textAt } from './graphics.ts'
import type { BarOption, Graphic, Laid } from './option-types.ts'
import { ACCENT, INK, MUTED, PAPER, TONES } from './palette.ts'
import { niceScale, shownNumber } from './scale.ts'
import { clipText, textWidth, wrapText } from './text.ts'
import type { BarData, BarRow, Room } from './types.ts'

const BAR = 16
const GAP = 8

function valueText(row: BarRow, data: BarData, locale: Locale): string {
  if (!hasValue(row)) return absenceText(row.presence === 'reported' ? 'missing' : row.presence, locale)
  return `${formatMeasure(locale, row.value, data.measure)}${row.isRevised === true ? ` ${m.presence_revised_short({}, { locale })}` : ''}`
}

function colorOf(row: BarRow): string {
  return row.status == null ? ACCENT : TONES[row.status.tone]
}

/** Where the bars are, in pixels. */
export interface BarFrame {
  readonly left: number
  readonly top: number
  readonly rowHeight: number
  readonly plot: number
  readonly min: number
  readonly max: number
  readonly px: (text: string) => number
  /** Middle of the bar of a row. */
  readonly py: (index: number) => number
}

export function barFrameOf(data: BarData, locale: Locale, room: Room): BarFrame {
  const { rows, measure } = data
  const goals = [data.target, ...rows.map((row) => row.target)].filter((target) => target != null)
  const figures = rows.flatMap((row) => [...(hasValue(row) ? [row.value] : []), ...(hasRange(row) ? [row.lower, row.upper] : [])])
  const shown = [...figures, ...goals].map((text) => shownNumber(text, measure))
  // The longest bar ends at the edge: nothing is read on the axis, every figure is written.
  const { min } = niceScale(shown, 'always')
  const max = Math.max(0, ...shown) || (min < 0 ? 0 : 1)
  const endWidth = Math.max(
    0,
    ...rows.map((row) =>
      hasValue(row)
        ? textWidth(valueText(row, data, locale), room.font) * 1.06 + (room.isNarrow || row.status == null ? 0 : textWidth(row.status.label, room.font) + GAP)
        : 0,
    ),
  )
  const left = room.isNarrow ? 2 : Math.min(200, Math.max(0, ...rows.map((row) => textWidth(row.label, room.font)))) + 12
  const top = data.target == null ? 4 : 26
  const rowHeight = room.isNarrow ? 52 : 36
  const plot = Math.max(60, room.width - left - endWidth - GAP - 4)
  return {
    left,
    top,
    rowHeight,
    plot,
    min,
    max,
    px: (text) => left + ((shownNumber(text, measure) - min) / (max - min)) * plot,
    py: (index) => top + index * rowHeight + (room.isNarrow ? rowHeight - BAR / 2 - 6 : rowHeight / 2),
  }
}

function rowWords(row: BarRow, index: number, data: BarData, frame: BarFrame, locale: Locale, room: Room): Graphic[] {
  const y = frame.py(index)
  const value = valueText(row, data, locale)
  const status = row.status ?? null
  const bar = hasValue(row) ? Math.max(frame.px('0'), frame.px(row.value), hasRange(row) ? frame.px(row.upper) : 0) : frame.px('0')
  const width = textWidth(value, room.font) * 1.06 + (room.isNarrow || status === null ? 0 : GAP + textWidth(status.label, room.font))
  // A figure that would lie under the mark of a target is written behind it.
  const goals = hasValue(row) ? [data.target, row.target].filter((target) => target != null).map(frame.px) : []
  const end = goals.toSorted((a, b) => a - b).reduce((from, goal) => (goal > from - 2 && goal < from + GAP + width ? goal : from), bar)
  const words = [textAt(end + GAP, y, value, { font: room.font, bold: hasValue(row), color: hasValue(row) ? INK : MUTED })]
  if (room.isNarrow) {
    const above = y - BAR / 2 - room.font * 0.8
    const statusWidth = status === null ? 0 : textWidth(status.label, room.font) + 12
    words.push(textAt(frame.left, above, clipText(row.label, room.font, room.width - statusWidth - 4), { font: room.font }))
    if (status !== null) words.push(textAt(room.width - 2, above, status.label, { font: room.font, color: TONES[status.tone], align: 'right' }))
    return words
  }
  const lines = wrapText(row.label, room.font, frame.left - 12, 2)
  lines.forEach((line, place) =>
    words.push(textAt(frame.left - 10, y + (place - (lines.length - 1) / 2) * room.font * 1.15, line, { font: room.font, align: 'right' })),
  )
  if (status !== null && hasValue(row))
    words.push(textAt(end + GAP + textWidth(value, room.font) * 1.06 + GAP, y, status.label, { font: room.font, color: TONES[status.tone] }))
  return words
}

function marksOf(data: BarData, frame: BarFrame, locale: Locale, room: Room): Graphic[] {
  const bottom = frame.top + data.rows.length * frame.rowHeight
  const zero = frame.px('0')
  const goal = data.target == null ? null : frame.px(data.target)
  // On a phone the names stand between the bars: lines are drawn at the bars only.
  const reach = BAR / 2 + 4
  const marks: Graphic[] = room.isNarrow ? [] : [strokeAt(zero, frame.top, zero, bottom, MUTED, 1, undefined, 6)]
  data.rows.forEach((row, index) => {
    const y = frame.py(index)
    if (room.isNarrow) marks.push(strokeAt(zero, y - reach, zero, y + reach, MUTED, 1, undefined, 6))
    if (room.isNarrow && goal !== null) marks.push(strokeAt(goal, y - reach, goal, y + reach, INK, 2, undefined, 7))
    if (row.target != null) marks.push(strokeAt(frame.px(row.target), y - reach, frame.px(row.target), y + reach, INK, 2.5, undefined, 8))
    if (hasRange(row)) marks.push(strokeAt(frame.px(row.lower), y, frame.px(row.upper), y, INK, 1.5, row.isPartial === true ? [2, 3] : undefined, 8))
    marks.push(...rowWords(row, index, data, frame, locale, room))
  })
  if (data.target != null && goal !== null) {
    const text = m.charts_target({ value: formatMeasure(locale, data.target, data.measure) }, { locale })
    const half = (textWidth(text, room.font) * 1.04) / 2
    if (!room.isNarrow) marks.push(strokeAt(goal, frame.top - 6, goal, bottom, INK, 1.5, [5, 4], 7))
    marks.push(textAt(Math.max(half + 2, Math.min(goal, room.width - half - 2)), 10, text, { font: room.font, align: 'center' }))
  }
  return marks
}

/** Diagonal lines of paper over the colour. */
const HATCH = { symbol: 'rect', color: PAPER, dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4 }

/** Figures side by side in the order given. A missing figure has words and no bar, zero has a bar of no length. */
export function barOption(data: BarData, locale: Locale, room: Room): Laid<BarOption> {
  const frame = barFrameOf(data, locale, room)
  const height = frame.top + data.rows.length * frame.rowHeight + 4
  const offset = frame.py(0) - (frame.top + frame.rowHeight / 2)
  const items = data.rows.map((row) => {
    if (!hasValue(row)) return { value: null }
    const color = colorOf(row)
    return {
      value: shownNumber(row.value, data.measure),
      itemStyle: {
        ...(row.isProvisional === true ? { color: PAPER, borderColor: color, borderWidth: 2 } : { color }),
        ...(row.isPartial === true ? { decal: { ...HATCH, ...(row.isProvisional === true ? { color } : {}) } } : {}),
      },
    }
  })
  const option: BarOption = {
    animation: false,
    grid: { left: frame.left, width: frame.plot, top: frame.top + offset, height: data.rows.length * frame.rowHeight, outerBoundsMode: 'none' },
    xAxis: { type: 'value', min: frame.min, max: frame.max, show: false },
    yAxis: { type: 'category', inverse: true, show: false, data: data.rows.map((row) => row.code) },
    series: [{ type: 'bar', barWidth: BAR, silent: true, animation: false, clip: false, data: items as never }],
    graphic: { elements: marksOf(data, frame, locale, room) as never },
  }
  return { option, width: room.width, height, font: room.font, isTruncated: false }
}
