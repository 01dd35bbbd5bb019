import type { Quantity, Relation } from './relations.ts'

/** Shown; hidden for itself; hidden for others. */
export const STATE = { shown: 0, primary: 1, secondary: 2 } as const

/** Places after the point of the finest value: counts become whole numbers of that unit. */
function placesOf(quantities: readonly Quantity[]): number {
  let places = 0
  for (const { value } of quantities) {
    const point = value?.indexOf('.') ?? -1
    if (value !== null && point >= 0) places = Math.max(places, value.length - point - 1)
  }
  return places
}

function scaled(text: string, places: number): number {
  const point = text.indexOf('.')
  const digits = point < 0 ? text + '0'.repeat(places) : text.slice(0, point) + text.slice(point + 1).padEnd(places, '0')
  const value = Number(digits)
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a count that can be masked: ${text}`)
  return value
}

/**
 * Quantities and their sums as whole numbers and indexes, while it is decided which are hidden. A sum's members are its
 * parent, then its children; a reader knows what is shown, what is public already, and every sum.
 */
export class MaskTable {
  readonly quantities: readonly Quantity[]
  readonly relations: readonly Relation[]
  /** One person. */
  readonly unit: number
  readonly values: Float64Array
  /** What a reader takes for the least: one, as zeros are shown; zero for those that had to be hidden all the same. */
  readonly floors: Float64Array
  readonly state: Uint8Array
  /** Known to a reader whatever is decided here: public already, or shown before. */
  readonly isKnown: Uint8Array
  /** Keeps what was told before, whatever it is. */
  readonly isFrozen: Uint8Array
  readonly isDropped: Uint8Array
  readonly memberStart: Int32Array
  readonly members: Int32Array
  readonly sumStart: Int32Array
  readonly sums: Int32Array
  readonly #indexes: Map<string, number>

  constructor(quantities: readonly Quantity[], relations: readonly Relation[], known?: ReadonlySet<string>, frozen?: ReadonlySet<string>) {
    this.quantities = quantities
    this.relations = relations
    const places = placesOf(quantities)
    this.unit = 10 ** places
    this.values = Float64Array.from(quantities, ({ value }) => (value === null ? 0 : scaled(value, places)))
    this.floors = this.values.map((value) => Math.min(this.unit, value))
    this.state = new Uint8Array(quantities.length)
    this.isKnown = Uint8Array.from(quantities, ({ id, forced }) => (forced || known?.has(id) === true ? 1 : 0))
    this.isFrozen = Uint8Array.from(quantities, ({ id }) => (frozen?.has(id) === true ? 1 : 0))
    this.isDropped = new Uint8Array(relations.length)
    this.#indexes = new Map(quantities.map(({ id }, index) => [id, index]))
    if (this.#indexes.size !== quantities.length) throw new RangeError('two quantities of one name')

    this.memberStart = new Int32Array(relations.length + 1)
    relations.forEach(({ children }, sum) => {
      this.memberStart[sum + 1] = (this.memberStart[sum] as number) + 1 + children.length
    })
    this.members = new Int32Array(this.memberStart[relations.length] as number)
    const counts = new Int32Array(quantities.length + 1)
    relations.forEach(({ parent, children }, sum) => {
      let at = this.memberStart[sum] as number
      for (const id of [parent, ...children]) {
        const index = this.#indexOf(id)
        this.members[at] = index
        at += 1
        counts[index + 1] = (counts[index + 1] as number) + 1
      }
    })
    for (let index = 0; index < quantities.length; index += 1) counts[index + 1] = (counts[index + 1] as number) + (counts[index] as number)
    this.sumStart = counts
    this.sums = new Int32Array(this.members.length)
    const filled = counts.slice()
    for (let sum = 0; sum < relations.length; sum += 1) {
      for (let at = this.memberStart[sum] as number; at < (this.memberStart[sum + 1] as number); at += 1) {
        const index = this.members[at] as number
        this.sums[filled[index] as number] = sum
        filled[index] = (filled[index] as number) + 1
      }
      this.#checkSum(sum)
    }
  }

  #indexOf(id: string): number {
    const index = this.#indexes.get(id)
    if (index === undefined) throw new RangeError(`no quantity ${id}`)
    return index
  }

  /** A sum that is none would make every proof here void; what is kept from before need not add up with what is new. */
  #checkSum(sum: number): void {
    const [start, end] = [this.memberStart[sum] as number, this.memberStart[sum + 1] as number]
    let left = this.values[this.members[start] as number] as number
    let isFrozen = this.isFrozen[this.members[start] as number] === 1
    const seen = new Set([this.members[start] as number])
    for (let at = start + 1; at < end; at += 1) {
      const index = this.members[at] as number
      left -= this.values[index] as number
      isFrozen ||= this.isFrozen[index] === 1
      seen.add(index)
    }
    const { parent } = this.relations[sum] as Relation
    if (seen.size !== end - start) throw new RangeError(`a quantity stands twice in the sum of ${parent}`)
    if (left !== 0 && !isFrozen) throw new RangeError(`${parent} is not the sum of its parts`)
  }

  get size(): number {
    return this.quantities.length
  }

  parentOf(sum: number): number {
    return this.members[this.memberStart[sum] as number] as number
  }

  membersOf(sum: number): Int32Array {
    return this.members.subarray(this.memberStart[sum], this.memberStart[sum + 1])
  }

  childrenOf(sum: number): Int32Array {
    return this.members.subarray((this.memberStart[sum] as number) + 1, this.memberStart[sum + 1])
  }

  /** Sums that a quantity is in, as a part or as the whole. */
  sumsOf(index: number): Int32Array {
    return this.sums.subarray(this.sumStart[index], this.sumStart[index + 1])
  }

  isHidden(index: number): boolean {
    return this.state[index] !== STATE.shown
  }

  /** Hidden, and a reader does not know it from elsewhere. */
  isUnknown(index: number): boolean {
    return this.state[index] !== STATE.shown && this.isKnown[index] === 0
  }

  /** Whether it could have another value for all that is told here. */
  mayMove(index: number): boolean {
    return this.isUnknown(index) && this.isFrozen[index] === 0
  }

  /** Whether it may be hidden so that others cannot be computed. */
  mayHide(index: number): boolean {
    return this.state[index] === STATE.shown && this.isKnown[index] === 0 && (this.quantities[index] as Quantity).value !== null
  }

  /** The order of step 2: smallest places, unknown categories, smallest values, then by name. */
  comesBefore(a: number, b: number): boolean {
    const [one, other] = [this.quantities[a] as Quantity, this.quantities[b] as Quantity]
    if (one.level !== other.level) return one.level < other.level
    if (one.isUnknownCategory !== other.isUnknownCategory) return one.isUnknownCategory
    const [left, right] = [this.values[a] as number, this.values[b] as number]
    return left === right ? one.id < other.id : left < right
  }

  /**
   * The next quantity of a sum to hide, in the order of step 2: a part above zero, the whole, a part that is zero.
   * @returns null when everything is hidden or public
   */
  nextToHide(sum: number): number | null {
    let above: number | null = null
    let zero: number | null = null
    for (const child of this.childrenOf(sum)) {
      if (!this.mayHide(child)) continue
      if ((this.values[child] as number) > 0) {
        if (above === null || this.comesBefore(child, above)) above = child
      } else if (zero === null || this.comesBefore(child, zero)) zero = child
    }
    if (above !== null) return above
    const parent = this.parentOf(sum)
    return this.mayHide(parent) ? parent : zero
  }
}
