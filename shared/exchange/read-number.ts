import { Decimal, divide, parseDecimal, toText } from '#shared/values/decimal.ts'
import type { ExtractedPresence } from './extraction.ts'
import type { Mapping, NumberSource } from './mapping.ts'
import { readMarked, splitMark, type MarkedNumber } from './marks.ts'
import { detectDecimal, readDigits, typedDigits, type NumberFormat } from './number-format.ts'
import { sourceReader, type Found, type Place, type Reader } from './source.ts'
import { FileFault, type Header } from './table.ts'
import { tidy } from './text.ts'

/** Texts of a file that stand for an absence or for zero. */
export interface MarkerBook {
  meaning(text: string): ExtractedPresence | 'zero' | 'skip' | 'refuse' | null
}

/** Prepares the markers: compared without case and with spaces tidied. */
export function markerBook(markers: Mapping['markers']): MarkerBook {
  const book = new Map<string, ExtractedPresence | 'zero' | 'skip'>()
  const add = (texts: readonly string[], meaning: ExtractedPresence | 'zero' | 'skip') => {
    for (const text of texts) book.set(tidy(text).toLowerCase(), meaning)
  }
  add(markers.missing, 'missing')
  add(markers.notApplicable, 'not_applicable')
  add(markers.notExpected, 'not_expected')
  add(markers.zero, 'zero')
  add(markers.ignored, 'skip')
  return { meaning: (text) => (text === '' ? (book.get('') ?? markers.blank) : (book.get(text.toLowerCase()) ?? null)) }
}

export type NumberRead =
  | {
      readonly kind: 'number'
      readonly text: string
      readonly inPercent?: boolean
      readonly isScaleOpen?: boolean
      readonly isSigned?: boolean
      /** What the file writes after the number. */
      readonly marked?: MarkedNumber
    }
  | { readonly kind: 'presence'; readonly presence: ExtractedPresence }
  | { readonly kind: 'skip' }
  | { readonly kind: 'fault'; readonly code: string }

/** A source of numbers whose format is known. */
export interface NumberReader {
  read(place: Place): NumberRead & { readonly found: Found }
}

function formatOf(
  rules: { decimal: 'auto' | '.' | ','; grouping: NumberFormat['grouping'] },
  reader: Reader,
  places: Iterable<Place>,
  book: MarkerBook,
  sheet: string | null,
): NumberFormat {
  if (rules.decimal !== 'auto') return { decimal: rules.decimal, grouping: rules.grouping }
  const first = new Map<string, { row: number; column: string | null }>()
  const texts: string[] = []
  for (const place of places) {
    const { text: given, cell, column } = reader(place)
    if (typeof cell === 'number' || given === '' || book.meaning(given) !== null || !/[.,]/.test(given)) continue
    const text = splitMark(given)?.bare ?? given
    texts.push(text)
    if (!first.has(text)) first.set(text, { row: place.index + 1, column })
  }
  const found = detectDecimal(texts, rules.grouping)
  if (found.ok) return { decimal: found.decimal, grouping: rules.grouping }
  throw new FileFault(
    found.code,
    found.examples.map((value) => ({ sheet, row: first.get(value)?.row ?? null, column: first.get(value)?.column ?? null, value })),
  )
}

/** What a per cent is of a share. */
export const HUNDREDTH = '0.01'

/**
 * Prepares a source of numbers: its decimal sign is found on all of its cells first.
 * @throws FileFault number_format_ambiguous, number_format_mixed with the places of examples
 */
export function numberReader(
  source: NumberSource,
  mapping: Mapping,
  header: Header,
  fileName: string,
  places: () => Iterable<Place>,
  book: MarkerBook,
  sheet: string | null,
): NumberReader {
  const reader = sourceReader(source.source, header, fileName)
  const format = formatOf(source.numbers ?? mapping.numbers, reader, places(), book, sheet)
  const isByKind = source.scale === 'percent'
  const isOpen = source.scale === 'auto'
  const scale = source.scale === undefined || isByKind || isOpen ? null : new Decimal(source.scale)
  const divisor = source.dividedBy === undefined ? null : sourceReader(source.dividedBy, header, fileName)
  const finish = (digits: string, place: Place, isPercent = false): NumberRead => {
    let value = new Decimal(digits)
    if (scale !== null) value = value.times(scale)
    else if (isPercent) value = value.times(HUNDREDTH)
    if (divisor !== null) {
      const factor = readDigits(divisor(place).text, format)
      const quotient = factor === null ? null : divide(value, new Decimal(factor.text))
      if (quotient === null) return { kind: 'fault', code: 'not_a_number' }
      value = quotient
    }
    if (source.round !== undefined) value = value.toDecimalPlaces(source.round, Decimal.ROUND_HALF_UP)
    const parsed = parseDecimal(toText(value))
    if (!parsed.ok) return { kind: 'fault', code: parsed.fault }
    const text = toText(parsed.value)
    return {
      kind: 'number',
      text,
      ...(isByKind && !isPercent ? { inPercent: true } : {}),
      ...(isOpen ? { [isPercent ? 'isSigned' : 'isScaleOpen']: true } : {}),
    }
  }
  const readFound = (found: Found, place: Place): NumberRead => {
    if (typeof found.cell === 'number') {
      const digits = typedDigits(found.cell)
      return digits === null ? { kind: 'fault', code: 'not_a_number' } : finish(digits, place)
    }
    const meaning = book.meaning(found.text)
    if (meaning === 'zero') return { kind: 'number', text: '0' }
    if (meaning === 'skip') return { kind: 'skip' }
    if (meaning === 'refuse') return { kind: 'fault', code: 'value_blank' }
    if (meaning !== null) return { kind: 'presence', presence: meaning }
    const digits = readDigits(found.text, format)
    const marked = digits === null ? readMarked(found.text, format) : null
    const number = digits ?? (marked === null ? null : { text: marked.digits, percent: marked.percent })
    if (number === null) return { kind: 'fault', code: 'not_a_number' }
    // A mark means something: somebody says that the number is read without it, and it stays with the figure.
    if (marked !== null && mapping.marks === 'refuse') return { kind: 'fault', code: 'number_with_mark' }
    if (number.percent && source.scale === undefined) return { kind: 'fault', code: 'percent_without_scale' }
    const read = finish(number.text, place, number.percent)
    return marked !== null && read.kind === 'number' ? { ...read, marked } : read
  }
  return {
    read(place) {
      const found = reader(place)
      return { ...readFound(found, place), found }
    },
  }
}
