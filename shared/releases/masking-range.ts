import { Simplex } from './masking-simplex.ts'
import type { MaskTable } from './masking-table.ts'
import { LEAST_WIDTH, type Witnesses } from './masking-witness.ts'

/** Hidden quantities that may move together: a few nearby, then as many as a moment allows. */
const NEARBY = [24, 120]
/** Before it is said that nothing can help. */
export const FAR = [600]

/** Hidden quantities around one, nearest first, through the sums they share. */
export function around(
  table: MaskTable,
  index: number,
  limit: number,
  { mayMove, sumsOf }: Pick<Witnesses, 'mayMove' | 'sumsOf'> = { mayMove: (one) => table.mayMove(one), sumsOf: (one) => table.sumsOf(one) },
): { moving: number[]; sums: number[]; isAll: boolean } {
  const moving = [index]
  const seen = new Set(moving)
  const sums = new Set<number>()
  let isAll = true
  for (let at = 0; at < moving.length; at += 1) {
    for (const sum of sumsOf(moving[at] as number)) {
      if (sums.has(sum)) continue
      sums.add(sum)
      for (const other of table.membersOf(sum)) {
        if (seen.has(other) || !mayMove(other)) continue
        if (moving.length >= limit) isAll = false
        else {
          seen.add(other)
          moving.push(other)
        }
      }
    }
  }
  return { moving, sums: [...sums], isAll }
}

/**
 * The least and the most that a hidden quantity can be (the attacker of reliability, section 6), while what is far off
 * stands still: that it can move at all is proved thereby. Solutions are only taken when they hold in whole persons.
 * @returns whether three values are possible
 */
export function isWideByProgram(witnesses: Witnesses, index: number, limits: readonly number[] = NEARBY): boolean {
  for (const limit of limits) {
    const { moving, sums, isAll } = around(witnesses.table, index, limit, witnesses)
    explore(witnesses, moving, sums)
    if (witnesses.isWide(index)) return true
    if (isAll) return false
  }
  return false
}

function explore(witnesses: Witnesses, moving: readonly number[], sums: readonly number[]): void {
  const { table } = witnesses
  const columnOf = new Map(moving.map((one, column) => [one, column]))
  // Persons above the floor; what does not move is taken as it is.
  const truth = moving.map((one) => Math.floor(((table.values[one] as number) - (table.floors[one] as number)) / table.unit))
  const right = moving.length + 1
  // It need not go further than two persons up, nor could a program without end be solved.
  const ceiling = new Float64Array(right + 1)
  ceiling[0] = 1
  ceiling[moving.length] = 1
  ceiling[right] = (truth[0] as number) + LEAST_WIDTH
  const rows = [ceiling]
  for (const sum of sums) {
    const row = new Float64Array(right + 1)
    let total = 0
    for (const member of table.membersOf(sum)) {
      const column = columnOf.get(member)
      if (column === undefined) continue
      const coefficient = table.parentOf(sum) === member ? -1 : 1
      row[column] = coefficient
      total += coefficient * (truth[column] as number)
    }
    row[right] = total
    rows.push(row)
  }
  const program = new Simplex(rows)
  if (!program.start()) return
  for (const direction of [1, -1] as const) {
    if (!program.optimise(0, direction)) continue
    const solution = program.solution().map(Math.round)
    if (!rows.every((row) => holds(row, solution)) || !solution.every((one) => one >= 0)) continue
    moving.forEach((one, column) =>
      witnesses.record(one, (table.values[one] as number) + ((solution[column] as number) - (truth[column] as number)) * table.unit),
    )
    if (witnesses.isWide(moving[0] as number)) return
  }
}

/** Whether an equation, its right-hand side last, holds in whole numbers. */
function holds(row: Float64Array, solution: Float64Array): boolean {
  let left = row[solution.length] as number
  for (let column = 0; column < solution.length; column += 1) left -= (row[column] as number) * (solution[column] as number)
  return left === 0
}
