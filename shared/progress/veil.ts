/** Fewest partners that a count may stand for when it is shown to somebody who may not read them one by one. */
export const FEWEST_PARTNERS = 3

/** One indicator in one period, with the partners that owe it; nobody in particular owes what the backbone collects itself. */
export interface OwedSet {
  readonly indicator: string
  readonly period: string
  readonly partners: ReadonlySet<string>
  readonly expected: number
}

const pointsAtSomebody = (partners: ReadonlySet<string>) => partners.size > 0 && partners.size < FEWEST_PARTNERS
const union = (sets: readonly OwedSet[]) => new Set(sets.flatMap(({ partners }) => [...partners]))

/**
 * Which counts may be shown to a hat that may not read completeness by partner (domain 5, row 22): none of an indicator and period
 * owed by one or two partners, and none whose difference with the period's sum would give such a one; no sum of a period that
 * itself stands for one or two.
 */
export function veil(sets: readonly OwedSet[]): { readonly hidden: ReadonlySet<OwedSet>; readonly hiddenPeriods: ReadonlySet<string> } {
  const hidden = new Set<OwedSet>()
  const hiddenPeriods = new Set<string>()
  for (const [period, all] of Map.groupBy(sets, (set) => set.period)) {
    if (pointsAtSomebody(union(all))) hiddenPeriods.add(period)
    const unsafe = all.filter(({ partners }) => pointsAtSomebody(partners))
    if (unsafe.length === 0) continue
    // What is hidden together must be many partners' too: the sum less what is shown would give it otherwise.
    const others = all.filter((set) => !unsafe.includes(set)).sort((a, b) => a.expected - b.expected || (a.indicator < b.indicator ? -1 : 1))
    while (pointsAtSomebody(union(unsafe)) && others.length > 0) unsafe.push(others.shift() as OwedSet)
    for (const set of unsafe) hidden.add(set)
  }
  return { hidden, hiddenPeriods }
}
