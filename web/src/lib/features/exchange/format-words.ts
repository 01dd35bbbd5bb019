import type { ImportChoices } from '#shared/exchange/choices.ts'
import type { ImportPreview } from '#shared/exchange/contract.ts'
import { detectDateOrder } from '#shared/exchange/date-order.ts'
import { readNumber, type DecimalSign } from '#shared/exchange/number-format.ts'
import { formatDateRange, formatNumber, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { parsePeriodPattern, type DateOrder, type Period, type YearStarts } from '#shared/values/period.ts'

const EXAMPLES = 3

/** What a text of the file is read as, in the reader's way of writing. */
export interface Read {
  readonly text: string
  readonly read: string
}

/** How one column is read, in words. */
export interface ColumnReading {
  readonly column: string
  readonly kind: 'number' | 'period'
  readonly examples: readonly Read[]
  /** A number that two signs read differently, with both readings. */
  readonly ambiguous: { readonly text: string; readonly comma: string; readonly point: string } | null
  /** A date that two orders read differently, with both days. */
  readonly twoDates: { readonly text: string; readonly day: string; readonly month: string } | null
}

const fraction = (text: string) => (text.includes('.') ? (text.split('.')[1] ?? '').length : 0)
const shown = (locale: Locale, text: string) => formatNumber(locale, text, { decimals: Math.min(12, fraction(text)) })
const reading = (locale: Locale, text: string, decimal: DecimalSign) => {
  const read = readNumber(text, { decimal, grouping: 'auto' })
  return read.ok ? shown(locale, read.text) : '?'
}

/** A period with the days that it covers, where its name does not say them: « T1 2025 » may be of a year that begins in April. */
export function withDays({ code, kind, startsOn, endsOn }: Period, locale: Locale): string {
  const name = formatPeriod(locale, code)
  return kind === 'quarter' || kind === 'semester' ? `${name} (${formatDateRange(locale, startsOn, endsOn)})` : name
}

/** Whether any column of the file writes dates with slashes: their order matters. */
export const hasSlashDates = (preview: ImportPreview): boolean =>
  preview.columns.some(({ distinct }) => distinct.some((text) => /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(text)))

/** Three examples of every column of numbers or periods: people see at once whether we read them right. */
export function columnReadings(
  preview: ImportPreview,
  { decimal, dateOrder }: Pick<ImportChoices, 'decimal' | 'dateOrder'>,
  starts: YearStarts,
  locale: Locale,
): ColumnReading[] {
  return preview.columns.flatMap((column): ColumnReading[] => {
    const name = column.name === '' ? `#${column.position}` : column.name
    if (column.looksLike === 'number') {
      const sign = decimal !== 'auto' ? decimal : (column.number?.decimal ?? '.')
      const numbers = column.distinct.filter((text) => readNumber(text, { decimal: sign, grouping: 'auto' }).ok)
      const telling = numbers.filter((text) => /[.,\s]/.test(text))
      const [first] = column.number?.code == null || decimal !== 'auto' ? [] : column.number.examples
      return [
        {
          column: name,
          kind: 'number',
          examples:
            first === undefined
              ? [...telling, ...numbers.filter((text) => !telling.includes(text))]
                  .slice(0, EXAMPLES)
                  .map((text) => ({ text, read: reading(locale, text, sign) }))
              : [],
          ambiguous: first === undefined ? null : { text: first, comma: reading(locale, first, ','), point: reading(locale, first, '.') },
          twoDates: null,
        },
      ]
    }
    if (column.periodPattern === null) return []
    const pattern = column.periodPattern
    const read = (text: string, order: DateOrder) => {
      const period = parsePeriodPattern(text, pattern, starts, order)
      return period === null ? '?' : withDays(period, locale)
    }
    const found = dateOrder === 'auto' ? detectDateOrder(column.distinct) : { ok: true as const, order: dateOrder }
    const [text] = found.ok ? [] : found.examples
    const examples = found.ok ? column.distinct.slice(0, EXAMPLES).map((one) => ({ text: one, read: read(one, found.order) })) : []
    const twoDates = text === undefined ? null : { text, day: read(text, 'day_first'), month: read(text, 'month_first') }
    return [{ column: name, kind: 'period', examples, ambiguous: null, twoDates }]
  })
}
