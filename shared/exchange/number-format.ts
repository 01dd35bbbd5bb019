import { parseDecimal, toText } from '#shared/values/decimal.ts'
import { tidy } from './text.ts'

export type DecimalSign = '.' | ','
/** What separates thousands; `auto` admits the space, the apostrophe and the sign that is not the decimal one. */
export type Grouping = 'auto' | 'none' | 'space' | ',' | '.' | "'"

export interface NumberFormat {
  readonly decimal: DecimalSign
  readonly grouping: Grouping
}

export type NumberFault = 'not_a_number' | 'too_many_digits'

const CURRENCY = /^(?:€|\$|£|CA\$|US\$|F ?CFA|FCFA|CFA|XOF|EUR|CAD|USD|GBP)|(?:€|\$|£|CA\$|US\$|F ?CFA|FCFA|CFA|XOF|EUR|CAD|USD|GBP)$/i

interface Bare {
  readonly sign: '' | '-'
  readonly digits: string
  readonly percent: boolean
}

/** Sign, digits with their separators, and whether a percent sign followed. */
function bare(text: string): Bare | null {
  let rest = tidy(text).replace(/[\u2212\u2012\u2013]/g, '-')
  const percent = /%$/.test(rest)
  rest = rest.replace(/ ?%$/, '').replace(CURRENCY, '').trim()
  const sign = rest.startsWith('-') ? '-' : ''
  rest = rest
    .replace(/^[+-] ?/, '')
    .replace(CURRENCY, '')
    .trim()
  return /^[\d.,' ’]*\d[\d.,' ’]*$/.test(rest) ? { sign, digits: rest.replaceAll('’', "'"), percent } : null
}

function separators(format: NumberFormat): string[] {
  if (format.grouping === 'auto') return [' ', "'", format.decimal === '.' ? ',' : '.']
  if (format.grouping === 'none') return []
  const separator = format.grouping === 'space' ? ' ' : format.grouping
  return separator === format.decimal ? [] : [separator]
}

function canonical(digits: string, format: NumberFormat): string | null {
  const parts = digits.split(format.decimal)
  const [whole = '', fraction] = parts
  if (parts.length > 2 || (fraction !== undefined && !/^\d+$/.test(fraction))) return null
  if (/^\d*$/.test(whole)) return whole === '' && fraction === undefined ? null : `${whole === '' ? '0' : whole}${fraction === undefined ? '' : `.${fraction}`}`
  for (const separator of separators(format)) {
    const groups = whole.split(separator)
    const [first = '', ...others] = groups
    // A leading zero never begins a group: 0,123 is a fraction.
    if (others.length > 0 && /^[1-9]\d{0,2}$/.test(first) && others.every((group) => /^\d{3}$/.test(group))) {
      return `${groups.join('')}${fraction === undefined ? '' : `.${fraction}`}`
    }
  }
  return null
}

/** Canonical digits of a number under a known format, however many; null when it is no number. */
export function readDigits(text: string, format: NumberFormat): { text: string; percent: boolean } | null {
  const found = bare(text)
  const digits = found === null ? null : canonical(found.digits, format)
  return found === null || digits === null ? null : { text: `${found.sign}${digits}`, percent: found.percent }
}

/**
 * Reads a number of a file under a known format: `1 234,5`, `1,234.5`, `12 350 000 €`, `−3`, `45 %`.
 * Groups must be of three digits, so that `1234,5` never becomes 12345.
 * @returns canonical decimal text, at most 15 significant digits
 */
export function readNumber(text: string, format: NumberFormat): { ok: true; text: string; percent: boolean } | { ok: false; fault: NumberFault } {
  const found = readDigits(text, format)
  if (found === null) return { ok: false, fault: 'not_a_number' }
  const parsed = parseDecimal(found.text)
  return parsed.ok ? { ok: true, text: toText(parsed.value), percent: found.percent } : parsed
}

/** Digits of a number that a workbook stores as such: 15 significant ones are all it holds. Null for what is no number. */
export function typedDigits(value: number): string | null {
  if (!Number.isFinite(value)) return null
  const [mantissa = '0', exponent = '0'] = value.toExponential(14).split('e')
  const digits = mantissa.replace('-', '').replace('.', '')
  const point = 1 + Number(exponent)
  const whole = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0')
  const fraction = point <= 0 ? `${'0'.repeat(-point)}${digits}` : digits.slice(point)
  const trimmed = fraction.replace(/0+$/, '')
  return `${value < 0 ? '-' : ''}${whole}${trimmed === '' ? '' : `.${trimmed}`}`
}

export type Detection =
  | { readonly ok: true; readonly decimal: DecimalSign; readonly certain: boolean }
  /** ambiguous: every value can be read both ways and the readings differ; mixed: some values need the point, others the comma. */
  | { readonly ok: false; readonly code: 'number_format_ambiguous' | 'number_format_mixed'; readonly examples: readonly string[] }

const EXAMPLES = 3

/**
 * Decimal sign of a whole column, never guessed (domain: `1,234` alone may be 1234 or 1.234).
 * Texts that are no numbers are left for the rows to refuse.
 * @returns `certain` false when no value carries a separator: both signs read alike
 */
export function detectDecimal(values: Iterable<string>, grouping: Grouping = 'auto'): Detection {
  const point: string[] = []
  const comma: string[] = []
  const both: string[] = []
  let pointSeen = false
  let commaSeen = false
  for (const value of values) {
    const found = bare(value)
    if (found === null || /^\d+$/.test(found.digits)) continue
    const asPoint = canonical(found.digits, { decimal: '.', grouping })
    const asComma = canonical(found.digits, { decimal: ',', grouping })
    if (asPoint === asComma) continue
    if (asComma === null) {
      pointSeen = true
      if (point.length < EXAMPLES) point.push(tidy(value))
    } else if (asPoint === null) {
      commaSeen = true
      if (comma.length < EXAMPLES) comma.push(tidy(value))
    } else if (both.length < EXAMPLES) both.push(tidy(value))
  }
  if (pointSeen && commaSeen) return { ok: false, code: 'number_format_mixed', examples: [point[0] as string, comma[0] as string] }
  if (pointSeen || commaSeen) return { ok: true, decimal: pointSeen ? '.' : ',', certain: true }
  if (both.length > 0) return { ok: false, code: 'number_format_ambiguous', examples: both }
  return { ok: true, decimal: '.', certain: false }
}
