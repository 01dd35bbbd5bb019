import type { ProgressCell } from '#shared/progress/contract.ts'
import { TOTAL } from '#shared/observations/category.ts'
import type { Mask } from './masking.ts'
import { cellKey, partsOf, quantityId, type Part, type VersionFacts } from './relations.ts'

/** A figure of a release as it is stored. */
export type ConcealedCell = Omit<ProgressCell, 'mask'> & { readonly mask: Mask }

/** What is left of a hidden figure: that it is one. What was decided beforehand, such as a target, is no secret. */
function hidden(cell: ProgressCell, mask: Mask): ConcealedCell {
  return {
    ...cell,
    mask,
    value: null,
    lower: null,
    upper: null,
    numerator: null,
    denominator: null,
    n: null,
    presence: 'reported',
    coverage: null,
    baseline: null,
    expected: null,
    progress: null,
    ratio: null,
    periodValue: null,
    computed: null,
    previous: null,
    previousPeriod: null,
    trend: null,
    status: 'no_data',
    reason: 'masked',
    flags: [],
  }
}

/** What is told beside a figure that could give away another one that is hidden. */
interface Neighbours {
  /** Whether the figure of another period is hidden; of the same place, category and partner. */
  readonly isHidden: (cell: ProgressCell, period: string) => boolean
  /** Whether the starting point of a place and category is itself too small to be shown. */
  readonly isBaselineHidden: (cell: ProgressCell) => boolean
}

function withoutNeighbours(cell: ProgressCell, { isHidden, isBaselineHidden }: Neighbours): ConcealedCell {
  let told: ConcealedCell = { ...cell, mask: 'none', computed: null }
  if (told.previousPeriod !== null && isHidden(cell, told.previousPeriod)) told = { ...told, previous: null, previousPeriod: null, trend: null }
  if (told.baseline !== null && isBaselineHidden(cell))
    told = { ...told, baseline: null, expected: null, progress: null, ratio: null, status: 'no_data', reason: 'masked' }
  return told
}

/**
 * Figures as a release tells them: what is hidden is not in them at all, nor in what stands beside another figure.
 * @param maskOf of one quantity (`quantityId`), as the masking decided
 * @param ratioMaskOf of a share or a mean, by the rules for those (domain 3.11, step 4)
 * @param dropped categories of a place and period that are not told at all, as `cellKey`
 */
export function conceal(
  cells: readonly ProgressCell[],
  versionOf: (period: string) => VersionFacts | null,
  maskOf: (quantity: string) => Mask,
  ratioMaskOf: (cell: ProgressCell, parts: Readonly<Partial<Record<Part, Mask>>>) => Mask,
  baselinePeriodOf: (cell: ProgressCell) => string | null,
  isSmallBaseline: (cell: ProgressCell) => boolean,
  dropped: ReadonlySet<string> = new Set(),
): ConcealedCell[] {
  const masks = new Map<string, Mask>()
  const periodsHidden = new Set<string>()
  for (const cell of cells) {
    const version = versionOf(cell.period)
    const key = cellKey(cell)
    if (version === null || cell.value === null) continue
    const parts: Partial<Record<Part, Mask>> = {}
    for (const { part } of partsOf(cell, version)) parts[part] = maskOf(quantityId(key, part))
    if (parts.period !== undefined && parts.period !== 'none') periodsHidden.add(key)
    const mask = version.isSensitive && version.unitKind !== 'count' ? ratioMaskOf(cell, parts) : (parts.value ?? 'none')
    if (mask !== 'none') masks.set(key, mask)
  }
  const neighbours: Neighbours = {
    isHidden: (cell, period) => masks.has(cellKey({ ...cell, period })),
    isBaselineHidden: (cell) => {
      const period = baselinePeriodOf(cell)
      return isSmallBaseline(cell) || (period !== null && masks.has(cellKey({ ...cell, period })))
    },
  }
  return cells.flatMap((cell) => {
    const key = cellKey(cell)
    if (cell.category !== TOTAL && dropped.has(key)) return []
    const mask = masks.get(key)
    if (mask !== undefined) return [hidden(cell, mask)]
    const told = withoutNeighbours(cell, neighbours)
    return [periodsHidden.has(key) ? { ...told, periodValue: null } : told]
  })
}
