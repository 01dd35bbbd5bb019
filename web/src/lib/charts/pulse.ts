/** A short line of values from 0 to 100 at equal steps. */
export interface PulsePoint {
  readonly value: number | null
  /** Of the wording that was asked. */
  readonly version: number
}

export interface Pulse {
  /** The line: one run for each row of told values that were asked in the same words. */
  readonly line: string
  /** Where a break mark stands: half way between the last point of a wording and the first of another. */
  readonly breaks: readonly number[]
}

/** Draws the line; values of two wordings stand side by side and no line joins them. */
export function pulseOf(points: readonly PulsePoint[], x: (index: number) => number, y: (value: number) => number): Pulse {
  const isNewWording = (index: number) => index > 0 && points[index - 1]?.version !== points[index]?.version
  const line = points
    .map(({ value }, index) => {
      if (value === null) return ''
      const begins = index === 0 || points[index - 1]?.value === null || isNewWording(index)
      return `${begins ? 'M' : 'L'}${x(index)} ${y(value)}`
    })
    .join('')
  return { line, breaks: points.flatMap((_, index) => (isNewWording(index) ? [(x(index - 1) + x(index)) / 2] : [])) }
}
