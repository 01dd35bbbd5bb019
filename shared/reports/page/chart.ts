import { formatMeasure, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { markup, type Markup } from './html.ts'
import { isHidden, type Voice } from './voice.ts'

const WIDTH = 640
const HEIGHT = 250
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
  const known = series.filter((cell) => !isHidden(cell) && cell.value !== null)
  if (known.length === 0) return null
  const last = series.findLast((cell) => cell.target !== null || cell.baseline !== null)
  const target = last?.target ?? null
  const baseline = last?.baseline ?? null
  const values = [...known.map((cell) => shown(cell.value ?? '0')), ...[target, baseline].flatMap((text) => (text === null ? [] : [shown(text)]))]
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
    value: isHidden(cell) || cell.value === null ? null : shown(cell.value),
  }))
  const periods = series.map((cell) => formatPeriod(voice.locale, cell.period, 'short'))
  const every = Math.max(1, Math.ceil((Math.max(...periods.map((label) => label.length)) * SIGN + 14) / (step || WIDTH)))
  const end = points.findLast((point) => point.value !== null) as Point & { value: number }
  const endText = formatMeasure(voice.locale, end.cell.value ?? '0', measure)
  const targetY = target === null ? null : y(shown(target))
  const endY = y(end.value)
  // The label of the last figure goes below its point where the target's line or label would cross it.
  const endBelow = targetY !== null && endY - targetY < 40 && endY - targetY > -6
  return markup`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${alternative}" font-size="13"><g class="grid">${marks.map((mark, index) => markup`<line x1="${left}" x2="${RIGHT}" y1="${y(mark)}" y2="${y(mark)}" /><text x="${left - 8}" y="${y(mark) + 4.5}" text-anchor="end">${labels[index] ?? ''}</text>`)}</g><g class="times">${points
    .filter(({ at }) => (points.length - 1 - at) % every === 0)
    .map(
      ({ at, x }) =>
        markup`<text x="${x}" y="${BOTTOM + 20}" text-anchor="${at === points.length - 1 && points.length > 1 ? 'end' : 'middle'}">${periods[at] ?? ''}</text>`,
    )}</g>${targetY !== null && target !== null && markup`<g class="target"><line x1="${left}" x2="${RIGHT}" y1="${targetY}" y2="${targetY}" /><text x="${left + 24}" y="${round(targetY - 7)}">${voice.say('charts_target', { value: formatMeasure(voice.locale, target, measure) })}</text></g>`} ${baseline !== null && markup`<g class="start"><rect x="${left - 4}" y="${round(y(shown(baseline)) - 4)}" width="8" height="8" /><text x="${left + 24}" y="${round(y(shown(baseline)) + (targetY !== null && y(shown(baseline)) < targetY ? -7 : 16))}">${voice.say('charts_baseline', { value: formatMeasure(voice.locale, baseline, measure) })}</text></g>`}<g class="course">${stretches(points).map((part) => part.length > 1 && markup`<polyline points="${part.map(({ x, value }) => `${x},${y(value)}`).join(' ')}" />`)}${points.map(
    ({ x, value, cell }) => {
      if (isHidden(cell)) return markup`<text class="hidden" x="${x}" y="${BOTTOM - 6}" text-anchor="middle">${voice.say('presence_masked_short')}</text>`
      if (value === null) return null
      const hollow = cell.flags.includes('P') || cell.flags.includes('incomplete')
      return markup`<circle class="${hollow ? 'hollow' : 'full'}" cx="${x}" cy="${y(value)}" r="4" />`
    },
  )}<text class="last" x="${points.length > 1 && end.at === points.length - 1 ? RIGHT : end.x}" y="${round(endBelow ? endY + 20 : endY - 11)}" text-anchor="${points.length > 1 ? 'end' : 'middle'}">${endText}</text></g>${!isFromZero && markup`<text class="cut" x="4" y="${HEIGHT - 4}">${voice.say('charts_truncated')}</text>`}</svg>`
}
