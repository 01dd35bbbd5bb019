import { ruleOverPlaces, type Definition } from '#shared/indicators/definition.ts'
import { canonicalText, decimal, divideText, toText } from '#shared/values/decimal.ts'
import { NOT_PUT_TOGETHER } from './masked.ts'
import { overlapEstimate } from './overlap.ts'

export { overlapEstimate }

export type Presence = 'reported' | 'missing' | 'not_applicable' | 'not_expected'

/** Additive components of one cell, as the table `cells` holds them: decimals as text, counts as numbers. */
export interface CellComponents {
  readonly sumValue: string | null
  readonly sumNumerator: string | null
  readonly sumDenominator: string | null
  readonly sumValueN: string | null
  readonly sumN: string | null
  readonly lowerBound: string | null
  readonly upperBound: string | null
  readonly yesCount: number
  readonly noCount: number
  readonly reportedCount: number
  readonly missingCount: number
  readonly notApplicableCount: number
  readonly notExpectedCount: number
  readonly weightMissingCount: number
  readonly ownValue: string | null
  readonly ownNumerator: string | null
  readonly ownDenominator: string | null
  readonly ownN: string | null
  readonly ownBool: boolean | null
  readonly ownPresence: Presence | null
  readonly expectedWeight: string
  readonly receivedWeight: string
  readonly flags: readonly string[]
  /** People without those counted twice, from the estimates of the places below; absent where nothing was measured there. */
  readonly estimate?: string | null
}

/** A figure ready to be read: storage units, a share is 0.619. */
export interface Figure {
  readonly value: string | null
  readonly lower: string | null
  readonly upper: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
  /** Of a mean: Σ value × n, exact, from which means of several periods are made. */
  readonly sumValueN?: string
  readonly presence: Presence
  /** Share of what was expected that was received; null when nothing was expected. */
  readonly coverage: string | null
  /** What the parts would give where a figure entered directly wins over them. */
  readonly computed: string | null
  readonly flags: readonly string[]
}

interface Parts {
  value: string | null
  lower: string | null
  upper: string | null
  numerator: string | null
  denominator: string | null
  n: string | null
  sumValueN?: string
}

const NOTHING: Parts = { value: null, lower: null, upper: null, numerator: null, denominator: null, n: null }
const canonical = (text: string | null) => (text === null ? null : canonicalText(text))

/** A lower and an upper bound, with the estimate or the cautious bound as the figure. */
function rangedParts(sum: string, cell: CellComponents, overlapRate: string | null, direction: 'increase' | 'decrease' | 'maintain'): Parts {
  const lower = canonicalText(cell.lowerBound ?? sum)
  const upper = canonicalText(cell.upperBound ?? sum)
  if (lower === upper) return { ...NOTHING, value: upper, lower, upper }
  const measured =
    cell.estimate != null
      ? canonicalText(cell.estimate)
      : overlapRate === null
        ? null
        : toText(overlapEstimate(decimal(lower), decimal(upper), decimal(overlapRate)))
  const value = measured ?? (direction === 'decrease' ? upper : lower)
  return { ...NOTHING, value, lower, upper }
}

function computedParts(definition: Definition, cell: CellComponents, overlapRate: string | null, direction: 'increase' | 'decrease' | 'maintain'): Parts {
  switch (definition.unitKind) {
    case 'count': {
      if (cell.sumValue === null) return NOTHING
      const isRanged = ruleOverPlaces(definition, 'partners') === 'range' || ruleOverPlaces(definition, 'territories') === 'range'
      return isRanged ? rangedParts(cell.sumValue, cell, overlapRate, direction) : { ...NOTHING, value: canonicalText(cell.sumValue) }
    }
    case 'currency':
      return { ...NOTHING, value: canonical(cell.sumValue) }
    case 'ratio': {
      if (definition.partsUnknown || cell.sumNumerator === null || cell.sumDenominator === null) return NOTHING
      return {
        ...NOTHING,
        value: divideText(cell.sumNumerator, cell.sumDenominator),
        numerator: canonicalText(cell.sumNumerator),
        denominator: canonicalText(cell.sumDenominator),
      }
    }
    case 'mean':
      return cell.sumValueN === null || cell.sumN === null
        ? NOTHING
        : { ...NOTHING, value: divideText(cell.sumValueN, cell.sumN), n: canonicalText(cell.sumN), sumValueN: cell.sumValueN }
    case 'milestone': {
      const asked = cell.yesCount + cell.noCount
      return asked === 0
        ? NOTHING
        : { ...NOTHING, value: divideText(String(cell.yesCount), String(asked)), numerator: String(cell.yesCount), denominator: String(asked) }
    }
    case 'index':
      // Never put together: each territory shows its own figure only.
      return NOTHING
  }
}

function ownParts(definition: Definition, cell: CellComponents): Parts | null {
  if (cell.ownPresence !== 'reported') return null
  const value =
    definition.unitKind === 'milestone' && cell.ownBool !== null
      ? cell.ownBool
        ? '1'
        : '0'
      : cell.ownNumerator !== null && cell.ownDenominator !== null
        ? divideText(cell.ownNumerator, cell.ownDenominator)
        : canonical(cell.ownValue)
  return { ...NOTHING, value, numerator: canonical(cell.ownNumerator), denominator: canonical(cell.ownDenominator), n: canonical(cell.ownN) }
}

function presenceOf(cell: CellComponents, hasValue: boolean): Presence {
  if (hasValue) return 'reported'
  if (cell.ownPresence !== null && cell.ownPresence !== 'reported') return cell.ownPresence
  // Figures were given that nobody can put together: that is neither « not applicable » nor « not expected ».
  if (cell.reportedCount > 0 || cell.missingCount > 0) return 'missing'
  if (cell.notApplicableCount > 0) return 'not_applicable'
  if (cell.notExpectedCount > 0) return 'not_expected'
  return 'missing'
}

/**
 * The figure of a cell (domain 3.4): a figure entered directly wins over the computed one; people who
 * may be counted twice give a range, with an estimate where an overlap rate is known, else the
 * cautious bound. Missing never becomes zero.
 * @param overlapRate share of people counted twice, 0–1, or null
 */
export function figureOf(
  definition: Definition & { readonly direction: 'increase' | 'decrease' | 'maintain' },
  cell: CellComponents,
  overlapRate: string | null = null,
): Figure {
  const own = ownParts(definition, cell)
  const computed = computedParts(definition, cell, overlapRate, definition.direction)
  const parts = own ?? computed
  const words: string[] = []
  if (own === null && cell.weightMissingCount > 0 && definition.unitKind === 'mean') words.push('weight_missing')
  if (own !== null && computed.value !== null && own.value !== null && computed.value !== own.value) words.push('own_differs')
  if (own === null && parts.lower !== parts.upper) words.push(overlapRate === null && cell.estimate == null ? 'overlap_unknown' : 'overlap_estimated')
  if (definition.unitKind === 'ratio' && parts.value !== null && parts.numerator === null) words.push('parts_unknown')
  if (parts.value === null && cell.ownPresence === null && cell.reportedCount > 0) words.push(NOT_PUT_TOGETHER)
  const coverage = own !== null || cell.expectedWeight === cell.receivedWeight ? '1' : divideText(cell.receivedWeight, cell.expectedWeight)
  return {
    ...parts,
    presence: presenceOf(cell, parts.value !== null),
    coverage: own === null && Number(cell.expectedWeight) === 0 ? null : coverage,
    computed: own === null ? null : computed.value,
    flags: words.length === 0 ? cell.flags : [...new Set([...cell.flags, ...words])].sort(),
  }
}
