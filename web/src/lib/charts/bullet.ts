/** Baseline, value and target on one scale, in the height of a line of text. */
import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { shownNumber } from './scale.ts'

export interface BulletData {
  readonly measure: Measure
  readonly value: string | null
  readonly baseline?: string | null | undefined
  readonly target?: string | null | undefined
  /** Range to stay in: replaces baseline and target. */
  readonly band?: { readonly lower: string; readonly upper: string } | null | undefined
}

/** Places in pixels from the left; what lies beyond an end is cut there and marked. */
export interface Bullet {
  readonly track: readonly [number, number]
  /** From the baseline to the value; null without value. */
  readonly bar: readonly [number, number] | null
  readonly baseline: number | null
  readonly target: number | null
  readonly band: readonly [number, number] | null
  /** Only with a band: where the value stands. */
  readonly dot: number | null
  /** The value lies past the right end. */
  readonly isOver: boolean
  /** The value lies on the wrong side of the left end. */
  readonly isUnder: boolean
}

const EDGE = 12
/** Share of the way from baseline to target that fits beyond the target. */
const BEYOND = 0.15

const short = (number: number) => Math.round(number * 10) / 10

function bandBullet(value: number | null, lower: number, upper: number, width: number): Bullet {
  const span = upper - lower || Math.abs(upper) * 0.2 || 1
  const [from, to] = [lower - span * 0.75, upper + span * 0.75]
  const x = (number: number) => short(EDGE + ((Math.max(from, Math.min(to, number)) - from) / (to - from)) * (width - 2 * EDGE))
  return {
    track: [EDGE, width - EDGE],
    bar: null,
    baseline: null,
    target: null,
    band: [x(lower), x(upper)],
    dot: value === null ? null : x(value),
    isOver: value !== null && value > to,
    isUnder: value !== null && value < from,
  }
}

/**
 * The way from baseline to target always goes from left to right, whether the figure should rise or fall.
 * Without a usable baseline it goes from zero. Null when there is neither target nor band.
 */
export function bulletOf(data: BulletData, width: number): Bullet | null {
  const number = (text: string | null | undefined) => (text == null ? null : shownNumber(text, data.measure))
  const value = number(data.value)
  if (data.band != null) return bandBullet(value, shownNumber(data.band.lower, data.measure), shownNumber(data.band.upper, data.measure), width)
  const target = number(data.target)
  if (target === null) return null
  const given = number(data.baseline)
  const isFromZero = given === null || given === target
  const start = isFromZero ? 0 : given
  const way = target - start || 1
  const x = (share: number) => short(EDGE + Math.max(0, Math.min(1 + BEYOND, share)) * ((width - 2 * EDGE) / (1 + BEYOND)))
  const share = value === null ? null : (value - start) / way
  return {
    track: [EDGE, width - EDGE],
    bar: share === null ? null : [x(0), x(share)],
    baseline: isFromZero ? null : x(0),
    target: x(1),
    band: null,
    dot: null,
    isOver: share !== null && share > 1 + BEYOND,
    isUnder: share !== null && share < 0,
  }
}

/** The same in words. */
export function bulletLabel(data: BulletData, locale: Locale): string {
  const write = (text: string) => formatMeasure(locale, text, data.measure)
  const value = data.value === null ? m.status_no_data({}, { locale }) : write(data.value)
  if (data.band != null) return m.charts_bullet_band({ value, lower: write(data.band.lower), upper: write(data.band.upper) }, { locale })
  if (data.target == null) return m.charts_bullet_value({ value }, { locale })
  if (data.baseline == null) return m.charts_bullet({ value, target: write(data.target) }, { locale })
  return m.charts_bullet_baseline({ value, baseline: write(data.baseline), target: write(data.target) }, { locale })
}
