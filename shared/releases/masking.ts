import { isComputable } from './masking-elimination.ts'
import { Heap } from './masking-heap.ts'
import { around, FAR, isWideByProgram } from './masking-range.ts'
import { MaskTable, STATE } from './masking-table.ts'
import type { FormerRelease } from './masking-versions.ts'
import { Witnesses } from './masking-witness.ts'
import type { Quantity, Relation } from './relations.ts'

export type Mask = 'none' | 'primary' | 'secondary'

/** What the masking of one indicator is told besides its quantities. */
export interface MaskSettings {
  /** Smallest count of people that may be shown: domain 3.11, 5 by default, never below 3. */
  readonly smallestShown: number
  /** Quantities that are hidden whatever their size: counts of a small group that are all of it or none (step 4). */
  readonly primary?: ReadonlySet<string>
  /** Quantities that a former release hid: they stay hidden (step 5). */
  readonly sticky?: ReadonlySet<string>
  /** Quantities that a former release showed and that have not changed: hiding them would protect nobody. */
  readonly known?: ReadonlySet<string>
  /**
   * What a former release told and hid of the same periods: its sums are known as well, so that what comes to be hidden now is
   * not found by comparing the two.
   */
  readonly former?: FormerRelease
  /** Hidden quantities of a correction that waits: they keep their sign, and are not examined again. */
  readonly frozen?: ReadonlySet<string>
}

/**
 * Why a figure is hidden: it is small; a former release hid it; another was alone in a sum, or small together with others
 * (step 2), could be computed (step 3), or had fewer than three possible values; its breakdown is left out.
 */
export type MaskReason = 'small' | 'sticky' | 'alone' | 'small_sum' | 'computable' | 'narrow' | 'dropped'

export interface Masking {
  /** Hidden quantities; all others are shown. */
  readonly masks: ReadonlyMap<string, 'primary' | 'secondary'>
  /** Of every hidden quantity, why it was hidden. */
  readonly reasons: ReadonlyMap<string, MaskReason>
  /** Children of sums that could not be protected: the breakdown is left out of the release. They are hidden too. */
  readonly dropped: ReadonlySet<string>
  readonly droppedRelations: readonly Relation[]
  /** Hidden quantities that figures which are public already give away to within two persons: nothing here can help them. */
  readonly exposed: ReadonlySet<string>
  /** Hidden quantities that who compares with the former release can tell to within two persons, if nothing that it hid has changed. */
  readonly comparable: ReadonlySet<string>
  readonly counts: { readonly cells: number; readonly primary: number; readonly secondary: number; readonly byReason: Readonly<Record<MaskReason, number>> }
}

/** Unknowns up to which it is told apart whether a figure could be computed or only narrowed down. */
const ELIMINATED_TOGETHER = 120
/** Rings of linked sums that are searched for one more figure to hide. */
const REACH = 400

/**
 * Decides which quantities of linked tables are hidden (domain 3.11): small counts; then one more at a time until no hidden
 * one can be computed from what is shown, nor told to within two persons by somebody who knows every sum and that hidden
 * figures are no zeros. Values are whole persons, or decimals of them as overlap estimates are.
 *
 * No step reads the value of a figure that is already hidden but through what a reader can compute himself; a value counts
 * when its figure is still shown, and is chosen because it is the smallest.
 * @throws RangeError when a sum names an unknown quantity or does not add up, or the smallest count shown is below three
 */
export function maskQuantities(quantities: readonly Quantity[], relations: readonly Relation[], settings: MaskSettings): Masking {
  if (settings.smallestShown < 3) throw new RangeError('counts below three are never shown')
  return new Run(quantities, relations, settings).masking()
}

const isWide = (witnesses: Witnesses, index: number): boolean => witnesses.isWide(index) || witnesses.search(index) || isWideByProgram(witnesses, index)

class Run {
  readonly #table: MaskTable
  readonly #witnesses: Witnesses
  /** Values that would be possible if everything were hidden that is not public already. */
  readonly #atBest: Witnesses
  /** Values that are possible as things stand, for who has not read the former release. */
  readonly #ofNow: Witnesses
  readonly #hasFormer: boolean
  readonly #threshold: number
  readonly #waiting: Heap
  readonly #reasons = new Map<number, MaskReason>()
  /** Hidden quantities in the order in which they were hidden. */
  readonly #hidden: number[] = []
  readonly #exposed = new Set<number>()
  readonly #comparable = new Set<number>()

  constructor(quantities: readonly Quantity[], relations: readonly Relation[], settings: MaskSettings) {
    const { primary, sticky, frozen } = settings
    this.#table = new MaskTable(quantities, relations, settings)
    this.#witnesses = new Witnesses(this.#table, (index) => this.#table.mayMove(index))
    this.#atBest = new Witnesses(this.#table, (index) => this.#table.couldMove(index))
    this.#ofNow = new Witnesses(
      this.#table,
      (index) => this.#table.mayMove(index),
      (index) => this.#table.sumsOfNow(index),
    )
    this.#hasFormer = settings.former !== undefined
    this.#threshold = settings.smallestShown * this.#table.unit
    this.#waiting = new Heap(relations.length)
    quantities.forEach(({ id, sensitive, forced }, index) => {
      const value = this.#table.values[index] as number
      if (frozen?.has(id) === true) this.#hide(index, 'sticky')
      else if (!forced && (primary?.has(id) === true || (sensitive && value > 0 && value < this.#threshold))) this.#hide(index, 'small')
      else if (sticky?.has(id) === true && !forced) this.#hide(index, 'sticky')
    })
    this.#protectSums()
    this.#audit()
  }

  #hide(index: number, reason: MaskReason): void {
    this.#table.state[index] = reason === 'small' ? STATE.primary : STATE.secondary
    this.#reasons.set(index, reason)
    this.#hidden.push(index)
    for (const sum of this.#table.sumsOf(index)) if (this.#table.isSum(sum) && this.#table.isDropped[sum] === 0) this.#waiting.push(sum)
  }

  /** Step 2: the first sum that needs it gets one more hidden figure, until none does. */
  #protectSums(): void {
    for (let sum = this.#waiting.pop(); sum !== null; sum = this.#waiting.pop()) {
      const reason = this.#whyExposed(sum)
      if (reason === null) continue
      const next = this.#table.nextToHide(sum)
      if (next === null) this.#drop(sum)
      else this.#hide(next, reason)
    }
  }

  #whyExposed(sum: number): MaskReason | null {
    const table = this.#table
    if (table.isDropped[sum] === 1) return null
    const parent = table.parentOf(sum)
    let hidden = 0
    let frozen = 0
    let left = table.values[parent] as number
    for (const child of table.childrenOf(sum)) {
      if (!table.isUnknown(child)) left -= table.values[child] as number
      else {
        hidden += 1
        frozen += table.isFrozen[child] as number
      }
    }
    const isParentHidden = table.isUnknown(parent)
    if (frozen > 0 && frozen === hidden && (!isParentHidden || table.isFrozen[parent] === 1)) return null
    if (hidden + (isParentHidden ? 1 : 0) === 1) return 'alone'
    return !isParentHidden && hidden >= 2 && left - (hidden - 1) * table.unit < this.#threshold ? 'small_sum' : null
  }

  /** Leaves a breakdown out of the release: all its parts. */
  #drop(sum: number): void {
    const table = this.#table
    table.isDropped[sum] = 1
    for (const child of table.childrenOf(sum)) if (!table.isHidden(child) && table.quantities[child]?.value !== null) this.#hide(child, 'dropped')
  }

  /**
   * Step 3, and beyond it: every hidden figure must have three possible values. A solution found proves that a figure cannot
   * be computed, without elimination; what has none gets one more hidden figure beside it, and step 2 follows.
   */
  #audit(): void {
    for (let at = 0; at < this.#hidden.length; at += 1) {
      const index = this.#hidden[at] as number
      const table = this.#table
      if (table.isFrozen[index] === 1 || this.#reasons.get(index) === 'dropped') continue
      if (!table.mayMove(index)) {
        this.#exposed.add(index)
        continue
      }
      while (!isWide(this.#witnesses, index)) {
        // Hiding what does not help would be for nothing.
        if (this.#canBeWide(index) && this.#hideNear(index)) continue
        ;(this.#hasFormer && isWide(this.#ofNow, index) ? this.#comparable : this.#exposed).add(index)
        break
      }
    }
  }

  /** Beside a former release that is not looked at as far: what it hid may have changed, and is taken for unchanged here. */
  #canBeWide(index: number): boolean {
    return isWide(this.#atBest, index) || (!this.#hasFormer && isWideByProgram(this.#atBest, index, FAR))
  }

  /**
   * Hides one more figure in a sum of the given one; where all are hidden or public, in the sums next to those, once a
   * search further off found no other values either. @returns false when there is nothing left to hide
   */
  #hideNear(index: number): boolean {
    const table = this.#table
    const reason = isComputable(table, index, ELIMINATED_TOGETHER) ? 'computable' : 'narrow'
    const own = table.sumsOf(index)
    let next = this.#best(own)
    if (next === null) {
      if (isWideByProgram(this.#witnesses, index, FAR)) return true
      next = this.#best(around(table, index, REACH).sums)
    }
    if (next === null) {
      const droppable = own.find(
        (sum) =>
          table.isSum(sum) && table.parentOf(sum) !== index && table.isDropped[sum] === 0 && table.childrenOf(sum).some((child) => !table.isHidden(child)),
      )
      if (droppable === undefined) return false
      this.#drop(droppable)
    } else this.#hide(next, reason)
    this.#protectSums()
    return true
  }

  /** Of the figures that these sums would hide next, parts above zero first, then in the order of step 2. */
  #best(sums: Iterable<number>): number | null {
    const table = this.#table
    let best: number | null = null
    let bestRank = 3
    for (const sum of sums) {
      if (!table.isSum(sum)) continue
      const next = table.nextToHide(sum)
      if (next === null) continue
      const rank = table.parentOf(sum) === next ? 1 : (table.values[next] as number) > 0 ? 0 : 2
      if (rank > bestRank || (rank === bestRank && best !== null && !table.comesBefore(next, best))) continue
      best = next
      bestRank = rank
    }
    return best
  }

  masking(): Masking {
    const table = this.#table
    const idOf = (index: number) => (table.quantities[index] as Quantity).id
    const byReason: Record<MaskReason, number> = { small: 0, sticky: 0, alone: 0, small_sum: 0, computable: 0, narrow: 0, dropped: 0 }
    const masks = new Map<string, 'primary' | 'secondary'>()
    for (const [index, reason] of this.#reasons) {
      byReason[reason] += 1
      masks.set(idOf(index), table.state[index] === STATE.primary ? 'primary' : 'secondary')
    }
    const droppedRelations = table.relations.filter((_, sum) => table.isDropped[sum] === 1)
    return {
      masks,
      reasons: new Map([...this.#reasons].map(([index, reason]) => [idOf(index), reason])),
      dropped: new Set(droppedRelations.flatMap(({ children }) => children)),
      droppedRelations,
      exposed: new Set([...this.#exposed].map(idOf)),
      comparable: new Set([...this.#comparable].map(idOf)),
      counts: { cells: table.size, primary: byReason.small, secondary: masks.size - byReason.small, byReason },
    }
  }
}
