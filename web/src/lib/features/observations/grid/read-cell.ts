import { multiplyText } from '#shared/i18n/decimal-text.ts'
import { formatNumber } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { DecimalSign } from '#shared/exchange/number-format.ts'
import { readTyped, toStorage } from '#shared/observations/typed.ts'
import { partsOf as partsOfDate } from '#shared/values/calendar-date.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import type { Part, Series, Typed } from './model.ts'

/** What a typed text means. */
export type Reading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'absence'; readonly presence: 'missing' | 'not_applicable'; readonly reason: string }
  | { readonly kind: 'cell'; readonly cell: Typed; readonly fault: string | null }

const YES = /^(?:oui|o|yes|y|vrai|true|x|✓|1)$/i
const NO = /^(?:non|n|no|faux|false|0)$/i
/** « so : école fermée » says why at once. */
const WITH_REASON = /^(n\.?\s?d\.?|n\.?a\.?|s\.?\s?o\.?|n\/a)\s*[:;,–—-]\s*(\S.*)$/i

const isNumber = (part: Part) => part !== 'done' && part !== 'achievedOn'

/** A date as people type it: ISO, or day first where only that can be meant. */
function readDate(text: string): string | null {
  const parts = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text)
  const iso = parts === null ? text : `${parts[3]}-${(parts[2] ?? '').padStart(2, '0')}-${(parts[1] ?? '').padStart(2, '0')}`
  return partsOfDate(iso) === null ? null : iso
}

/**
 * Reads the text of one cell.
 * @param sign decimal sign of the whole block it came with, when known
 * @param exact the number that a spreadsheet holds behind the text, already in the unit that is shown: it wins over the
 * text, which may be rounded (see spreadsheet.ts)
 */
export function readCell(part: Part, text: string, sign: DecimalSign | null, exact: string | null = null): Reading {
  const raw = text.trim()
  if (exact !== null && isNumber(part)) return { kind: 'cell', cell: { raw, read: exact }, fault: null }
  const because = WITH_REASON.exec(raw)
  const typed = readTyped(because?.[1] ?? raw, sign)
  if (typed.kind === 'empty') return { kind: 'empty' }
  if (typed.kind === 'absence') return { kind: 'absence', presence: typed.presence, reason: because?.[2] ?? '' }
  if (part === 'done') {
    const read = YES.test(raw) ? 'yes' : NO.test(raw) ? 'no' : null
    return { kind: 'cell', cell: { raw, read }, fault: read === null ? 'not_yes_or_no' : null }
  }
  if (part === 'achievedOn') {
    const read = readDate(raw)
    return { kind: 'cell', cell: { raw, read }, fault: read === null ? 'not_a_date' : null }
  }
  return typed.kind === 'number'
    ? { kind: 'cell', cell: { raw, read: typed.text }, fault: null }
    : { kind: 'cell', cell: { raw, read: null }, fault: typed.code }
}

/** Why a kept text could not be read; null when it was. */
export function faultOfCell(part: Part, cell: Typed): string | null {
  if (cell.read !== null) return null
  const reading = readCell(part, cell.raw, null)
  return reading.kind === 'cell' ? (reading.fault ?? 'not_a_number') : null
}

/** A stored number in the unit that is shown. */
export function cellOf(part: Part, stored: string | null, factor: string): Typed | null {
  if (stored === null) return null
  const read = part === 'value' ? canonicalText(multiplyText(stored, factor)) : stored
  return { raw: read, read }
}

/** A number as it is stored. */
export function storedOf(part: Part, cell: Typed | undefined, series: Pick<Series, 'factor'>): string | null {
  if (cell?.read == null) return null
  return part === 'value' ? toStorage(cell.read, series.factor) : cell.read
}

/** A cell as it is shown: grouped by thousands, or the text that could not be read. */
export function shownText(part: Part, cell: Typed | undefined, locale: Locale, words: { yes: string; no: string }): string {
  if (cell === undefined) return ''
  if (cell.read === null) return cell.raw
  if (part === 'done') return cell.read === 'yes' ? words.yes : words.no
  return isNumber(part) ? formatNumber(locale, cell.read) : cell.read
}

/** A cell as a person would type it, and as a spreadsheet of this language reads it. */
export function typedText(part: Part, cell: Typed | undefined, locale: Locale, words: { yes: string; no: string }): string {
  if (cell === undefined) return ''
  if (cell.read === null) return cell.raw
  if (part === 'done') return cell.read === 'yes' ? words.yes : words.no
  return isNumber(part) && locale !== 'en' ? cell.read.replace('.', ',') : cell.read
}
