/** Below this a number is rounding. */
const EPSILON = 1e-9
/** What a subtraction leaves of equal numbers. */
const TINY = 1e-13

/**
 * Linear program over numbers that are zero or more: every row, coefficients then the right-hand side, holds as an equation.
 * Dense tableau, two phases (Dantzig's rule, then Bland's so that it ends). Its result is a proposal: who uses it checks it
 * in whole numbers.
 */
export class Simplex {
  readonly #rows: Float64Array[]
  readonly #columns: number
  /** For each row the column that it gives; columns from `#columns` on are artificial. */
  readonly #basis: number[]

  constructor(rows: readonly Float64Array[]) {
    this.#columns = (rows[0]?.length ?? 1) - 1
    this.#rows = rows.map((row) => ((row[this.#columns] as number) < 0 ? row.map((one) => -one) : row.slice()))
    this.#basis = rows.map((_, index) => this.#columns + index)
  }

  /** Finds a first solution. @returns false when there is none, or rounding got in the way */
  start(): boolean {
    const cost = new Float64Array(this.#columns + 1)
    for (const row of this.#rows) for (let column = 0; column < row.length; column += 1) cost[column] = (cost[column] as number) + (row[column] as number)
    if (!this.#improve(cost)) return false
    if (Math.abs(cost[this.#columns] as number) > 1e-6) return false
    for (let row = this.#rows.length - 1; row >= 0; row -= 1) {
      if ((this.#basis[row] as number) < this.#columns) continue
      const entry = (this.#rows[row] as Float64Array).findIndex((one, column) => column < this.#columns && Math.abs(one) > 1e-7)
      if (entry >= 0) this.#pivot(row, entry, null)
      else {
        this.#rows.splice(row, 1)
        this.#basis.splice(row, 1)
      }
    }
    return true
  }

  /** Goes from the present solution to one where a column is greatest (1) or least (-1). @returns false when there is no end to it */
  optimise(column: number, direction: 1 | -1): boolean {
    const cost = new Float64Array(this.#columns + 1)
    cost[column] = direction
    const row = this.#basis.indexOf(column)
    if (row >= 0) (this.#rows[row] as Float64Array).forEach((one, at) => (cost[at] = (cost[at] as number) - direction * one))
    return this.#improve(cost)
  }

  solution(): Float64Array {
    const values = new Float64Array(this.#columns)
    this.#basis.forEach((column, row) => (values[column] = (this.#rows[row] as Float64Array)[this.#columns] as number))
    return values
  }

  #improve(cost: Float64Array): boolean {
    const patience = 4 * (this.#rows.length + this.#columns)
    for (let round = 0; round < 10 * patience; round += 1) {
      let entry = -1
      let best = EPSILON
      for (let column = 0; column < this.#columns; column += 1) {
        if ((cost[column] as number) <= best) continue
        entry = column
        if (round > patience) break
        best = cost[column] as number
      }
      if (entry < 0) return true
      const row = this.#leaving(entry)
      if (row < 0) return false
      this.#pivot(row, entry, cost)
    }
    return false
  }

  #leaving(entry: number): number {
    let found = -1
    let least = Infinity
    for (let index = 0; index < this.#rows.length; index += 1) {
      const row = this.#rows[index] as Float64Array
      const coefficient = row[entry] as number
      if (coefficient <= EPSILON) continue
      const ratio = (row[this.#columns] as number) / coefficient
      if (ratio < least - EPSILON || (ratio < least + EPSILON && (this.#basis[index] as number) < (this.#basis[found] ?? Infinity))) {
        least = Math.min(least, ratio)
        found = index
      }
    }
    return found
  }

  #pivot(at: number, entry: number, cost: Float64Array | null): void {
    const pivot = this.#rows[at] as Float64Array
    const by = pivot[entry] as number
    // Most of a row is zero.
    const filled: number[] = []
    for (let column = 0; column < pivot.length; column += 1) {
      if (pivot[column] === 0) continue
      pivot[column] = (pivot[column] as number) / by
      filled.push(column)
    }
    const clear = (row: Float64Array) => {
      const factor = row[entry] as number
      if (factor === 0) return
      for (const column of filled) {
        const left = (row[column] as number) - factor * (pivot[column] as number)
        row[column] = Math.abs(left) < TINY ? 0 : left
      }
      row[entry] = 0
    }
    for (let index = 0; index < this.#rows.length; index += 1) if (index !== at) clear(this.#rows[index] as Float64Array)
    if (cost !== null) clear(cost)
    this.#basis[at] = entry
  }
}
