/** Figures over time as an ECharts option: pure, so that the same drawing can be made on a page or on the server. */
import { formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { hasRange, hasValue } from './figure-text.ts'
import { groundAt, ringAt, strokeAt } from './graphics.ts'
import { frameOf, type Frame } from './line-frame.ts'
import { eventGraphics, projectionSeries } from './line-extras.ts'
import { lineLabels } from './line-labels.ts'
import type { Graphic, Laid, LineOption } from './option-types.ts'
import { GRID, identityOf, INK, MOST_SERIES, MUTED, PAPER, QUIET, SHADE, type Identity } from './palette.ts'
import { shownNumber } from './scale.ts'
import type { ChartPoint, ChartSeries, LineData, Room } from './types.ts'

/** More markers than this hide the line: then only those that say something are drawn. */
const MANY_MARKERS = 40

type Item = Record<string, unknown> & { readonly value: readonly [number, number | null] }

/** One item for each position from the first figure to the last; null where there is none, and at each break. */
function itemsOf(data: LineData, series: ChartSeries, frame: Frame, identity: Identity, markers: 'all' | 'few' | 'none'): Item[] {
  const points = new Map(series.points.map((point) => [frame.position(point.x.code), point]))
  const reported = [...points].filter(([, point]) => hasValue(point)).map(([index]) => index)
  const [first, last] = [Math.min(...reported), Math.max(...reported)]
  const breaks = new Set((data.breaks ?? []).map((stop) => frame.position(stop.x.code)))
  const items: Item[] = []
  const known = (index: number) => {
    const point = points.get(index)
    return point !== undefined && hasValue(point)
  }
  for (let index = first; index <= last; index += 1) {
    const point = points.get(index)
    if (breaks.has(index) && index > first) items.push({ value: [index - 0.5, null] })
    if (point === undefined || !hasValue(point)) {
      items.push({ value: [index, null] })
      continue
    }
    const isHollow = point.isProvisional === true || point.isPartial === true
    const isAlone = (!known(index - 1) || breaks.has(index)) && (!known(index + 1) || breaks.has(index + 1))
    const isShown = markers === 'all' || isAlone || (markers === 'few' && (isHollow || point.isRevised === true || index === last))
    items.push({
      value: [index, shownNumber(point.value, data.measure)],
      ...(isShown ? {} : { symbol: 'none' }),
      ...(isHollow ? { symbolSize: 8, itemStyle: { color: PAPER, borderColor: identity.color, borderWidth: 2 } } : {}),
    })
  }
  return items
}

function seriesOf(data: LineData, frame: Frame, room: Room): Extract<LineOption['series'], unknown[]> {
  const isCrowd = data.series.length > MOST_SERIES
  const isDense = data.series.reduce((count, one) => count + one.points.length, 0) > MANY_MARKERS
  const lines = data.series.map((series, index) => {
    const isFocus = series.code === data.focus
    const identity = isCrowd ? { ...identityOf(0), color: isFocus ? identityOf(0).color : QUIET } : identityOf(index)
    return {
      type: 'line' as const,
      name: series.label,
      data: itemsOf(data, series, frame, identity, isCrowd && !isFocus ? 'none' : isDense ? 'few' : 'all') as never,
      connectNulls: false,
      clip: false,
      silent: true,
      animation: false,
      showAllSymbol: true,
      symbol: identity.symbol,
      symbolSize: identity.symbol === 'circle' ? 7 : 8,
      z: isCrowd && !isFocus ? 3 : 5 - index / 10,
      lineStyle: {
        color: identity.color,
        width: isCrowd && !isFocus ? 1.5 : 2.5,
        type: identity.dash === 'solid' ? ('solid' as const) : [...identity.dash],
        cap: 'butt' as const,
        join: 'round' as const,
      },
      itemStyle: { color: identity.color, borderWidth: 0 },
    }
  })
  const target = data.target ?? []
  const last = target.at(-1)
  if (last === undefined) return lines
  const at = (value: string) => shownNumber(value, data.measure)
  const start =
    data.baseline != null
      ? [{ value: [frame.position(data.baseline.x.code), at(data.baseline.value)], symbol: 'none' }]
      : target.length === 1
        ? [{ value: [frame.xMin, at(last.value)], symbol: 'none' }]
        : []
  const path = [...start, ...target.map((mark) => ({ value: [frame.position(mark.x.code), at(mark.value)] }))]
  return [
    ...lines,
    {
      type: 'line' as const,
      name: 'target',
      data: path as never,
      clip: false,
      silent: true,
      animation: false,
      showAllSymbol: true,
      symbol: 'rect',
      symbolSize: [room.isNarrow ? 9 : 11, 2.5],
      z: 2,
      lineStyle: { color: INK, width: 1.5, type: [5, 4] },
      itemStyle: { color: INK, borderWidth: 0 },
    },
  ]
}

function runs(data: LineData, frame: Frame): [number, number][] {
  if (data.series.length !== 1) return []
  const gaps = (data.series[0]?.points ?? [])
    .filter((point: ChartPoint) => point.presence === 'missing' || point.presence === 'not_put_together' || point.presence === 'masked')
    .map((point) => frame.position(point.x.code))
    .sort((a, b) => a - b)
  const found: [number, number][] = []
  for (const index of gaps) {
    const open = found.at(-1)
    if (open !== undefined && open[1] === index - 1) open[1] = index
    else found.push([index, index])
  }
  return found
}

function marksOf(data: LineData, frame: Frame): Graphic[] {
  const bottom = frame.height - frame.bottom
  const { px, py } = frame
  const marks: Graphic[] = runs(data, frame).map(([from, to]) =>
    groundAt(px(from - 0.45), frame.top, px(to + 0.45) - px(from - 0.45), bottom - frame.top, SHADE),
  )
  if (data.band != null) {
    const [high, low] = [py(data.band.upper), py(data.band.lower)]
    marks.push(
      groundAt(frame.left, high, frame.width, low - high, SHADE),
      strokeAt(frame.left, high, frame.left + frame.width, high, INK, 1.5, [5, 4]),
      strokeAt(frame.left, low, frame.left + frame.width, low, INK, 1.5, [5, 4]),
    )
  }
  for (const stop of data.breaks ?? []) {
    const x = px(frame.position(stop.x.code) - 0.5)
    marks.push(strokeAt(x, frame.top - 6, x, bottom, MUTED, 1.25, [2, 3]))
  }
  if (frame.scale.min < 0 && frame.scale.max > 0) marks.push(strokeAt(frame.left, py('0'), frame.left + frame.width, py('0'), MUTED, 1))
  data.series.forEach((series, index) =>
    series.points.filter(hasRange).forEach((point) => {
      const x = px(frame.position(point.x.code))
      const { color } = identityOf(index)
      // Dotted and open above: of what came alone.
      const isOpen = point.isPartial === true
      marks.push(strokeAt(x, py(point.lower), x, py(point.upper), color, 1.5, isOpen ? [2, 3] : undefined, 4))
      for (const end of isOpen ? [point.lower] : [point.lower, point.upper]) marks.push(strokeAt(x - 3.5, py(end), x + 3.5, py(end), color, 1.5, undefined, 4))
    }),
  )
  for (const mark of data.former ?? []) {
    const [x, y] = [px(frame.position(mark.x.code)), py(mark.value)]
    marks.push(strokeAt(x - 6, y, x + 6, y, MUTED, 2.5))
  }
  if (data.baseline != null) marks.push(ringAt(px(frame.position(data.baseline.x.code)), py(data.baseline.value), 5, INK))
  return marks
}

/**
 * Figures over time: gaps and breaks interrupt the line, what is provisional is hollow, the target is a
 * dashed path with its label, the axis is cut only where it says so.
 * @throws RangeError when a figure stands at a position that the axis does not have
 */
export function lineOption(data: LineData, locale: Locale, room: Room): Laid<LineOption> {
  const frame = frameOf(data, locale, room)
  const text = { color: MUTED, fontSize: room.font, fontFamily: 'sans-serif' }
  const labels = new Map(frame.ticks.map((tick) => [tick.value, tick.text]))
  const option: LineOption = {
    animation: false,
    grid: { left: frame.left, right: frame.right, top: frame.top, bottom: frame.bottom, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      min: frame.xMin,
      max: frame.xMax,
      silent: true,
      splitLine: { show: false },
      axisLine: { show: true, onZero: false, lineStyle: { color: MUTED, width: 1 } },
      axisTick: { show: true, length: 4, lineStyle: { color: MUTED }, customValues: [...frame.shownX] },
      axisLabel: {
        ...text,
        margin: 9,
        hideOverlap: false,
        customValues: [...frame.shownX],
        formatter: (index: number) => data.axis[index]?.short ?? data.axis[index]?.label ?? '',
      },
    },
    yAxis: {
      type: 'value',
      min: frame.scale.min,
      max: frame.scale.max,
      interval: frame.scale.step,
      silent: true,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: GRID, width: 1 }, showMinLine: false },
      axisLabel: {
        ...text,
        margin: 8,
        hideOverlap: false,
        formatter: (value: number) => labels.get(Number(value.toPrecision(12))) ?? formatMeasure(locale, String(value), { displayFactor: '1', decimals: 0 }),
      },
    },
    graphic: { elements: [...marksOf(data, frame), ...eventGraphics(data, frame, room), ...lineLabels(data, frame, locale, room)] as never },
    series: [...seriesOf(data, frame, room), ...projectionSeries(data, frame)],
  }
  return { option, width: room.width, height: frame.height, font: room.font, isTruncated: frame.scale.isTruncated }
}
