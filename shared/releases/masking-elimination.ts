import { around } from './masking-range.ts'
import type { MaskTable } from './masking-table.ts'

/** Coefficients of one equation by unknown; multiplied so that all are whole, which keeps them exact. */
type Equation = Map<number, bigint>

const magnitude = (a: bigint): bigint => (a < 0n ? -a : a)
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))

/** `equation` with an unknown taken out by means of another equation that holds it. */
function without(equation: Equation, pivot: Equation, unknown: number): Equation {
  const [a, b] = [equation.get(unknown) as bigint, pivot.get(unknown) as bigint]
  const result: Equation = new Map()
  for (const [one, coefficient] of equation) result.set(one, coefficient * b)
  for (const [one, coefficient] of pivot) {
    const left = (result.get(one) ?? 0n) - coefficient * a
    if (left === 0n) result.delete(one)
    else result.set(one, left)
  }
  let shared = 0n
  for (const coefficient of result.values()) {
    shared = gcd(magnitude(coefficient), shared)
    if (shared === 1n) return result
  }
  return shared <= 1n ? result : new Map([...result].map(([one, coefficient]) => [one, coefficient / shared]))
}

/**
 * Unknowns that follow from equations alone (domain 3.11, step 3): Gaussian elimination; an equation left with one unknown
 * gives it away. What the equations are equal to does not matter for that.
 */
export function computable(equations: readonly Equation[]): Set<number> {
  const pivots = new Map<number, Equation>()
  for (const equation of equations) {
    let row = equation
    for (const unknown of [...equation.keys()]) {
      const pivot = pivots.get(unknown)
      if (pivot !== undefined && row.has(unknown)) row = without(row, pivot, unknown)
    }
    const [first] = row.keys()
    if (first === undefined) continue
    for (const [unknown, pivot] of pivots) if (pivot.has(first)) pivots.set(unknown, without(pivot, row, first))
    pivots.set(first, row)
  }
  return new Set([...pivots].flatMap(([unknown, row]) => (row.size === 1 ? [unknown] : [])))
}

/** Whether a hidden quantity can be computed from the sums of everything hidden that is linked with it, when that is at most `limit`. */
export function isComputable(table: MaskTable, index: number, limit: number): boolean {
  const { sums, isAll } = around(table, index, limit)
  if (!isAll) return false
  const equations = sums.map((sum) => {
    const equation: Equation = new Map()
    for (const member of table.membersOf(sum)) if (table.mayMove(member)) equation.set(member, table.parentOf(sum) === member ? -1n : 1n)
    return equation
  })
  return computable(equations).has(index)
}
