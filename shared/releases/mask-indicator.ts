import type { ProgressCell } from '#shared/progress/contract.ts'
import { decimal } from '#shared/values/decimal.ts'
import { maskQuantities, type Mask } from './masking.ts'
import { cellKey, partsOf, quantityId, relationsOf, type IndicatorFacts, type Part } from './relations.ts'

/** What the release before told of the indicator. */
export interface FormerFigures {
  readonly cells: readonly (ProgressCell & { readonly isMasked: boolean })[]
  /** A new edition: a correction of few people waits for the next regular release (domain 3.11, step 5). */
  readonly holdsSmallCorrections: boolean
}

export interface Thresholds {
  readonly smallestShown: number
  readonly minDenominator: number
}

/** What is told of an indicator, and what of it is hidden. */
export interface MaskedIndicator {
  readonly cells: readonly ProgressCell[]
  readonly maskOf: (quantity: string) => Mask
  readonly ratioMaskOf: (cell: ProgressCell, parts: Readonly<Partial<Record<Part, Mask>>>) => Mask
  /** Keys of figures that are left out. */
  readonly dropped: ReadonlySet<string>
  /** Figures that keep what the release before told. */
  readonly held: number
}

const PARTS: readonly Part[] = ['value', 'period', 'numerator', 'denominator', 'rest', 'n']

/**
 * Decides what of one indicator's figures is hidden, beside the release before it: what that hid stays hidden, and what it
 * showed protects nobody.
 */
export function maskIndicator(live: readonly ProgressCell[], facts: IndicatorFacts, thresholds: Thresholds, former: FormerFigures | null): MaskedIndicator {
  const { cells, held } = former?.holdsSmallCorrections === true ? withHeld(live, facts, thresholds.smallestShown, former) : { cells: live, held: 0 }
  const { quantities, relations } = relationsOf(cells, facts)
  const sticky = new Set<string>()
  const known = new Set<string>()
  const now = new Map(quantities.map(({ id, value }) => [id, value]))
  for (const cell of former?.cells ?? []) {
    const key = cellKey(cell)
    if (cell.isMasked) {
      for (const part of PARTS) sticky.add(quantityId(key, part))
      continue
    }
    const version = facts.versionOf(cell.period)
    if (version === null) continue
    for (const { part, value } of partsOf(cell, version)) {
      const id = quantityId(key, part)
      const stands = now.get(id)
      if (stands != null && decimal(stands).eq(value)) known.add(id)
    }
  }
  const { masks, dropped } = maskQuantities(quantities, relations, { smallestShown: thresholds.smallestShown, sticky, known })
  const ids = new Set(dropped)
  return {
    cells,
    held,
    maskOf: (quantity) => masks.get(quantity) ?? 'none',
    ratioMaskOf: (cell, parts) => {
      const kinds = Object.values(parts)
      if (kinds.includes('primary')) return 'primary'
      // A share of few people is hidden, all or none of them above all (steps 1 and 4).
      if (cell.denominator !== null && facts.versionOf(cell.period)?.unitKind === 'ratio' && decimal(cell.denominator).lt(thresholds.minDenominator))
        return 'primary'
      return kinds.includes('secondary') ? 'secondary' : 'none'
    },
    dropped: new Set(cells.map(cellKey).filter((key) => PARTS.some((part) => ids.has(quantityId(key, part))))),
  }
}

/**
 * In a new edition, figures of a period that changed by few people only keep what was told, all of them: one that changed
 * alone would be one case more or less. Where somebody changed by more, everything of the period is corrected together.
 */
function withHeld(
  live: readonly ProgressCell[],
  facts: IndicatorFacts,
  smallest: number,
  former: FormerFigures,
): { cells: readonly ProgressCell[]; held: number } {
  const before = new Map(former.cells.map((cell) => [cellKey(cell), cell]))
  const groupOf = ({ period }: ProgressCell) => (facts.versionOf(period)?.runs === 'no' ? period : '')
  const changes = new Map<string, { small: number; large: number }>()
  for (const cell of live) {
    const version = facts.versionOf(cell.period)
    const stood = before.get(cellKey(cell))
    if (version === null || stood === undefined || stood.isMasked) continue
    const parts = new Map(partsOf(stood, version).map(({ part, value }) => [part, value]))
    const count = changes.get(groupOf(cell)) ?? { small: 0, large: 0 }
    changes.set(groupOf(cell), count)
    for (const { part, value } of partsOf(cell, version)) {
      const was = parts.get(part)
      if (was === undefined) continue
      const change = decimal(value).minus(was).abs()
      if (change.isZero()) continue
      if (change.lt(smallest)) count.small += 1
      else count.large += 1
    }
  }
  let held = 0
  const cells = live.map((cell) => {
    const count = changes.get(groupOf(cell))
    const stood = before.get(cellKey(cell))
    if (count === undefined || count.small === 0 || count.large > 0 || stood === undefined || stood.isMasked) return cell
    if (stood.value !== cell.value || stood.numerator !== cell.numerator || stood.denominator !== cell.denominator) held += 1
    const { isMasked: _masked, ...kept } = stood
    return kept
  })
  return { cells, held }
}
