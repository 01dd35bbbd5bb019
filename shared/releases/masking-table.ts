import type { FormerRelease } from './masking-versions.ts'
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

const NONE = -1

/** Lists of numbers, one after the other, and where each begins. */
function lists(of: readonly (readonly number[])[]): [Int32Array, Int32Array] {
  const starts = new Int32Array(of.length + 1)
  of.forEach((list, index) => (starts[index + 1] = (starts[index] as number) + list.length))
  const items = new Int32Array(starts[of.length] as number)
  of.forEach((list, index) => items.set(list, starts[index]))
  return [starts, items]
}

/** What a former release told. */
interface Beforehand {
  readonly known?: ReadonlySet<string> | undefined
  readonly frozen?: ReadonlySet<string> | undefined
  readonly former?: FormerRelease | undefined
}

/**
 * Quantities and their sums as whole numbers and indexes, while it is decided which are hidden. A sum's members are its
 * parent, then its children; a reader knows what is shown, what is public already, and every sum. After the sums of now come
 * those that a former release leaves: what it hid adds up as before, when none of that has changed.
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
  readonly #parents: Int32Array

  constructor(quantities: readonly Quantity[], relations: readonly Relation[], { known, frozen, former }: Beforehand = {}) {
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
    const indexes = new Map(quantities.map(({ id }, index) => [id, index]))
    if (indexes.size !== quantities.length) throw new RangeError('two quantities of one name')
    const indexOf = (id: string): number => {
      const index = indexes.get(id)
      if (index === undefined) throw new RangeError(`no quantity ${id}`)
      return index
    }
    const all = relations.map(({ parent, children }) => [parent, ...children].map(indexOf))
    all.forEach((members, sum) => this.#checkSum(members, relations[sum] as Relation))
    const parents = all.map(([parent]) => parent as number)
    if (former !== undefined && former.hidden.size > 0) {
      for (const members of all.slice()) {
        const before = this.#leftBefore(members, former)
        if (before.length === 0) continue
        all.push(before)
        parents.push(before[0] === members[0] ? (members[0] as number) : NONE)
      }
    }
    this.#parents = Int32Array.from(parents)
    ;[this.memberStart, this.members] = lists(all)
    const sumsOf: number[][] = quantities.map(() => [])
    all.forEach((members, sum) => {
      for (const index of members) (sumsOf[index] as number[]).push(sum)
    })
    ;[this.sumStart, this.sums] = lists(sumsOf)
  }

  /**
   * What a former release hid of a sum, which a reader may take for unchanged. None when all else is known, as the sum of now
   * then says the same.
   */
  #leftBefore(members: readonly number[], { hidden }: FormerRelease): number[] {
    const before = members.filter((index) => hidden.has((this.quantities[index] as Quantity).id))
    return members.every((index) => this.isKnown[index] === 1 || before.includes(index)) ? [] : before
  }

  /** A sum that is none would make every proof here void; what is kept from before need not add up with what is new. */
  #checkSum(members: readonly number[], { parent }: Relation): void {
    if (new Set(members).size !== members.length) throw new RangeError(`a quantity stands twice in the sum of ${parent}`)
    const [whole, ...parts] = members as [number, ...number[]]
    const left = parts.reduce((rest, part) => rest - (this.values[part] as number), this.values[whole] as number)
    if (left !== 0 && !members.some((index) => this.isFrozen[index] === 1)) throw new RangeError(`${parent} is not the sum of its parts`)
  }

  get size(): number {
    return this.quantities.length
  }

  /** Below zero for what a sum of before leaves without its whole. */
  parentOf(sum: number): number {
    return this.#parents[sum] as number
  }

  /** A sum of now, not what one of before leaves. */
  isSum(sum: number): boolean {
    return sum < this.relations.length
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

  /** As `sumsOf`, without what a former release leaves, which comes last. */
  sumsOfNow(index: number): Int32Array {
    const sums = this.sumsOf(index)
    let count = sums.length
    while (count > 0 && !this.isSum(sums[count - 1] as number)) count -= 1
    return sums.subarray(0, count)
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

  /** Whether it could, if everything that is not public already were hidden. */
  couldMove(index: number): boolean {
    return this.isKnown[index] === 0 && this.isFrozen[index] === 0 && (this.isHidden(index) || (this.quantities[index] as Quantity).value !== null)
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
