import { formatMeasure, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { isMasked } from '#shared/progress/masked.ts'
import { isPartial } from '#shared/progress/partial.ts'
import { markup, type Markup } from './html.ts'
import type { Voice } from './voice.ts'

const WIDTH = 640
const HEIGHT = 264
const TOP = 34
const BOTTOM = 214
const RIGHT = 622
/** Width of a sign at 13 px, as wide as the usual fonts make it. */
const SIGN = 7.4

/** Marks of an axis at round numbers, from below the smallest to above the largest. */
export function axisMarks(low: number, high: number): number[] {
  const span = high - low || Math.abs(high) || 1
  const raw = span / 4
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= raw * 0.999) ?? 10) * power
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

const round = (value: number) => Math.round(value * 10) / 10

interface Point {
  readonly at: number
  readonly x: number
  readonly value: number | null
  readonly cell: ProgressCell
}

/** Stretches that may be joined: a missing or hidden figure and a break end one. */
function stretches(points: readonly Point[]): (Point & { value: number })[][] {
  const all: (Point & { value: number })[][] = []
  let open: (Point & { value: number })[] = []
  for (const point of points) {
    const { value } = point
    if (value === null || point.cell.flags.includes('break')) {
      if (open.length > 0) all.push(open)
      open = []
    }
    if (value !== null) open.push({ ...point, value })
  }
  return open.length > 0 ? [...all, open] : all
}

/**
 * The course of one indicator as a drawing that stands alone: figures over time, the target as a dashed line, the starting
 * point as an open mark; gaps stay gaps, hidden figures are « s ». Null where there is nothing to draw.
 * @param alternative what the drawing says, for whoever does not see it
 */
export function lineChart(voice: Voice, series: readonly ProgressCell[], measure: Measure, alternative: string): Markup | null {
  const factor = Number(measure.displayFactor)
  const shown = (text: string) => Number(text) * factor
  const known = series.filter((cell) => !isMasked(cell) && cell.value !== null)
  if (known.length === 0) return null
  const aimed = series.findLast((cell) => cell.target !== null || cell.baseline !== null)
  const target = aimed?.target ?? null
  const baseline = aimed?.baseline ?? null
  const ranges = known.flatMap(({ lower, upper }) => (lower === null || upper === null || lower === upper ? [] : [lower, upper]))
  const values = [...known.map((cell) => shown(cell.value ?? '0')), ...[target, baseline, ...ranges].flatMap((text) => (text === null ? [] : [shown(text)]))]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const isFromZero = least >= 0 && least <= most * 0.5
  const marks = axisMarks(isFromZero ? 0 : least, most)
  const [low, high] = [marks[0] ?? 0, marks.at(-1) ?? 1]
  const y = (value: number) => round(BOTTOM - ((value - low) / (high - low || 1)) * (BOTTOM - TOP))
  const decimals = Math.max(0, ...marks.map((mark) => String(mark).split('.')[1]?.length ?? 0))
  const axis: Measure = {
    displayFactor: '1',
    decimals,
    ...(measure.unitLabel === '%' ? { unitLabel: '%' } : {}),
    ...(measure.currencyCode ? { currencyCode: measure.currencyCode } : {}),
  }
  const labels = marks.map((mark) => formatMeasure(voice.locale, String(mark), axis))
  const left = round(16 + Math.max(...labels.map((label) => label.length)) * SIGN)
  const step = series.length < 2 ? 0 : (RIGHT - 14 - left - 14) / (series.length - 1)
  const points: Point[] = series.map((cell, at) => ({
    at,
    cell,
    x: round(series.length < 2 ? (left + RIGHT) / 2 : left + 14 + at * step),
    value: isMasked(cell) || cell.value === null ? null : shown(cell.value),
  }))
  const periods = series.map((cell) => formatPeriod(voice.locale, cell.period, 'short'))
  const every = Math.max(1, Math.ceil((Math.max(...periods.map((label) => label.length)) * SIGN + 14) / (step || WIDTH)))
  const end = points.findLast((point) => point.value !== null) as Point & { value: number }
  const targetY = target === null ? null : y(shown(target))
  const endY = y(end.value)
  // The label of the last figure goes below its point where the target's line or label would cross it.
  const endBelow = targetY !== null && endY - targetY < 40 && endY - targetY > -6
  const text = (kind: string, x: number, at: number, anchor: 'start' | 'middle' | 'end', words: string) =>
    markup`<text${kind !== '' && markup` class="${kind}"`} x="${round(x)}" y="${round(at)}" text-anchor="${anchor}">${words}</text>`
  const write = (value: string) => formatMeasure(voice.locale, value, measure)
  const grid = marks.map((mark, index) => [
    markup`<line x1="${left}" x2="${RIGHT}" y1="${y(mark)}" y2="${y(mark)}" />`,
    text('', left - 8, y(mark) + 4.5, 'end', labels[index] ?? ''),
  ])
  const isLast = (at: number) => points.length > 1 && at === points.length - 1
  const times = points
    .filter(({ at }) => (points.length - 1 - at) % every === 0)
    .map(({ at, x }) => text('', x, BOTTOM + 20, isLast(at) ? 'end' : 'middle', periods[at] ?? ''))
  const aim = targetY !== null &&
    target !== null && [
      markup`<line x1="${left}" x2="${RIGHT}" y1="${targetY}" y2="${targetY}" />`,
      text('', left + 24, targetY - 7, 'start', voice.say('charts_target', { value: write(target) })),
    ]
  const startY = baseline === null ? null : y(shown(baseline))
  const start = startY !== null &&
    baseline !== null && [
      markup`<rect x="${left - 4}" y="${round(startY - 4)}" width="8" height="8" />`,
      text('', left + 24, startY + (targetY !== null && startY < targetY ? -7 : 16), 'start', voice.say('charts_baseline', { value: write(baseline) })),
    ]
  const lines = stretches(points).map((part) => part.length > 1 && markup`<polyline points="${part.map(({ x, value }) => `${x},${y(value)}`).join(' ')}" />`)
  const dots = points.map(({ x, value, cell }) => {
    if (isMasked(cell)) return text('hidden', x, BOTTOM - 6, 'middle', voice.say('presence_masked_short'))
    if (value === null) return null
    const hollow = cell.flags.includes('P') || cell.flags.includes('incomplete')
    const range = cell.lower !== null && cell.upper !== null && cell.lower !== cell.upper ? [y(shown(cell.lower)), y(shown(cell.upper))] : null
    return [
      range !== null && markup`<line class="${isPartial(cell) ? 'range open' : 'range'}" x1="${x}" x2="${x}" y1="${range[0] ?? 0}" y2="${range[1] ?? 0}" />`,
      markup`<circle class="${hollow ? 'hollow' : 'full'}" cx="${x}" cy="${y(value)}" r="4" />`,
    ]
  })
  const last = text(
    'last',
    isLast(end.at) ? RIGHT : end.x,
    endBelow ? endY + 20 : endY - 11,
    points.length > 1 ? 'end' : 'middle',
    write(end.cell.value ?? '0'),
  )
  const cut = !isFromZero && text('cut', 4, HEIGHT - 4, 'start', voice.say('charts_truncated'))
  return markup`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${alternative}" font-size="13">
<g class="grid">${grid}</g><g class="times">${times}</g>
<g class="course">${lines}${dots}</g><g class="target">${aim}</g><g class="start">${start}</g>${last}${cut}</svg>`
}
