import { comparableParts, overflowingCategories, type BreakdownFigure } from '#shared/observations/breakdown.ts'
import { TOTAL } from '#shared/observations/category.ts'
import type { FigureRulesRow } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { keyText } from './figures.ts'
import { exclusiveDimensions } from './lookup-queries.ts'
import { siblingsOf } from './queries.ts'

/**
 * Figures about to be handed in whose categories would exceed the undivided figure, with what is
 * already counted beside them. Asks the database only where a dimension excludes.
 * @returns their keys
 */
export async function brokenBreakdowns(
  trx: Trx,
  initiativeId: string,
  figures: readonly BreakdownFigure[],
  versions: ReadonlyMap<string, FigureRulesRow>,
): Promise<Set<string>> {
  if (figures.length === 0) return new Set()
  const exclusive = await exclusiveDimensions(trx, initiativeId)
  if (exclusive.size === 0) return new Set()
  const concerned = figures.filter(({ versionId }) => comparableParts(versions.get(versionId)).length > 0)
  if (concerned.length === 0) return new Set()
  const counted = await siblingsOf(trx, initiativeId, concerned)
  const all = new Map<string, BreakdownFigure>(counted.map((figure) => [keyText(figure), figure]))
  for (const figure of concerned) all.set(keyText(figure), figure)
  const faults = overflowingCategories([...all.values()], exclusive, (versionId) => comparableParts(versions.get(versionId)), keyText)
  // Where the undivided figure is what comes in, it is the one at fault.
  const placeOf = (key: string) => key.split(' ').slice(0, 4).join(' ')
  const places = new Set([...faults].map(placeOf))
  for (const figure of concerned) if (figure.category === TOTAL && places.has(placeOf(keyText(figure)))) faults.add(keyText(figure))
  return faults
}
