import { detectDecimal, readNumber, type DecimalSign } from '#shared/exchange/number-format.ts'
import { divideText } from '#shared/values/decimal.ts'

/** Codes that stand for an absence, as typed in a cell; with or without points. */
const ABSENCES: Readonly<Record<string, 'missing' | 'not_applicable'>> = { nd: 'missing', na: 'missing', so: 'not_applicable', 'n/a': 'not_applicable' }

export type TypedText =
  | { readonly kind: 'empty' }
  | { readonly kind: 'absence'; readonly presence: 'missing' | 'not_applicable' }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'fault'; readonly code: 'not_a_number' | 'too_many_digits' | 'number_ambiguous' }

/**
 * The decimal sign of everything typed in one form: one number that can only be read one way settles
 * those that could be read both ways. Null when nothing settles it, or when two people’s habits meet.
 */
export function decimalSignOf(texts: Iterable<string>): DecimalSign | null {
  const found = detectDecimal(texts)
  return found.ok && found.certain ? found.decimal : null
}

/**
 * Reads one typed cell, in any habit of writing numbers: `1 234,5`, `1,234.5`, `−3`, `nd`, `s.o.`.
 * `1,234` alone may be 1234 or 1.234 and is never guessed.
 * @param sign decimal sign of the whole form, when something settled it
 * @returns canonical decimal text in the unit that was typed
 */
export function readTyped(text: string, sign: DecimalSign | null): TypedText {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'empty' }
  const absence = ABSENCES[trimmed.toLowerCase().replaceAll('.', '')]
  if (absence !== undefined) return { kind: 'absence', presence: absence }
  const own = detectDecimal([trimmed])
  if (!own.ok && sign === null) return { kind: 'fault', code: 'number_ambiguous' }
  const decimal = own.ok && own.certain ? own.decimal : (sign ?? '.')
  const read = readNumber(trimmed, { decimal, grouping: 'auto' })
  return read.ok ? { kind: 'number', text: read.text } : { kind: 'fault', code: read.fault }
}

/** A figure in display units as it is stored: 61.9 under a factor of 100 is 0.619. */
export function toStorage(text: string, displayFactor: string): string {
  return displayFactor === '1' ? text : (divideText(text, displayFactor) ?? text)
}
