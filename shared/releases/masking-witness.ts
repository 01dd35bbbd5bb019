import type { MaskTable } from './masking-table.ts'

/** A hidden count leaves a reader at least three possible values: the least and the most are two persons apart. */
export const LEAST_WIDTH = 2
/** How far a search goes before linear programming takes over. */
const STEPS = 160
const BREADTH = 4

/**
 * For hidden quantities, other values that fit everything a reader knows: sums, and that nobody counts less than the floor.
 * Each is proved by a whole solution in persons: some go up by one, others down, and every sum still holds. What was once
 * proved stays so when more is hidden.
 */
export class Witnesses {
  readonly table: MaskTable
  readonly mayMove: (index: number) => boolean
  readonly sumsOf: (index: number) => Int32Array
  readonly low: Float64Array
  readonly high: Float64Array
  /** Where a search stands, beside the true values, and the step it is trying, in persons. */
  readonly #offset: Int32Array
  readonly #moved: number[] = []
  readonly #step: Int8Array
  readonly #stepped: number[] = []
  readonly #imbalance: Int16Array
  readonly #open: number[] = []
  #left = 0

  /**
   * @param mayMove whether a quantity is unknown: as things stand, or as they could at best
   * @param sumsOf what a reader knows: all sums, or those of this release alone
   */
  constructor(table: MaskTable, mayMove: (index: number) => boolean, sumsOf = (index: number) => table.sumsOf(index)) {
    this.table = table
    this.mayMove = mayMove
    this.sumsOf = sumsOf
    this.low = table.values.slice()
    this.high = table.values.slice()
    this.#offset = new Int32Array(table.size)
    this.#step = new Int8Array(table.size)
    this.#imbalance = new Int16Array(table.memberStart.length)
  }

  /** Whether three values are proved possible. */
  isWide(index: number): boolean {
    return (this.high[index] as number) - (this.low[index] as number) >= LEAST_WIDTH * this.table.unit
  }

  /** Records one solution that holds, by what it says of one quantity. */
  record(index: number, value: number): void {
    if (value < (this.low[index] as number)) this.low[index] = value
    if (value > (this.high[index] as number)) this.high[index] = value
  }

  /** Looks for other values of a hidden quantity nearby. @returns whether it has three by now */
  search(index: number): boolean {
    for (const sign of [1, -1] as const) {
      for (let round = 0; round < LEAST_WIDTH && !this.isWide(index); round += 1) {
        if (!this.#find(index, sign)) break
        this.#take(round === 0)
      }
      for (const one of this.#moved) this.#offset[one] = 0
      this.#moved.length = 0
      if (this.isWide(index)) return true
    }
    return false
  }

  /** Persons that a quantity can lose from where the search stands. */
  #slack(index: number): number {
    const { values, floors, unit } = this.table
    return Math.floor(((values[index] as number) - (floors[index] as number)) / unit) + (this.#offset[index] as number)
  }

  #find(index: number, sign: 1 | -1): boolean {
    if (sign < 0 && this.#slack(index) < 1) return false
    this.#left = STEPS
    this.#put(index, sign)
    const isFound = this.#balance()
    if (!isFound) this.#unput(index)
    return isFound
  }

  /** Goes as far as the step can be repeated, both ways from the true values, and stays at its near end. */
  #take(isFromTruth: boolean): void {
    const { values, unit } = this.table
    let up: number = LEAST_WIDTH
    let down: number = isFromTruth ? LEAST_WIDTH : 0
    for (const one of this.#stepped) {
      const slack = this.#slack(one)
      if ((this.#step[one] as number) < 0) up = Math.min(up, slack)
      else down = Math.min(down, slack)
    }
    for (const one of this.#stepped) {
      const step = this.#step[one] as number
      const value = values[one] as number
      if (down > 0) this.record(one, value - step * down * unit)
      if (this.#offset[one] === 0) this.#moved.push(one)
      this.#offset[one] = (this.#offset[one] as number) + step * up
    }
    for (const one of this.#moved) this.record(one, (values[one] as number) + (this.#offset[one] as number) * unit)
    for (const one of this.#stepped) this.#step[one] = 0
    this.#stepped.length = 0
  }

  #change(index: number, step: number): void {
    const { table } = this
    for (const sum of this.sumsOf(index)) {
      const before = this.#imbalance[sum] as number
      const after = before + (table.parentOf(sum) === index ? -step : step)
      this.#imbalance[sum] = after
      if (before === 0) this.#open.push(sum)
      else if (after === 0) this.#open.splice(this.#open.indexOf(sum), 1)
    }
  }

  #put(index: number, step: 1 | -1): void {
    this.#step[index] = step
    this.#stepped.push(index)
    this.#change(index, step)
  }

  /** Takes the last step back, which was that of the quantity given. */
  #unput(index: number): void {
    this.#change(index, -(this.#step[index] as number))
    this.#step[index] = 0
    this.#stepped.pop()
  }

  /** Makes sums hold again, one at a time, the shortest first; goes back when it is stuck. */
  #balance(): boolean {
    if (this.#open.length === 0) return true
    if (this.#left <= 0) return false
    this.#left -= 1
    for (const [candidate, step] of this.#candidates(this.#shortestOpen())) {
      this.#put(candidate, step)
      if (this.#balance()) return true
      this.#unput(candidate)
      if (this.#left <= 0) return false
    }
    return false
  }

  #shortestOpen(): number {
    const { memberStart } = this.table
    let best = -1
    let fewest = Infinity
    for (const sum of this.#open) {
      const count = (memberStart[sum + 1] as number) - (memberStart[sum] as number)
      if (count < fewest) [best, fewest] = [sum, count]
    }
    return best
  }

  /** Quantities of a sum that would bring it nearer to holding, those first that mend more sums than they break. */
  #candidates(sum: number): [number, 1 | -1][] {
    const { table } = this
    const direction = (this.#imbalance[sum] as number) > 0 ? -1 : 1
    const parent = table.parentOf(sum)
    const found: { index: number; step: 1 | -1; mends: number; slack: number }[] = []
    for (const index of table.membersOf(sum)) {
      if (this.#step[index] !== 0 || !this.mayMove(index)) continue
      const step = index === parent ? (-direction as 1 | -1) : direction
      const slack = this.#slack(index)
      if (step < 0 && slack < 1) continue
      let mends = 0
      for (const other of this.sumsOf(index)) {
        const stands = this.#imbalance[other] as number
        mends += Math.abs(stands) - Math.abs(stands + (table.parentOf(other) === index ? -step : step))
      }
      found.push({ index, step, mends, slack })
    }
    found.sort((a, b) => b.mends - a.mends || b.slack - a.slack || a.index - b.index)
    return found.slice(0, BREADTH).map(({ index, step }) => [index, step])
  }
}
