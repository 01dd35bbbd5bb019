import type { ProgressCell } from '#shared/progress/contract.ts'
import { isGroupDisclosure, maskOfRatio } from './masking-ratio.ts'
import { carryOver, holdSmallCorrections, type FormerRelease } from './masking-versions.ts'
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
  /** Hidden quantities that official figures give away, whatever is hidden here. */
  readonly exposed: number
}

const PARTS: readonly Part[] = ['value', 'period', 'numerator', 'denominator', 'rest', 'n']
/** Parts by which a figure is hidden; the others are not told with it, and are decided anew. */
const HIDING: readonly Part[] = ['value', 'numerator', 'rest', 'n']

/**
 * Decides what of one indicator's figures is hidden, beside the release before it: what that hid stays hidden, what it showed
 * protects nobody, and in a new edition corrections of few people wait.
 */
export function maskIndicator(told: readonly ProgressCell[], facts: IndicatorFacts, thresholds: Thresholds, former: FormerFigures | null): MaskedIndicator {
  const { smallestShown, minDenominator } = thresholds
  const live = withGone(told, former?.cells ?? [])
  const { quantities, relations } = relationsOf(live, facts)
  const { itself, ...before } = formerQuantities(former?.cells ?? [], facts)
  const { held, frozen } =
    former?.holdsSmallCorrections === true
      ? holdSmallCorrections(quantities, relations, before, smallestShown)
      : { held: new Map<string, string | null>(), frozen: new Set<string>() }
  const kept =
    held.size === 0
      ? quantities
      : quantities.map((quantity) => ({ ...quantity, value: held.get(quantity.id) ?? (held.has(quantity.id) ? null : quantity.value) }))
  const cells = withHeld(live, facts, held, former?.cells ?? [])

  const primary = new Set<string>()
  for (const cell of cells) {
    const version = facts.versionOf(cell.period)
    if (facts.isPrimary !== undefined && version !== null)
      for (const { part } of partsOf(cell, version)) if (facts.isPrimary(cell, part)) primary.add(quantityId(cellKey(cell), part))
    if (version?.unitKind !== 'ratio' || !isGroupDisclosure({ ...cell, minDenominator })) continue
    for (const part of PARTS) primary.add(quantityId(cellKey(cell), part))
  }
  const { sticky, ...carried } = carryOver(kept, relations, before)
  const { masks, dropped, exposed } = maskQuantities(kept, relations, {
    smallestShown,
    primary,
    frozen,
    ...carried,
    sticky: new Set([...sticky].filter((id) => itself.has(id))),
  })
  const isHidden = (cell: ProgressCell) => PARTS.some((part) => masks.has(quantityId(cellKey(cell), part)))
  const gone = new Map(told.filter((cell, index) => cell !== live[index]).map((cell) => [cellKey(cell), cell]))
  return {
    cells: cells.map((cell) => (isHidden(cell) ? cell : (gone.get(cellKey(cell)) ?? cell))),
    held: cells.filter((cell) => heldParts(cell, facts, held).length > 0).length,
    exposed: exposed.size,
    maskOf: (quantity) => masks.get(quantity) ?? 'none',
    ratioMaskOf: (cell, parts) => {
      const isShare = facts.versionOf(cell.period)?.unitKind === 'ratio'
      return maskOfRatio({ masks: Object.values(parts), numerator: cell.numerator, denominator: isShare ? cell.denominator : null, minDenominator })
    },
    dropped: new Set(cells.map(cellKey).filter((key) => PARTS.some((part) => dropped.has(quantityId(key, part))))),
  }
}

/** A figure that was hidden and is no more reported counts as none, and stays hidden: that it is gone would tell what it was. */
function withGone(cells: readonly ProgressCell[], former: FormerFigures['cells']): readonly ProgressCell[] {
  const hidden = new Set(former.filter(({ isMasked }) => isMasked).map(cellKey))
  if (hidden.size === 0) return cells
  return cells.map((cell) =>
    cell.value === null && hidden.has(cellKey(cell)) ? { ...cell, value: '0', upper: null, numerator: '0', denominator: '0', n: '0', periodValue: null } : cell,
  )
}

/** The quantities that a former release told, and those that it hid: with a figure, all its parts, and `itself` those by which it was hidden. */
function formerQuantities(cells: FormerFigures['cells'], facts: IndicatorFacts): FormerRelease & { itself: ReadonlySet<string> } {
  const shown = new Map<string, string>()
  const hidden = new Set<string>()
  const itself = new Set<string>()
  for (const cell of cells) {
    const version = facts.versionOf(cell.period)
    if (version?.isSensitive !== true) continue
    const key = cellKey(cell)
    if (cell.isMasked) {
      for (const part of PARTS) hidden.add(quantityId(key, part))
      for (const part of HIDING) itself.add(quantityId(key, part))
      continue
    }
    for (const { part, value } of partsOf(cell, version)) shown.set(quantityId(key, part), value)
    // The figure of the period alone is withheld by itself.
    if (cell.value === null || cell.periodValue !== null || version.runs === 'no') continue
    hidden.add(quantityId(key, 'period'))
    itself.add(quantityId(key, 'period'))
  }
  return { shown, hidden, itself }
}

function heldParts(cell: ProgressCell, facts: IndicatorFacts, held: ReadonlyMap<string, string | null>): (string | null)[] {
  const version = facts.versionOf(cell.period)
  if (version === null || held.size === 0) return []
  const key = cellKey(cell)
  return PARTS.flatMap((part) => held.get(quantityId(key, part)) ?? (held.has(quantityId(key, part)) ? [null] : []))
}

/** Figures as they are told: those that wait as they were told before, or not at all when they were not. */
function withHeld(
  live: readonly ProgressCell[],
  facts: IndicatorFacts,
  held: ReadonlyMap<string, string | null>,
  former: FormerFigures['cells'],
): readonly ProgressCell[] {
  if (held.size === 0) return live
  const before = new Map(former.map((cell) => [cellKey(cell), cell]))
  return live.flatMap((cell) => {
    if (heldParts(cell, facts, held).length === 0) return [cell]
    const stood = before.get(cellKey(cell))
    if (stood === undefined) return []
    const { isMasked: _masked, ...told } = stood
    return [told]
  })
}
