import type { Point } from '#shared/targets/trajectory.ts'
import { Decimal, divide } from '#shared/values/decimal.ts'

/** A straight line through fewer points says nothing, and older ones than these no longer matter (domain 3.8). */
export const FEWEST_POINTS = 4
export const MOST_POINTS = 12

/** The line « si rien ne change ». */
export interface Projection {
  /** How many of the last points it goes through. */
  readonly used: number
  readonly slope: Decimal
  readonly at: (ordinal: number) => Decimal
}

/**
 * Ordinary least squares on the last 4 to 12 points (domain 3.8): what would come if nothing changed; no forecast.
 * @param points comparable validated figures, oldest first: none from before a break, no milestone
 * @returns null with fewer than four points, or where all stand at one position
 */
export function projectionOf(points: readonly Point[]): Projection | null {
  const last = points.slice(-MOST_POINTS)
  if (last.length < FEWEST_POINTS) return null
  const count = new Decimal(last.length)
  const sum = (of: (point: Point) => Decimal | number) => last.reduce((total, point) => total.plus(of(point)), new Decimal(0))
  const [sumX, sumY] = [sum(({ ordinal }) => ordinal), sum(({ value }) => value)]
  const sumXY = sum(({ ordinal, value }) => value.times(ordinal))
  const sumXX = sum(({ ordinal }) => ordinal * ordinal)
  const slope = divide(count.times(sumXY).minus(sumX.times(sumY)), count.times(sumXX).minus(sumX.times(sumX)))
  if (slope === null) return null
  // Left undivided so that nothing is rounded twice: at the mean position the line passes through the mean value.
  const at = (ordinal: number) => divide(sumY.plus(slope.times(count.times(ordinal).minus(sumX))), count) ?? sumY
  return { used: last.length, slope, at }
}
