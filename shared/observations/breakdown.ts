import { Decimal, decimal, toText } from '#shared/values/decimal.ts'
import { parseCategory, TOTAL } from './category.ts'

/** A figure as far as its breakdown is checked. */
export interface BreakdownFigure {
  readonly versionId: string
  readonly territoryId: string
  readonly partnerId: string | null
  readonly periodId: string
  readonly category: string
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
}

type Part = 'value' | 'numerator' | 'denominator'
type Parts = Pick<BreakdownFigure, Part>

/** Parts of a figure that add up over categories: the value of counts and money, both parts of ratios, none of means. */
export function comparableParts(version: { readonly unitKind: string; readonly denominatorShared: boolean } | undefined): Part[] {
  switch (version?.unitKind) {
    case 'count':
    case 'currency':
      return ['value']
    case 'ratio':
      return version.denominatorShared ? ['numerator'] : ['numerator', 'denominator']
    default:
      return []
  }
}

/**
 * Categories of an exclusive dimension that add up to more than the undivided figure (domain 3.9, 3.10):
 * a hard fault. What is less may belong to the unknown category.
 * @param figures all counted figures of the places concerned, old and new
 * @param comparable parts that add up for a version, as `comparableParts` says
 * @returns keys (as `keyOf` names them) of the category figures at fault
 */
export function overflowingCategories<Figure extends BreakdownFigure>(
  figures: readonly Figure[],
  exclusive: ReadonlySet<string>,
  comparable: (versionId: string) => readonly Part[],
  keyOf: (figure: Figure) => string,
): Set<string> {
  const faults = new Set<string>()
  for (const unit of Map.groupBy(figures, (figure) => `${figure.versionId} ${figure.periodId} ${figure.territoryId} ${figure.partnerId ?? ''}`).values()) {
    const total = unit.find(({ category }) => category === TOTAL)
    if (total === undefined) continue
    const single = unit.flatMap((figure) => {
      const pairs = parseCategory(figure.category)
      return pairs?.length === 1 && exclusive.has(pairs[0]?.dimension ?? '') ? [{ figure, dimension: pairs[0]?.dimension ?? '' }] : []
    })
    for (const group of Map.groupBy(single, ({ dimension }) => dimension).values()) {
      const isAbove = comparable(total.versionId).some((part) => {
        const whole = total[part]
        if (whole === null) return false
        return group.reduce((sum, { figure }) => sum.plus(figure[part] ?? 0), new Decimal(0)).gt(whole)
      })
      if (isAbove) for (const { figure } of group) faults.add(keyOf(figure))
    }
  }
  return faults
}

/**
 * What the undivided figure holds beyond the known categories of a dimension whose categories are everybody: it is of the unknown one
 * (domain 3.9).
 * @param known a figure of each known category; undefined where it did not come in
 * @returns null where one of them did not come in with its number, or nothing is left
 */
export function restOf(whole: Parts | undefined, known: readonly (Parts | undefined)[], parts: readonly Part[]): Parts | null {
  if (whole === undefined || known.length === 0) return null
  // A denominator that everybody shares is the unknown category's as well.
  const rest = { value: null as string | null, numerator: null as string | null, denominator: whole.denominator }
  let isAny = false
  for (const part of parts) {
    let left: Decimal | null = whole[part] === null ? null : decimal(whole[part])
    for (const one of known) left = left === null || one === undefined || one[part] === null ? null : left.minus(decimal(one[part]))
    if (left === null || left.isNegative()) return null
    isAny ||= left.gt(0)
    rest[part] = toText(left)
  }
  return isAny ? rest : null
}
