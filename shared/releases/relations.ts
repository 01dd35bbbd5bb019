import { categoryText, parseCategory, TOTAL } from '#shared/observations/category.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { Decimal, decimal, toText } from '#shared/values/decimal.ts'

/** What of an indicator's version decides whether its figures are hidden when they are small. */
export interface VersionFacts {
  readonly unitKind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  /** Its figures count people or households, or are amounts of which one could be told who gave them. */
  readonly isSensitive: boolean
  /** An official figure that is public already: it cannot be hidden. */
  readonly isForced: boolean
  /** A figure is told as a running total: since the start of the year, or since the start. */
  readonly runs: 'no' | 'year' | 'start'
  /** Figures of short periods add up to that of a long one (a flow, not a stock). */
  readonly addsOverTime: boolean
}

/** A period with what it is compared by. */
export interface PeriodFacts {
  readonly code: string
  readonly kind: string
  readonly startsOn: string
  readonly endsOn: string
  /** The year in which a running total of the year begins anew. */
  readonly fiscalYear: string
}

/** Where a place lies, and since when. */
export interface ParentFacts {
  readonly child: string
  readonly parent: string
  readonly hierarchy: string
  readonly validFrom: string
  readonly validTo: string | null
}

/** Everything that links the figures of one indicator. */
export interface IndicatorFacts {
  readonly versionOf: (period: string) => VersionFacts | null
  readonly periods: ReadonlyMap<string, PeriodFacts>
  readonly parents: readonly ParentFacts[]
  /** Rank of a level, smallest places first. */
  readonly rankOf: (level: string) => number
  /** Categories that gather those of whom nothing is known, as `dimension:code`. */
  readonly unknownCategories: ReadonlySet<string>
  /** Parts that are hidden whatever their size; absent: none. */
  readonly isPrimary?: (cell: ProgressCell, part: Part) => boolean
}

/** A number that could be told or computed, and what it is worth hiding. */
export interface Quantity {
  readonly id: string
  /** Whole or decimal text; null when nothing was reported. */
  readonly value: string | null
  readonly sensitive: boolean
  readonly forced: boolean
  readonly level: number
  readonly isUnknownCategory: boolean
}

/** `parent` is the sum of `children`. */
export interface Relation {
  readonly parent: string
  readonly children: readonly string[]
}

/** The parts of a figure that are told: of a count itself and the period's own, of a share its two counts and what is left, of a mean its n. */
export type Part = 'value' | 'period' | 'numerator' | 'denominator' | 'rest' | 'n'

export const cellKey = ({ territory, period, category, partner }: Pick<ProgressCell, 'territory' | 'period' | 'category' | 'partner'>): string =>
  `${territory} ${period} ${category} ${partner ?? ''}`

export const quantityId = (key: string, part: Part): string => `${key} ${part}`

/** The quantities that a figure tells; none where nobody is counted. */
export function partsOf(cell: ProgressCell, facts: VersionFacts): { part: Part; value: string }[] {
  if (!facts.isSensitive) return []
  const told = (part: Part, value: string | null) => (value === null ? [] : [{ part, value }])
  switch (facts.unitKind) {
    case 'count':
    case 'currency':
      // People who may be counted twice: the plain sum is the upper bound, and bounds add up.
      return [...told('value', cell.upper ?? cell.value), ...(cell.periodValue === null ? [] : told('period', cell.periodValue))]
    case 'ratio':
      if (cell.numerator === null || cell.denominator === null) return []
      return [
        { part: 'numerator', value: cell.numerator },
        { part: 'denominator', value: cell.denominator },
        { part: 'rest', value: toText(decimal(cell.denominator).minus(cell.numerator)) },
      ]
    case 'mean':
    case 'index':
      return told('n', cell.n)
    case 'milestone':
      return []
  }
}

class Builder {
  readonly quantities: Quantity[] = []
  readonly relations: Relation[] = []
  readonly #values = new Map<string, Decimal>()
  readonly #seen = new Set<string>()

  add(quantity: Quantity & { readonly value: string }): void {
    if (this.#values.has(quantity.id)) return
    this.quantities.push(quantity)
    this.#values.set(quantity.id, decimal(quantity.value))
  }

  /**
   * Says that a total is the sum of its parts. What is in the total and in no part is a quantity of its own, that a
   * reader finds by subtraction; parts that are more than their total are no sum, and say nothing.
   */
  sum(parent: string, children: readonly string[], like: Quantity): void {
    const total = this.#values.get(parent)
    const known = children.filter((id) => this.#values.has(id))
    if (total === undefined || known.length === 0) return
    const name = `${parent} = ${known.join(' + ')}`
    if (this.#seen.has(name)) return
    this.#seen.add(name)
    const left = known.reduce((rest, id) => rest.minus(this.#values.get(id) as Decimal), total)
    if (left.isNegative()) return
    if (left.isZero()) {
      this.relations.push({ parent, children: known })
      return
    }
    const id = `${name} + left`
    this.add({ ...like, id, value: toText(left), isUnknownCategory: true })
    this.relations.push({ parent, children: [...known, id] })
  }
}

/**
 * Every quantity that the figures of one indicator tell, and every sum by which one can be computed from others
 * (domain 3.11): places in places, categories in their total, a share's count and complement in its denominator, a
 * running total in the one before and its period, a year in its periods, a total in its partners.
 */
export function relationsOf(cells: readonly ProgressCell[], facts: IndicatorFacts): { quantities: Quantity[]; relations: Relation[] } {
  const build = new Builder()
  const byKey = new Map<string, { cell: ProgressCell; quantities: Map<Part, Quantity> }>()
  for (const cell of cells) {
    const version = facts.versionOf(cell.period)
    if (version === null) continue
    const key = cellKey(cell)
    const quantities = new Map<Part, Quantity>()
    for (const { part, value } of partsOf(cell, version)) {
      const quantity = {
        id: quantityId(key, part),
        value,
        // A small amount of money says nothing of anybody; who gave it does.
        sensitive: version.unitKind !== 'currency',
        forced: version.isForced,
        level: facts.rankOf(cell.level),
        isUnknownCategory: cell.category !== TOTAL && cell.category.split(';').some((one) => facts.unknownCategories.has(one)),
      }
      build.add(quantity)
      quantities.set(part, quantity)
    }
    if (quantities.size > 0) byKey.set(key, { cell, quantities })
  }
  const childrenOf = Map.groupBy(facts.parents, ({ parent }) => parent)
  const partners = new Set(cells.flatMap(({ partner }) => partner ?? []))
  const dimensionsOf = categoriesBelow(cells)

  for (const [key, { cell, quantities }] of byKey) {
    const period = facts.periods.get(cell.period)
    const version = facts.versionOf(cell.period) as VersionFacts
    const sumOver = (keys: readonly string[]) => {
      for (const [part, quantity] of quantities) {
        build.sum(
          quantity.id,
          keys.map((one) => quantityId(one, part)),
          quantity,
        )
      }
    }
    if (period !== undefined) {
      const inside = (childrenOf.get(cell.territory) ?? []).filter(
        ({ validFrom, validTo }) => validFrom <= period.endsOn && (validTo === null || validTo > period.endsOn),
      )
      for (const [, ofHierarchy] of Map.groupBy(inside, ({ hierarchy }) => hierarchy))
        sumOver(ofHierarchy.map(({ child }) => cellKey({ ...cell, territory: child })))
    }
    for (const categories of dimensionsOf.get(cell.category) ?? []) sumOver(categories.map((category) => cellKey({ ...cell, category })))
    if (cell.partner === null && partners.size > 0) sumOver([...partners].map((partner) => cellKey({ ...cell, partner })))
    const denominator = quantities.get('denominator')
    if (denominator !== undefined) build.sum(denominator.id, [quantityId(key, 'numerator'), quantityId(key, 'rest')], denominator)
    if (period !== undefined && (version.unitKind === 'count' || version.unitKind === 'currency'))
      addPeriodSums(build, cell, key, quantities, period, version, facts, byKey)
  }
  return { quantities: build.quantities, relations: build.relations }
}

/** For each category text, the sets of categories that divide it by one dimension more. */
function categoriesBelow(cells: readonly ProgressCell[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const below = new Map<string, Map<string, Set<string>>>()
  for (const text of new Set(cells.map(({ category }) => category))) {
    const pairs = parseCategory(text) ?? []
    for (const { dimension } of pairs) {
      const parent = categoryText(pairs.filter((pair) => pair.dimension !== dimension))
      const byDimension = below.get(parent) ?? new Map<string, Set<string>>()
      below.set(parent, byDimension)
      byDimension.set(dimension, (byDimension.get(dimension) ?? new Set()).add(text))
    }
  }
  return new Map([...below].map(([parent, byDimension]) => [parent, [...byDimension.values()].map((set) => [...set])]))
}

/** Sums over time: a running total is the one before and what came since; a year is the sum of its periods. */
function addPeriodSums(
  build: Builder,
  cell: ProgressCell,
  key: string,
  quantities: ReadonlyMap<Part, Quantity>,
  period: PeriodFacts,
  version: VersionFacts,
  facts: IndicatorFacts,
  byKey: ReadonlyMap<string, unknown>,
): void {
  const value = quantities.get('value')
  if (value === undefined) return
  const others = [...facts.periods.values()].filter((one) => byKey.has(cellKey({ ...cell, period: one.code })))
  if (version.runs !== 'no') {
    const before = others
      .filter((one) => one.kind === period.kind && one.endsOn < period.endsOn && (version.runs === 'start' || one.fiscalYear === period.fiscalYear))
      .sort((a, b) => (a.endsOn < b.endsOn ? 1 : -1))[0]
    // Where the period's own figure is not told, it is found by subtraction: `left` of the sum.
    if (before !== undefined)
      build.sum(
        value.id,
        [quantityId(cellKey({ ...cell, period: before.code }), 'value'), ...(quantities.has('period') ? [quantityId(key, 'period')] : [])],
        value,
      )
    else if (quantities.has('period')) build.sum(value.id, [quantityId(key, 'period')], value)
    return
  }
  if (!version.addsOverTime) return
  const within = others.filter((one) => one.kind !== period.kind && one.startsOn >= period.startsOn && one.endsOn <= period.endsOn)
  for (const [, ofKind] of Map.groupBy(within, ({ kind }) => kind)) {
    build.sum(
      value.id,
      ofKind.map((one) => quantityId(cellKey({ ...cell, period: one.code }), 'value')),
      value,
    )
  }
}
