import { ruleOverPlaces, type Definition } from '#shared/indicators/definition.ts'
import { Decimal, decimal, decimalOrNull, divide, toTextOrNull } from '#shared/values/decimal.ts'

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
}

/** A figure ready to be read: storage units, a share is 0.619. */
export interface Figure {
  readonly value: string | null
  readonly lower: string | null
  readonly upper: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
  readonly presence: Presence
  /** Share of what was expected that was received; null when nothing was expected. */
  readonly coverage: string | null
  /** What the parts would give where a figure entered directly wins over them. */
  readonly computed: string | null
  readonly flags: readonly string[]
}

interface Parts {
  value: Decimal | null; lower: Decimal | null; upper: Decimal | null; numerator: Decimal | null; denominator: Decimal | null; n: Decimal | null
}

const NOTHING: Parts = { value: null, lower: null, upper: null, numerator: null, denominator: null, n: null }

/** sum × (1 − overlap), never below the largest part nor above the sum (domain 3.4). */
export function overlapEstimate(lower: Decimal, upper: Decimal, rate: Decimal): Decimal {
  return Decimal.min(upper, Decimal.max(lower, upper.times(new Decimal(1).minus(rate))))
}

function computedParts(definition: Definition, cell: CellComponents, overlapRate: string | null, direction: 'increase' | 'decrease' | 'maintain'): Parts {
  const rule = ruleOverPlaces(definition, 'partners')
  const ranged = rule === 'range' || ruleOverPlaces(definition, 'territories') === 'range'
  switch (definition.unitKind) {
    case 'count': {
      const sum = decimalOrNull(cell.sumValue)
      if (sum === null) return NOTHING
      if (!ranged) return { ...NOTHING, value: sum }
      const lower = decimal(cell.lowerBound ?? cell.sumValue ?? '0')
      const upper = decimal(cell.upperBound ?? cell.sumValue ?? '0')
      if (lower.eq(upper)) return { ...NOTHING, value: upper, lower, upper }
      const value = overlapRate !== null ? overlapEstimate(lower, upper, decimal(overlapRate)) : direction === 'decrease' ? upper : lower
      return { ...NOTHING, value, lower, upper }
    }
    case 'currency':
      return { ...NOTHING, value: decimalOrNull(cell.sumValue) }
    case 'ratio': {
      const numerator = decimalOrNull(cell.sumNumerator)
      const denominator = decimalOrNull(cell.sumDenominator)
      if (definition.partsUnknown || numerator === null || denominator === null) return NOTHING
      return { ...NOTHING, value: divide(numerator, denominator), numerator, denominator }
    }
    case 'mean': {
      const total = decimalOrNull(cell.sumValueN)
      const n = decimalOrNull(cell.sumN)
      return total === null || n === null ? NOTHING : { ...NOTHING, value: divide(total, n), n }
    }
    case 'milestone': {
      const asked = cell.yesCount + cell.noCount
      if (asked === 0) return NOTHING
      const numerator = new Decimal(cell.yesCount)
      const denominator = new Decimal(asked)
      return { ...NOTHING, value: divide(numerator, denominator), numerator, denominator }
    }
    case 'index':
      // Never put together: each territory shows its own figure only.
      return NOTHING
  }
}

function ownParts(definition: Definition, cell: CellComponents): Parts | null {
  if (cell.ownPresence !== 'reported') return null
  const numerator = decimalOrNull(cell.ownNumerator)
  const denominator = decimalOrNull(cell.ownDenominator)
  const value = definition.unitKind === 'milestone' && cell.ownBool !== null ? new Decimal(cell.ownBool ? 1 : 0)
    : numerator !== null && denominator !== null ? divide(numerator, denominator) : decimalOrNull(cell.ownValue)
  return { ...NOTHING, value, numerator, denominator, n: decimalOrNull(cell.ownN) }
}

function presenceOf(cell: CellComponents, hasValue: boolean): Presence {
  if (hasValue) return 'reported'
  if (cell.ownPresence !== null && cell.ownPresence !== 'reported') return cell.ownPresence
  if (cell.missingCount > 0) return 'missing'
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
  definition: Definition & { readonly direction: 'increase' | 'decrease' | 'maintain' }, cell: CellComponents, overlapRate: string | null = null,
): Figure {
  const own = ownParts(definition, cell)
  const computed = computedParts(definition, cell, overlapRate, definition.direction)
  const parts = own ?? computed
  const flags = new Set(cell.flags)
  if (own === null && cell.weightMissingCount > 0 && definition.unitKind === 'mean') flags.add('weight_missing')
  if (own !== null && computed.value !== null && own.value !== null && !computed.value.eq(own.value)) flags.add('own_differs')
  if (own === null && parts.lower !== null && parts.upper !== null && !parts.lower.eq(parts.upper)) flags.add(overlapRate === null ? 'overlap_unknown' : 'overlap_estimated')
  if (definition.unitKind === 'ratio' && parts.value !== null && parts.numerator === null) flags.add('parts_unknown')
  const expected = decimal(cell.expectedWeight)
  const coverage = own !== null ? new Decimal(1) : expected.isZero() ? null : divide(decimal(cell.receivedWeight), expected)
  return {
    value: toTextOrNull(parts.value), lower: toTextOrNull(parts.lower), upper: toTextOrNull(parts.upper),
    numerator: toTextOrNull(parts.numerator), denominator: toTextOrNull(parts.denominator), n: toTextOrNull(parts.n),
    presence: presenceOf(cell, parts.value !== null), coverage: toTextOrNull(coverage),
    computed: own === null ? null : toTextOrNull(computed.value), flags: [...flags].sort(),
  }
}
