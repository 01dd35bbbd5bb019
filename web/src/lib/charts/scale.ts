/** Axes: where they begin and end, which steps are written. Numbers here are pixels or shown units, never stored. */
import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import { multiplyText } from '#shared/i18n/decimal-text.ts'
import type { Locale } from '#shared/i18n/locales.ts'

export interface Scale {
  readonly min: number
  readonly max: number
  readonly step: number
  /** Zero is not on the axis: the reader must be told. */
  readonly isTruncated: boolean
}

/** Part of the height that figures must fill before zero may be left out. */
const FLAT = 0.4
/** Differences smaller than this, of the whole and of one, are no differences to an eye. */
const SAME = 1e-6

/** A figure as a number in shown units, for drawing only. */
export function shownNumber(text: string, measure: Pick<Measure, 'displayFactor'>): number {
  return Number(multiplyText(text, measure.displayFactor))
}

/** The round step (1, 2, 2.5 or 5 times a power of ten) that cuts a range into about so many parts. */
export function niceStep(range: number, parts: number): number {
  const raw = range / Math.max(1, parts)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999999) ?? 10
  return step * power
}

const tidy = (number: number) => Number(number.toPrecision(12))

/**
 * The axis of some figures, ends on round steps. Zero is left out (`auto`) only where the figures would
 * lie flat otherwise; one figure alone, or none, is measured from zero.
 */
export function niceScale(values: readonly number[], zero: 'auto' | 'always', parts = 5): Scale {
  const known = values.filter((value) => Number.isFinite(value))
  const [low, high] = [Math.min(...known, Infinity), Math.max(...known, -Infinity)]
  if (known.length === 0) return { min: 0, max: 1, step: 0.5, isTruncated: false }
  const far = Math.max(Math.abs(low), Math.abs(high))
  const isTruncated = zero === 'auto' && low * high > 0 && (high - low) / far > SAME && (high - low) / far < FLAT
  const pad = isTruncated ? (high - low) * 0.15 : 0
  const [from, to] = isTruncated ? [low - pad, high + pad] : [Math.min(0, low), Math.max(0, high)]
  const step = niceStep(to - from > SAME ? to - from : 1, parts)
  const min = tidy(Math.floor(tidy(from / step)) * step)
  const max = tidy(Math.ceil(tidy(to / step)) * step)
  return { min, max: max === min ? min + step : max, step, isTruncated: isTruncated && min * max > 0 }
}

/** Every step of a scale. */
export function ticksOf({ min, max, step }: Scale): number[] {
  return Array.from({ length: Math.round((max - min) / step) + 1 }, (_, index) => tidy(min + index * step))
}

/** From here a scale is written in millions: « 17 500 000 » eight times leaves no room for the drawing. */
export const MILLIONS = 1_000_000

/** The steps as they are written: per cent and currency signs stay, other units are said by the subtitle. */
export function tickLabels(scale: Scale, measure: Measure, locale: Locale): { texts: readonly string[]; inMillions: boolean } {
  const inMillions = Math.max(Math.abs(scale.min), Math.abs(scale.max)) >= 2 * MILLIONS
  const divisor = inMillions ? MILLIONS : 1
  const step = tidy(scale.step / divisor)
  const decimals = [0, 1, 2, 3, 4, 5].find((places) => Math.abs(step - Number(step.toFixed(places))) < 1e-9) ?? 6
  const shown = {
    displayFactor: '1',
    decimals,
    unitLabel: measure.unitLabel === '%' ? '%' : null,
    currencyCode: inMillions ? null : (measure.currencyCode ?? null),
  }
  return { texts: ticksOf(scale).map((tick) => formatMeasure(locale, tidy(tick / divisor).toFixed(decimals), shown)), inMillions }
}

/** Quarters are written by year, months by year or part of it. */
const RHYTHMS = [1, 2, 4, 8, 12, 24, 48]

/**
 * Which positions of an axis are written so that labels of a width stay apart: every second, third…,
 * counted back from the last, which is the one that people look for.
 */
export function shownPositions(count: number, step: number, labelWidth: number): number[] {
  const fits = (labelWidth + 8) / Math.max(step, 0.001)
  const every = RHYTHMS.find((rhythm) => rhythm >= fits) ?? Math.ceil(fits)
  return Array.from({ length: count }, (_, index) => index).filter((index) => (count - 1 - index) % every === 0)
}
