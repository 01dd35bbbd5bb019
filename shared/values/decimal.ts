import { Decimal as Exact } from 'decimal.js'

/** Digits kept after the point by a division (D28). */
const QUOTIENT_PLACES = 12
const MAXIMUM_INPUT_DIGITS = 15

/** Exact arithmetic: 60 significant digits hold any sum we can meet; ties round away from zero. */
export const Decimal = Exact.clone({ precision: 60, rounding: Exact.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 60 })
export type Decimal = Exact

/** Two decimals closer than this are equal when a threshold is compared (domain 3.7). */
export const MARGIN = new Decimal('1e-9')

/** Reads trusted decimal text (from the database or the contract). @throws on text that is no number */
export function decimal(text: string | number): Decimal {
  return new Decimal(text)
}

/** As `decimal`, with null kept. */
export function decimalOrNull(text: string | null | undefined): Decimal | null {
  return text === null || text === undefined ? null : new Decimal(text)
}

/** Why a text is not a storable number. */
export type DecimalFault = 'not_a_number' | 'too_many_digits'

/** Reads canonical text of a person or a file: digits, one point, at most 15 significant digits. */
export function parseDecimal(text: string): { ok: true; value: Decimal } | { ok: false; fault: DecimalFault } {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return { ok: false, fault: 'not_a_number' }
  const digits = text
    .replace(/^[+-]?0*/, '')
    .replace('.', '')
    .replace(/^0+/, '')
  const significant = text.includes('.') ? digits.replace(/0+$/, '') : digits
  if (significant.length > MAXIMUM_INPUT_DIGITS) return { ok: false, fault: 'too_many_digits' }
  return { ok: true, value: new Decimal(text) }
}

/** Canonical text: no exponent, no trailing zeros, no negative zero. */
export function toText(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed()
}

/** As `toText`, with null kept. */
export function toTextOrNull(value: Decimal | null): string | null {
  return value === null ? null : toText(value)
}

/** Division, half away from zero, 12 decimals; null when the divisor is zero. */
export function divide(dividend: Decimal, divisor: Decimal): Decimal | null {
  return divisor.isZero() ? null : dividend.div(divisor).toDecimalPlaces(QUOTIENT_PLACES, Exact.ROUND_HALF_UP)
}

/** Canonical text of a trusted number's text: no trailing zeros after the point. */
export function canonicalText(text: string): string {
  if (!text.includes('.')) return text
  const trimmed = text.replace(/\.?0+$/, '')
  return trimmed === '-0' ? '0' : trimmed
}

/** Integers below these bounds keep every step of `wholeQuotient` within 2^53. */
const LARGEST_DIVIDEND = 15
const LARGEST_DIVISOR = 12

/** Long division of whole numbers, three digits at a time, with the same rounding as `divide`. */
function wholeQuotient(dividend: number, divisor: number): string {
  let whole = Math.floor(dividend / divisor)
  let rest = dividend - whole * divisor
  if (rest < 0) {
    whole -= 1
    rest += divisor
  }
  let places = 0
  for (let chunk = 0; chunk < QUOTIENT_PLACES / 3; chunk += 1) {
    const raised = rest * 1000
    let digits = Math.floor(raised / divisor)
    rest = raised - digits * divisor
    if (rest < 0) {
      digits -= 1
      rest += divisor
    }
    places = places * 1000 + digits
  }
  if (rest * 2 >= divisor) places += 1
  if (places === 10 ** QUOTIENT_PLACES) return String(whole + 1)
  if (places === 0) return String(whole)
  return `${whole}.${String(places).padStart(QUOTIENT_PLACES, '0').replace(/0+$/, '')}`
}

const WHOLE = /^\d+$/

/** As `divide`, from text to text; whole numbers, as counts are, take a short way. */
export function divideText(dividend: string, divisor: string): string | null {
  if (dividend.length <= LARGEST_DIVIDEND && divisor.length <= LARGEST_DIVISOR && WHOLE.test(dividend) && WHOLE.test(divisor)) {
    const by = Number(divisor)
    return by === 0 ? null : wholeQuotient(Number(dividend), by)
  }
  return toTextOrNull(divide(new Decimal(dividend), new Decimal(divisor)))
}

/** a ≥ b, allowing the margin. */
export function atLeast(a: Decimal, b: Decimal): boolean {
  return a.minus(b).gte(MARGIN.negated())
}

/** a ≤ b, allowing the margin. */
export function atMost(a: Decimal, b: Decimal): boolean {
  return a.minus(b).lte(MARGIN)
}
