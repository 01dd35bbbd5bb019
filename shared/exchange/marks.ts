import { readDigits, type NumberFormat } from './number-format.ts'
import { tidy } from './text.ts'

/** Signs that send to a note under the table: « * », « † », « ¹ », « (1) », « (a) ». A number of two digits between parentheses is a figure of its own. */
const SIGN = '[*⁎∗†‡§¶]{1,3}|[⁰¹²³⁴-⁹ᵃᵇᶜᵖʳ]{1,3}|[([][\\da-zA-Z][)\\]]'
/**
 * Letters that statistical tables put after a figure: provisional, revised, estimated. No other: « 39 k », « 39 M » and « 39 h » are other
 * numbers, and « 2e » is a place in an order.
 */
const LETTER = '(?:p|r|pr|rp|P|R|(?<=\\s)e)(?![\\p{L}\\d])'
const MARKED = new RegExp(`^(.*?[\\d%€$£])\\s*((?:\\s*(?:${SIGN}|${LETTER})){1,3})(\\s*%)?$`, 'u')

/** Observation flags that a letter says by itself (domain 3.10); what « r » tells, revisions, are kept by the product itself. */
const FLAGS: Readonly<Record<string, string>> = { p: 'P', P: 'P', ᵖ: 'P', e: 'E' }

/** A number that carries a mark: « 39* » is 39 and « * ». */
export interface MarkedNumber {
  /** The number as the file writes it, without its mark. */
  readonly bare: string
  readonly mark: string
  /** Observation flags that the mark says. */
  readonly flags: readonly string[]
}

/** Cuts the mark off a text that ends with one; null where there is none, whether or not a number stands before it. */
export function splitMark(text: string): MarkedNumber | null {
  const found = MARKED.exec(tidy(text))
  if (found === null) return null
  const [, number = '', mark = '', percent = ''] = found
  const flags = [...new Set([...mark].flatMap((letter) => FLAGS[letter] ?? []))]
  return { bare: `${number}${percent}`, mark: mark.trim(), flags }
}

/** Digits of a number that carries a mark, under a known format; null when there is no such number. */
export function readMarked(text: string, format: NumberFormat): (MarkedNumber & { readonly digits: string; readonly percent: boolean }) | null {
  const split = splitMark(text)
  const digits = split === null ? null : readDigits(split.bare, format)
  return split === null || digits === null ? null : { ...split, digits: digits.text, percent: digits.percent }
}
