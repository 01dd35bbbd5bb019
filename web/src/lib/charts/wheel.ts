/** Places on a wheel: spokes at equal angles from the top, values from 0 at the centre to 100 at the edge. */

export interface Spot {
  readonly x: number
  readonly y: number
}

const round = (value: number) => Math.round(value * 10) / 10

/** Place of a value on one spoke of many. */
export function spotOf(index: number, spokes: number, value: number, radius: number): Spot {
  const angle = (2 * Math.PI * index) / spokes - Math.PI / 2
  return { x: round((Math.cos(angle) * radius * value) / 100), y: round((Math.sin(angle) * radius * value) / 100) }
}

/** Outline through the values of all spokes; nothing where one is missing, since a line through a gap would tell a number. */
export function outlineOf(values: readonly (number | null)[], radius: number): string | null {
  if (values.length < 3 || values.some((value) => value === null)) return null
  const spots = values.map((value, index) => spotOf(index, values.length, value ?? 0, radius))
  return `M${spots.map(({ x, y }) => `${x} ${y}`).join('L')}Z`
}

/** One slice of a ring, from an inner to an outer share of the radius, within a spoke's part of the circle. */
export function sliceOf(index: number, spokes: number, from: number, to: number, radius: number): string {
  const half = (Math.PI / spokes) * 0.86
  const middle = (2 * Math.PI * index) / spokes - Math.PI / 2
  const at = (angle: number, share: number) => `${round(Math.cos(angle) * radius * share)} ${round(Math.sin(angle) * radius * share)}`
  const [inner, outer] = [round(radius * from), round(radius * to)]
  return `M${at(middle - half, from)}L${at(middle - half, to)}A${outer} ${outer} 0 0 1 ${at(middle + half, to)}L${at(middle + half, from)}A${inner} ${inner} 0 0 0 ${at(middle - half, from)}Z`
}

/** Marks of the views over a wheel, around their own middle: a circle, a square, a triangle. A line alone would say which is which by dashes only. */
export const MARKS = ['M-4 0a4 4 0 1 1 8 0a4 4 0 1 1-8 0Z', 'M-3.6-3.6h7.2v7.2h-7.2Z', 'M0-4.8L4.6 3.4H-4.6Z'] as const
