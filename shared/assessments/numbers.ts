/** Arithmetic of answers: a handful of small integers, where binary floating point is exact enough; shown figures are rounded once, here. */

/** Mean of what is there; null of nothing. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Standard deviation of a whole population (domain 2.0: the partners are all there are, not a sample). */
export function deviationOf(values: readonly number[]): number | null {
  const mean = meanOf(values)
  return mean === null ? null : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

/** Rounds half away from zero to a number of decimals; a hair is added, so that 2.675 held as 2.67499… rounds as written. */
export function rounded(value: number, decimals = 1): number {
  const factor = 10 ** decimals
  const result = (Math.sign(value) * Math.round(Math.abs(value) * factor + 1e-9)) / factor
  return result === 0 ? 0 : result
}

/** Rounds to the nearest multiple of five points: a figure that must not be computed with. */
export function toFive(value: number): number {
  return rounded(value / 5, 0) * 5
}
