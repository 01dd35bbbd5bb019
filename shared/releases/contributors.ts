import { TOTAL } from '#shared/observations/category.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { Decimal, decimal, toText } from '#shared/values/decimal.ts'
import { maskOfMoney, type DominanceRule } from './masking-ratio.ts'
import type { IndicatorFacts, ParentFacts, Part, PeriodFacts } from './relations.ts'

/** Domain 3.11: an amount tells of who gave it when fewer than three did, or one gave more than 85 % of it. */
export const DOMINANCE: DominanceRule = { minContributors: 3, maxShare: '0.85' }

/** An amount as one partner gave it. */
export interface Contribution {
  readonly territory: string
  readonly period: string
  readonly category: string
  readonly partner: string
  readonly amount: string
}

const EVER = ''

/** Places in which a place lies on a day, itself first. */
function placesAbove(territory: string, day: string, parentsOf: ReadonlyMap<string, readonly ParentFacts[]>): Set<string> {
  const found = new Set([territory])
  for (const place of found)
    for (const { parent, validFrom, validTo } of parentsOf.get(place) ?? []) if (validFrom <= day && (validTo === null || validTo > day)) found.add(parent)
  return found
}

/**
 * Who gave what of each amount that is told: of a place with all that lies in it, of a period with those in it, of a running
 * total with those before it.
 * @returns the amounts of the partners behind a part of a figure
 */
export function contributorsOf(
  contributions: readonly Contribution[],
  facts: Pick<IndicatorFacts, 'periods' | 'parents' | 'versionOf'>,
): (cell: ProgressCell, part: Part) => string[] {
  const parentsOf = Map.groupBy(facts.parents, ({ child }) => child)
  const whole = new Set(contributions.filter(({ category }) => category === TOTAL).map(({ territory, period, partner }) => `${territory} ${period} ${partner}`))
  const byPlace = new Map<string, (Contribution & { readonly within: PeriodFacts })[]>()
  for (const one of contributions) {
    const within = facts.periods.get(one.period)
    if (within === undefined) continue
    const isPart = one.category !== TOTAL && !whole.has(`${one.territory} ${one.period} ${one.partner}`)
    for (const place of placesAbove(one.territory, within.endsOn, parentsOf))
      for (const category of isPart ? [one.category, TOTAL] : [one.category]) {
        const key = `${place} ${category}`
        const list = byPlace.get(key) ?? []
        byPlace.set(key, list)
        list.push({ ...one, within })
      }
  }
  return (cell, part) => {
    const period = facts.periods.get(cell.period)
    if (period === undefined) return []
    const runs = part === 'value' ? (facts.versionOf(cell.period)?.runs ?? 'no') : 'no'
    const starts = runs === 'no' ? period.startsOn : EVER
    const sums = new Map<string, Decimal>()
    for (const { within, partner, amount } of byPlace.get(`${cell.territory} ${cell.category}`) ?? []) {
      if (within.startsOn < starts || within.endsOn > period.endsOn) continue
      if (runs === 'year' && within.fiscalYear !== period.fiscalYear) continue
      if (cell.partner !== null && cell.partner !== partner) continue
      sums.set(partner, (sums.get(partner) ?? new Decimal(0)).plus(decimal(amount)))
    }
    return [...sums.values()].map(toText)
  }
}

/** Whether a part of an amount is hidden because of who gave it (domain 3.11, dominance). */
export function isDominated(cell: ProgressCell, part: Part, contributors: (cell: ProgressCell, part: Part) => string[]): boolean {
  return maskOfMoney(contributors(cell, part), DOMINANCE) !== 'none'
}
