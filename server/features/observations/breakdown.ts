import { parseCategory, TOTAL } from '#shared/observations/category.ts'
import { Decimal } from '#shared/values/decimal.ts'
import type { FigureKey } from './queries.ts'

/** A figure as far as its breakdown is checked. */
export interface BreakdownFigure extends FigureKey {
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
}

type Part = 'value' | 'numerator' | 'denominator'

/**
 * Categories of an exclusive dimension that add up to more than the undivided figure (domain 3.9, 3.10):
 * a hard fault. What is less may belong to the unknown category.
 * @param figures all counted figures of the places concerned, old and new
 * @param comparable parts that add up for a version: `value` of counts and money, both parts of ratios, none of means
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
