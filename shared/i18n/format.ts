/**
 * Numbers, money, dates and plurals as people write them: the only user of Intl (ux.md c). Decimals are
 * text and keep every digit. Spaces inside a number are U+00A0, the minus sign is U+2212.
 */
import { partsOf } from '#shared/values/calendar-date.ts'
import { multiplyText, roundText, subtractText, trimText } from './decimal-text.ts'
import { languageOf, type Locale } from './locales.ts'
import { unitForOne } from './unit-words.ts'

const SPACE = '\u00A0'
const MINUS = '\u2212'
const EN_DASH = '\u2013'
const MONTHS = {
  fr: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
} as const
const SHORT_MONTHS = {
  fr: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juill.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
  en: ['Jan.', 'Feb.', 'Mar.', 'Apr.', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.'],
} as const

export interface NumberStyle {
  /** Digits after the point; absent: as many as the text has, without trailing zeros. */
  readonly decimals?: number
  /** `always` writes + before a gain: for changes. */
  readonly sign?: 'auto' | 'always'
}

/** A decimal of any length, grouped by thousands. @throws on text that is no decimal */
export function formatNumber(locale: Locale, text: string, style: NumberStyle = {}): string {
  const exact = style.decimals === undefined ? trimText(text) : roundText(text, style.decimals)
  const negative = exact.startsWith('-') && /[1-9]/.test(exact)
  const [whole = '', fraction] = exact.replace(/^[+-]/, '').split('.')
  const grouped = (whole.replace(/^0+(?=\d)/, '') || '0').replace(/\B(?=(\d{3})+$)/g, locale === 'en' ? ',' : SPACE)
  const number = fraction === undefined ? grouped : `${grouped}${locale === 'en' ? '.' : ','}${fraction}`
  const sign = negative ? MINUS : style.sign === 'always' && /[1-9]/.test(exact) ? '+' : ''
  return `${sign}${number}`
}

/** A whole number. */
export function formatInteger(locale: Locale, value: number): string {
  return formatNumber(locale, String(Math.trunc(value)))
}

/** A share of 1 as a percentage: 0.123 is « 12,3 % ». */
export function formatPercent(locale: Locale, ratio: string, style: NumberStyle = {}): string {
  return `${formatNumber(locale, multiplyText(ratio, '100'), style)}${locale === 'en' ? '%' : `${SPACE}%`}`
}

/** A change between two shares of 1, in percentage points: « +2,1 points ». */
export function formatPoints(locale: Locale, ratio: string, style: NumberStyle = {}): string {
  const exact = style.decimals === undefined ? trimText(multiplyText(ratio, '100')) : roundText(multiplyText(ratio, '100'), style.decimals)
  const one = isOne(locale, Math.abs(Number(exact)))
  return `${formatNumber(locale, exact, { ...style, sign: style.sign ?? 'always' })}${SPACE}${one ? 'point' : 'points'}`
}

const CURRENCIES: Readonly<Record<string, Readonly<Record<Locale, string>> & { readonly decimals: number }>> = {
  CAD: { 'fr-CA': '$', fr: `$${SPACE}CA`, en: '$', decimals: 2 },
  EUR: { 'fr-CA': '€', fr: '€', en: '€', decimals: 2 },
  XOF: { 'fr-CA': `F${SPACE}CFA`, fr: `F${SPACE}CFA`, en: `F${SPACE}CFA`, decimals: 0 },
  USD: { 'fr-CA': `$${SPACE}US`, fr: `$${SPACE}US`, en: 'US$', decimals: 2 },
}

/** Money with its usual decimals, or `decimals`; a currency that is not in the table is written by its code. */
export function formatMoney(locale: Locale, text: string, currency: string, style: NumberStyle = {}): string {
  const known = CURRENCIES[currency]
  const symbol = known?.[locale] ?? currency
  const number = formatNumber(locale, text, { ...style, decimals: style.decimals ?? known?.decimals ?? 2 })
  if (locale !== 'en') return `${number}${SPACE}${symbol}`
  const sign = /^[+\u2212]/.exec(number)?.[0] ?? ''
  return `${sign}${symbol}${/[A-Z]$/.test(symbol) ? SPACE : ''}${number.slice(sign.length)}`
}

/** How an indicator is shown (domain 3.2): storage units are multiplied by the factor. */
export interface Measure {
  readonly displayFactor: string
  readonly decimals: number
  readonly unitLabel?: string | null
  readonly currencyCode?: string | null
}

/** A figure of an indicator with its unit: `0.619`, factor 100, « % » is « 61,9 % ». */
export function formatMeasure(locale: Locale, text: string, measure: Measure, style: Pick<NumberStyle, 'sign'> = {}): string {
  const shown = roundText(multiplyText(text, measure.displayFactor), measure.decimals)
  if (measure.currencyCode) return formatMoney(locale, shown, measure.currencyCode, { ...style, decimals: measure.decimals })
  const number = formatNumber(locale, shown, { ...style, decimals: measure.decimals })
  if (!measure.unitLabel) return number
  if (measure.unitLabel === '%') return `${number}${locale === 'en' ? '' : SPACE}%`
  return `${number}${SPACE}${isOne(locale, Math.abs(Number(shown))) ? unitForOne(locale, measure.unitLabel) : measure.unitLabel}`
}

/** A change between two figures; between percentages it is counted in points. */
export function formatChange(locale: Locale, from: string, to: string, measure: Measure): string {
  const change = subtractText(to, from)
  if (measure.unitLabel === '%') return formatPoints(locale, multiplyText(multiplyText(change, measure.displayFactor), '0.01'), { decimals: measure.decimals })
  return formatMeasure(locale, change, measure, { sign: 'always' })
}

function day(locale: Locale, number: number): string {
  return locale !== 'en' && number === 1 ? '1er' : String(number)
}

function known(date: string): { year: number; month: number; day: number } {
  const parts = partsOf(date)
  if (parts === null) throw new RangeError(`not a calendar date: ${date}`)
  return parts
}

const monthName = (locale: Locale, month: number) => MONTHS[languageOf(locale)][month - 1] ?? ''

/** A calendar date in words: « 1er mars 2026 ». @throws on text that is no date */
export function formatDate(locale: Locale, date: string): string {
  const parts = known(date)
  const month = monthName(locale, parts.month)
  return locale === 'en' ? `${month} ${parts.day}, ${parts.year}` : `${day(locale, parts.day)} ${month} ${parts.year}`
}

/** A calendar date for a table: 2026-03-01, in France and Mali 01/03/2026. */
export function formatDateShort(locale: Locale, date: string): string {
  const parts = known(date)
  if (locale !== 'fr') return date
  return `${String(parts.day).padStart(2, '0')}/${String(parts.month).padStart(2, '0')}/${parts.year}`
}

/** A month: « mars 2026 ». Takes `YYYY-MM`. */
export function formatMonth(locale: Locale, month: string): string {
  const parts = known(`${month}-01`)
  return `${monthName(locale, parts.month)} ${parts.year}`
}

/** A calendar date, or a month (`YYYY-MM`) where no more than the month is told. */
export function formatDateOrMonth(locale: Locale, text: string): string {
  return text.length === 7 ? formatMonth(locale, text) : formatDate(locale, text)
}

/** Two calendar dates, both included: « du 1er au 31 mars 2026 ». */
export function formatDateRange(locale: Locale, from: string, to: string): string {
  const [a, b] = [known(from), known(to)]
  if (from === to) return formatDate(locale, from)
  const [sameYear, sameMonth] = [a.year === b.year, a.year === b.year && a.month === b.month]
  if (locale === 'en') {
    if (sameMonth) return `${monthName(locale, a.month)} ${a.day}${EN_DASH}${b.day}, ${b.year}`
    const start = `${monthName(locale, a.month)} ${a.day}`
    return `${sameYear ? start : `${start}, ${a.year}`} ${EN_DASH} ${formatDate(locale, to)}`
  }
  const start = sameMonth ? day(locale, a.day) : `${day(locale, a.day)} ${monthName(locale, a.month)}`
  return `du ${sameYear ? start : `${start} ${a.year}`} au ${formatDate(locale, to)}`
}

/** Date and clock of an instant in a time zone, as numbers. */
function clockOf(instant: string, timeZone: string): { date: string; hour: number; minute: string } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return { date: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')), minute: part('minute') }
}

/** The calendar date of an instant in a time zone. */
export function dateOf(instant: string, timeZone: string): string {
  return clockOf(instant, timeZone).date
}

/** The hour of an instant on the clock of a place, 0 to 23. */
export function hourOf(instant: string, timeZone: string): number {
  return clockOf(instant, timeZone).hour
}

/** The time of an instant: « 14 h 05 », 14:05 in France and Mali, 2:05 p.m. in English. */
export function formatTime(locale: Locale, instant: string, timeZone: string): string {
  const { hour, minute } = clockOf(instant, timeZone)
  if (locale === 'fr-CA') return `${hour}${SPACE}h${SPACE}${minute}`
  if (locale === 'fr') return `${String(hour).padStart(2, '0')}:${minute}`
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minute}${SPACE}${hour < 12 ? 'a.m.' : 'p.m.'}`
}

/** Date and time of an instant. */
export function formatDateTime(locale: Locale, instant: string, timeZone: string): string {
  return `${formatDate(locale, dateOf(instant, timeZone))}${locale === 'en' ? ', ' : ' à '}${formatTime(locale, instant, timeZone)}`
}

/**
 * A period from its code (D27): 2026, « T3 2026 », « 1er semestre 2026 », « mars 2026 », 2025-2026 for
 * school and fiscal years, dates in words otherwise; an unknown code is returned as it is. `short` is
 * for axes and dense tables.
 */
export function formatPeriod(locale: Locale, code: string, form: 'long' | 'short' = 'long'): string {
  const [, year, letter, number] = /^(\d{4})-([QS])(\d)$/.exec(code) ?? []
  if (year !== undefined && letter === 'Q') {
    if (form === 'short') return locale === 'en' ? `Q${number} ${year}` : `T${number} ${year}`
    return locale === 'en' ? `quarter ${number}, ${year}` : `${number === '1' ? '1er' : `${number}e`} trimestre ${year}`
  }
  if (year !== undefined) {
    if (form === 'short') return locale === 'en' ? `H${number} ${year}` : `S${number} ${year}`
    return locale === 'en' ? `${number === '1' ? 'first' : 'second'} half of ${year}` : `${number === '1' ? '1er' : '2e'} semestre ${year}`
  }
  const first = /^(?:SY|FY)(\d{4})$/.exec(code)?.[1]
  if (first !== undefined) return `${first}${locale === 'en' ? EN_DASH : '-'}${Number(first) + 1}`
  if (/^\d{4}-\d{2}$/.test(code)) {
    if (form === 'long') return formatMonth(locale, code)
    return `${SHORT_MONTHS[languageOf(locale)][Number(code.slice(5)) - 1] ?? ''} ${code.slice(0, 4)}`
  }
  if (partsOf(code) !== null) return form === 'long' ? formatDate(locale, code) : formatDateShort(locale, code)
  const [from = '', to = ''] = code.split('/')
  return partsOf(from) !== null && partsOf(to) !== null ? formatDateRange(locale, from, to) : code
}

const rules = new Map<Locale, Intl.PluralRules>()

/** The grammatical number of a quantity: in French 0 and 1.5 are one, in English other. */
export function pluralCategory(locale: Locale, value: number): 'one' | 'many' | 'other' {
  let rule = rules.get(locale)
  if (rule === undefined) rules.set(locale, (rule = new Intl.PluralRules(locale)))
  return rule.select(value) as 'one' | 'many' | 'other'
}

function isOne(locale: Locale, value: number): boolean {
  return pluralCategory(locale, value) === 'one'
}

/** « a, b et c ». */
export function formatList(locale: Locale, items: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items)
}

/** Name of a language by its code, as the reader calls it; the code itself when nobody knows it. */
export function formatLanguage(locale: Locale, code: string): string {
  return new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }).of(code) ?? code
}

/** Order of names for people: accents and capitals aside, numbers by value. */
export function compareText(locale: Locale): (a: string, b: string) => number {
  return new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare
}
