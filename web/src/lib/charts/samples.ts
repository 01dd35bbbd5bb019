/** Figures for the tests of the charts. */
import { formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { ChartPoint, ChartSeries, LineData, Tick } from './types.ts'

export const SHARE: Measure = { displayFactor: '100', decimals: 1, unitLabel: '%' }
export const DAYS: Measure = { displayFactor: '1', decimals: 1, unitLabel: 'jours' }

/** Quarters in a row, from the first of a year. */
export function quarters(year: number, count: number, locale: Locale = 'fr-CA'): Tick[] {
  return Array.from({ length: count }, (_, index) => `${year + Math.floor(index / 4)}-Q${(index % 4) + 1}`).map((code) => ({
    code,
    label: formatPeriod(locale, code),
    short: formatPeriod(locale, code, 'short'),
  }))
}

/** A point where there is text, a missing one where there is null, a masked one for `s`. */
export function pointsOf(axis: readonly Tick[], values: readonly (string | null)[]): ChartPoint[] {
  return values.map((value, index) => ({
    x: axis[index] ?? { code: 'beyond', label: 'beyond' },
    value: value === 's' ? null : value,
    presence: value === null ? 'missing' : value === 's' ? 'masked' : 'reported',
  }))
}

export function seriesOf(label: string, points: readonly ChartPoint[]): ChartSeries {
  return { code: label, label, points }
}

/** One series over quarters of 2024 and 2025. */
export function lineOf(values: readonly (string | null)[], more: Partial<LineData> = {}): LineData {
  const axis = quarters(2024, 8)
  return { measure: SHARE, axis, series: [seriesOf('Région', pointsOf(axis, values))], ...more }
}

/** An item of the tests that must be there. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item ${index}`)
  return item
}
