import { Simplex } from './masking-simplex.ts'
import type { MaskTable } from './masking-table.ts'
import type { Witnesses } from './masking-witness.ts'

/** Hidden quantities that may move together: a few nearby, then as many as a moment allows. */
const NEIGHBOURHOODS = [24, 120]

/** Hidden quantities around one, nearest first, through the sums they share. */
export function around(table: MaskTable, index: number, limit: number): { moving: number[]; sums: number[]; isAll: boolean } {
  const moving = [index]
  const seen = new Set(moving)
  const sums = new Set<number>()
  let isAll = true
  for (let at = 0; at < moving.length; at += 1) {
    for (const sum of table.sumsOf(moving[at] as number)) {
      if (sums.has(sum)) continue
      sums.add(sum)
      for (const other of table.membersOf(sum)) {
        if (seen.has(other) || !table.mayMove(other)) continue
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
export function isWideByProgram(witnesses: Witnesses, index: number): boolean {
  for (const limit of NEIGHBOURHOODS) {
    const { moving, sums, isAll } = around(witnesses.table, index, limit)
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
  const rows: Float64Array[] = []
  for (const sum of sums) {
    const row = new Float64Array(moving.length + 1)
    let right = 0
    for (const member of table.membersOf(sum)) {
      const column = columnOf.get(member)
      if (column === undefined) continue
      const coefficient = table.parentOf(sum) === member ? -1 : 1
      row[column] = coefficient
      right += coefficient * (truth[column] as number)
    }
    row[moving.length] = right
    rows.push(row)
  }
  const program = new Simplex(rows)
  if (!program.start()) return
  for (const direction of [1, -1] as const) {
    if (!program.optimise(0, direction)) continue
    const solution = program.solution().map(Math.round)
    const isSound =
      solution.every((one) => one >= 0) &&
      rows.every((row) => solution.reduce((sum, one, column) => sum + one * (row[column] as number), 0) === row[moving.length])
    if (!isSound) continue
    moving.forEach((one, column) =>
      witnesses.record(one, (table.values[one] as number) + ((solution[column] as number) - (truth[column] as number)) * table.unit),
    )
    if (witnesses.isWide(moving[0] as number)) return
  }
}
