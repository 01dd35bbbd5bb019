import { Decimal, toText } from '#shared/values/decimal.ts'
import { parsePeriodPattern, type DateOrder } from '#shared/values/period.ts'
import { readNumber, typedDigits, type NumberFormat } from '../number-format.ts'
import { fold, tidy } from '../text.ts'
import type { UnitKind } from './target-load.ts'

/** A text of the file as an amount, nothing, or the reason why it is neither. */
export type Amount =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'answer'; readonly yes: boolean; readonly on: string | null }
  | { readonly kind: 'blank' }
  | { readonly kind: 'aside'; readonly code: 'not_a_number' | 'too_many_digits' | 'percent_without_scale' | 'not_a_date' | 'not_yes_or_no' }

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const NO_STARTS = { fiscalStartMonth: 1, schoolStartMonth: 1 }

/** A day as tables write it: `2008-09-13`, `13/09/2008` in the order of the table's dates, `13-Sep-08`. Null when the calendar has no such day. */
export function readDay(text: string, dateOrder: DateOrder = 'day_first'): string | null {
  const match = /^(\d{1,2})-([A-Za-z]{3,9})-(\d{2}|\d{4})$/.exec(text)
  const month = match === null ? -1 : MONTHS.indexOf((match[2] as string).slice(0, 3).toLowerCase())
  const written =
    match === null || month < 0
      ? text
      : `${(match[3] as string).length === 2 ? '20' : ''}${match[3]}-${String(month + 1).padStart(2, '0')}-${(match[1] as string).padStart(2, '0')}`
  const period = parsePeriodPattern(written, 'date', NO_STARTS, dateOrder)
  return period?.kind === 'day' ? period.startsOn : null
}

const YES = new Set(['yes', 'oui', 'y', 'o', 'true', 'complete', 'completed'])
const NO = new Set(['no', 'non', 'n', 'false'])

/** Reads one amount of an indicator of some kind, in storage units: a share of 22.9 % is 0.229. */
export function readAmount(given: string, kind: UnitKind, format: NumberFormat, dateOrder: DateOrder = 'day_first'): Amount {
  const text = tidy(given)
  if (text === '') return { kind: 'blank' }
  if (kind === 'date') {
    const on = readDay(text, dateOrder)
    return on === null ? { kind: 'aside', code: 'not_a_date' } : { kind: 'answer', yes: true, on }
  }
  if (kind === 'yes_no') {
    const word = fold(text)
    return YES.has(word) || NO.has(word) ? { kind: 'answer', yes: YES.has(word), on: null } : { kind: 'aside', code: 'not_yes_or_no' }
  }
  const read = readNumber(text, format)
  if (!read.ok) return { kind: 'aside', code: read.fault }
  if (read.percent && kind !== 'share') return { kind: 'aside', code: 'percent_without_scale' }
  return { kind: 'number', text: kind === 'share' ? toText(new Decimal(read.text).div(100)) : read.text }
}

/**
 * A number of a workbook as an amount. A share between −1 and 1 may be a fraction or a percentage, a hundred times less: it is
 * set aside rather than guessed; written as a text with its sign it is read.
 */
export function readTyped(cell: number, kind: UnitKind): Amount {
  const digits = typedDigits(cell)
  if (digits === null) return { kind: 'aside', code: 'not_a_number' }
  if (kind === 'share' && cell !== 0 && Math.abs(cell) <= 1) return { kind: 'aside', code: 'percent_without_scale' }
  return readAmount(digits, kind, { decimal: '.', grouping: 'none' })
}
