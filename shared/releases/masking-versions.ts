import { type Decimal, decimal, toText } from '#shared/values/decimal.ts'
import type { Quantity, Relation } from './relations.ts'

/** What an earlier release of the same periods told. */
export interface FormerRelease {
  readonly shown: ReadonlyMap<string, string>
  /** Hidden, or left out with its breakdown. */
  readonly hidden: ReadonlySet<string>
}

/** Quantities with the sums they are in, and what was told of them before. */
class Compared {
  readonly sumsOf = new Map<string, Relation[]>()
  readonly now: ReadonlyMap<string, Quantity>
  readonly #former: FormerRelease
  readonly #derived = new Map<string, string>()

  constructor(quantities: readonly Quantity[], relations: readonly Relation[], former: FormerRelease) {
    this.now = new Map(quantities.map((quantity) => [quantity.id, quantity]))
    this.#former = former
    for (const relation of relations) {
      for (const id of membersOf(relation)) {
        const sums = this.sumsOf.get(id)
        if (sums === undefined) this.sumsOf.set(id, [relation])
        else sums.push(relation)
      }
      this.#derive(relation)
    }
  }

  /** What was not told, but is found by subtraction from what was, is known like the rest. */
  #derive({ parent, children }: Relation): void {
    if (!this.#former.shown.has(parent)) return
    const untold = children.filter((id) => !this.#former.shown.has(id))
    const [only] = untold
    if (only === undefined || untold.length > 1 || this.isHidden(only)) return
    const rest = children.reduce(
      (left, id) => (id === only ? left : left.minus(this.#former.shown.get(id) as string)),
      decimal(this.#former.shown.get(parent) as string),
    )
    if (!rest.isNegative()) this.#derived.set(only, toText(rest))
  }

  isHidden(id: string): boolean {
    return this.#former.hidden.has(id)
  }

  /** What was told of it, or is found; null when nothing was, or that it is nothing. */
  before(id: string): string | null {
    const derived = this.#derived.get(id)
    return this.#former.shown.get(id) ?? (derived === undefined || decimal(derived).isZero() ? null : derived)
  }

  /** By how many persons it differs from what was told; null when it does not. A zero that is no more reported differs by none. */
  change(id: string): Decimal | null {
    const [before, now] = [this.before(id), this.now.get(id)?.value ?? null]
    if (before === now) return null
    const change = decimal(now ?? '0')
      .minus(before ?? '0')
      .abs()
    const isSame = change.isZero() && (this.#derived.has(id) || (before !== null && now !== null))
    return isSame ? null : change
  }
}

const membersOf = ({ parent, children }: Relation): readonly string[] => [parent, ...children]

/**
 * What a release owes to the one before (domain 3.11, step 5). Hidden figures stay hidden. Those linked with one another in
 * sums of which nothing that was told has changed are decided anew: both releases then say one and the same system of
 * sums, so that the audit of the new one, which is told what was `known`, is the audit of both together. Where a told figure
 * of such a sum changed, a figure that came to light could give away what another one was before.
 */
export function carryOver(
  quantities: readonly Quantity[],
  relations: readonly Relation[],
  former: FormerRelease,
): { readonly sticky: ReadonlySet<string>; readonly known: ReadonlySet<string>; readonly former: FormerRelease } {
  const compared = new Compared(quantities, relations, former)
  const known = new Set(
    quantities.filter(({ id }) => !compared.isHidden(id) && compared.before(id) !== null && compared.change(id) === null).map(({ id }) => id),
  )
  const sticky = new Set<string>()
  const seen = new Set<string>()
  for (const { id } of quantities) {
    if (!compared.isHidden(id) || seen.has(id)) continue
    const group = [id]
    seen.add(id)
    let isAsBefore = true
    for (const one of group) {
      for (const member of (compared.sumsOf.get(one) ?? []).flatMap(membersOf)) {
        if (!compared.isHidden(member)) isAsBefore &&= compared.change(member) === null
        else if (!seen.has(member)) {
          seen.add(member)
          group.push(member)
        }
      }
    }
    if (!isAsBefore) for (const one of group) sticky.add(one)
  }
  return { sticky, known, former }
}

export interface HeldCorrections {
  /** Figures that keep what was told: its text, or null where nothing was. */
  readonly held: ReadonlyMap<string, string | null>
  /** Hidden figures among them, that keep their sign; for `maskQuantities`. */
  readonly frozen: ReadonlySet<string>
  /** Held figures that changed by `smallestShown` persons or more, and wait because their sums would not hold otherwise. */
  readonly dragged: ReadonlySet<string>
}

/**
 * Corrections that wait for the next regular release (domain 3.11, step 5): a told figure that changed by fewer people than
 * may be shown keeps its former value, for the difference of two editions would tell of them. With it wait all figures that
 * changed in the same sums, and so on until figures that did not change: within these bounds the edition tells exactly what
 * the former one did, every sum holds, and nothing can be subtracted. Where sums themselves are others than before (a place
 * moved), nothing is held, as no former value would fit.
 * @param smallestShown domain 3.11's k
 */
export function holdSmallCorrections(
  quantities: readonly Quantity[],
  relations: readonly Relation[],
  former: FormerRelease,
  smallestShown: number,
): HeldCorrections {
  const compared = new Compared(quantities, relations, former)
  const held = new Map<string, string | null>()
  const frozen = new Set<string>()
  const dragged = new Set<string>()
  const seen = new Set<string>()
  const isSmallCorrection = ({ id, sensitive, forced }: Quantity) => {
    if (!sensitive || forced || compared.isHidden(id) || compared.before(id) === null) return false
    return compared.change(id)?.lt(smallestShown) === true
  }
  for (const start of quantities) {
    if (seen.has(start.id) || !isSmallCorrection(start)) continue
    const island = [start.id]
    const sums = new Set<Relation>()
    seen.add(start.id)
    for (const id of island) {
      for (const sum of compared.sumsOf.get(id) ?? []) {
        if (sums.has(sum)) continue
        sums.add(sum)
        for (const member of membersOf(sum)) {
          if (seen.has(member) || (!compared.isHidden(member) && compared.change(member) === null)) continue
          seen.add(member)
          island.push(member)
        }
      }
    }
    if (![...sums].every((sum) => heldBefore(compared, sum))) continue
    for (const id of island) {
      if (compared.isHidden(id)) {
        frozen.add(id)
        continue
      }
      held.set(id, compared.before(id))
      if (compared.change(id)?.gte(smallestShown) === true) dragged.add(id)
    }
  }
  return { held, frozen, dragged }
}

/** Whether a sum held for what was told before; one with something hidden is taken to. */
function heldBefore(compared: Compared, sum: Relation): boolean {
  if (membersOf(sum).some((id) => compared.isHidden(id))) return true
  const left = sum.children.reduce((rest, id) => rest.minus(compared.before(id) ?? '0'), decimal(compared.before(sum.parent) ?? '0'))
  return left.isZero()
}
